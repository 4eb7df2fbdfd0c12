// What a schema asks of an object or an array, put together from its parts before the values of their members are
// looked at: a schema allows the objects that fit one of its alternatives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "decode/language.h"
#include "decode/schema_reader.h"

namespace oree::decode {

// Literals that must all hold, sorted, each once; kAnything is left out.
using LiteralSet = std::vector<Literal>;

// Something that cannot be written down; an error only where it is not excluded by something else.
struct Refusal {
  std::string what, where, hint;
};

// properties, patternProperties and additionalProperties of one schema: they look at each other.
struct ObjectBlock {
  struct Pattern {
    LanguageId keys;
    Literal value;
  };
  std::vector<std::pair<std::string_view, Literal>> properties;
  std::unordered_map<std::string_view, Literal> by_name;  // filled where there are many
  std::vector<Pattern> patterns;
  Literal additional = kAnything;
  bool has_additional = false;

  void index() {
    if (properties.size() > 8) by_name.insert(properties.begin(), properties.end());
  }
  const Literal* find(std::string_view name) const noexcept {
    if (!by_name.empty()) {
      const auto found = by_name.find(name);
      return found == by_name.end() ? nullptr : &found->second;
    }
    for (const auto& [known, value] : properties) {
      if (known == name) return &value;
    }
    return nullptr;
  }
};

struct ObjectAlternative {
  struct Entry {
    const ObjectBlock* block;
    bool annotates;  // whether unevaluatedProperties sees it
  };
  struct Member {
    std::string_view name;
    Literal value;  // kNoValue: it must not be there
  };
  struct Dependency {
    std::string_view property;
    const Json* required;  // an array of names
  };
  std::vector<Entry> blocks;
  std::vector<Member> members;
  std::vector<std::string_view> required;
  std::vector<Literal> keys;  // of propertyNames
  std::vector<Dependency> dependencies;
  std::uint64_t min_properties = 0;
  std::optional<std::uint64_t> max_properties;
  const Refusal* refusal = nullptr;

  bool allows_all() const noexcept {
    return blocks.empty() && members.empty() && required.empty() && keys.empty() && dependencies.empty() &&
           min_properties == 0 && !max_properties && refusal == nullptr;
  }
};

// prefixItems and items of one schema.
struct ArrayBlock {
  std::vector<Literal> prefix;
  Literal rest = kAnything;
  bool has_rest = false;
};

struct ArrayAlternative {
  struct Entry {
    const ArrayBlock* block;
    bool annotates;
  };
  struct Item {
    std::uint64_t position;
    Literal value;
  };
  // Of the items from a position on, at least min and at most max fit.
  struct Contains {
    Literal value;
    std::uint64_t from = 0;
    std::uint64_t min = 1;
    std::optional<std::uint64_t> max;
    bool annotates = true;
    std::string where;
  };
  std::vector<Entry> blocks;
  std::vector<Item> items;
  std::vector<Contains> contains;
  std::uint64_t min_items = 0;
  std::optional<std::uint64_t> max_items;
  std::optional<std::string> unique;  // where it is asked for
  const Refusal* refusal = nullptr;

  bool allows_all() const noexcept {
    return blocks.empty() && items.empty() && contains.empty() && min_items == 0 && !max_items && !unique &&
           refusal == nullptr;
  }
};

}  // namespace oree::decode
