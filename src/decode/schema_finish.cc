// The length of each node's shortest text; what has no value goes, so that no way leads to where none leads on.
#include <algorithm>
#include <bitset>
#include <functional>
#include <span>

#include "decode/array_length.h"
#include "decode/regular_expression.h"
#include "decode/schema_compiler.h"
#include "oree/error.h"
#include "text/prompt_format.h"

namespace oree::decode {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 31U;
constexpr std::uint64_t kNone = kUnreachable;
constexpr std::size_t kMaxUniqueCount = 1024;
// Every scalar in one way: of 0.5, 0.50 and 5e-1 the first.
constexpr std::string_view kOneSpelling = R"((?!-0$)-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?|true|false|null|"[\s\S]*)";

std::uint64_t bounded(std::uint64_t bytes) { return std::min(bytes, kMostBytes); }

// Of a string between quotes: escapes count, along a shortest string that needs few of them.
std::uint64_t shortest_string(LanguagePool& pool, LanguageId language) {
  const std::uint32_t length = pool.shortest(language);
  if (length == kUnreachable) return kNone;
  std::uint64_t bytes = 2 + std::uint64_t{length};
  if (length > 64) return bounded(bytes);
  for (std::uint32_t left = length; left > 0; --left) {
    LanguageId best = kNothing;
    const auto step = [&](unsigned byte) {
      const LanguageId rest = pool.next(language, static_cast<std::uint8_t>(byte));
      if (rest == kNothing || pool.shortest(rest) != left - 1) return false;
      best = rest;
      return true;
    };
    const std::span<const std::uint8_t, 256> classes = pool.byte_classes(language);
    // A byte of each class, those that need no escape first.
    const auto find = [&](bool escaped) {
      std::bitset<256> seen;
      for (unsigned byte = 0; byte < 256; ++byte) {
        const bool needs_escape = byte < 0x20 || byte == '"' || byte == '\\';
        if (needs_escape != escaped || seen[classes[byte]]) continue;
        seen.set(classes[byte]);
        if (step(byte)) {
          if (escaped) bytes += byte == '"' || byte == '\\' || (byte >= 8 && byte <= 13 && byte != 11) ? 1 : 5;
          return true;
        }
      }
      return false;
    };
    if (!find(false) && !find(true)) break;
    language = best;
  }
  return bytes;
}

class Finisher {
 public:
  Finisher(LanguagePool& pool, CompiledSchema& compiled, NodeId first)
      : pool_(pool), compiled_(compiled), first_(first) {
    lengths_.assign(compiled.nodes.size() - first, kNone);
  }

  // place: where the schema of a node stands, by number.
  void find_lengths(const std::function<std::string(std::size_t)>& place) {
    std::vector<std::uint64_t> leaves(lengths_.size(), kNone);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const ValueNode& node = compiled_.nodes[first_ + i];
      try {
        if (node.scalar != kNothing) leaves[i] = pool_.shortest(node.scalar);
        for (const LanguageId strings : node.strings) leaves[i] = std::min(leaves[i], shortest_string(pool_, strings));
      } catch (const Error& error) {
        throw Error(error.code(), error.what(), place(i), error.hint());
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = lengths_.size(); i > 0; --i) {
        const ValueNode& node = compiled_.nodes[first_ + i - 1];
        std::uint64_t length = leaves[i - 1];
        for (const ObjectShape& object : node.objects) length = std::min(length, length_of(object));
        try {
          for (const ArrayShape& array : node.arrays) length = std::min(length, length_of(array));
        } catch (const Error& error) {
          throw Error(error.code(), error.what(), place(i - 1), error.hint());
        }
        if (length >= lengths_[i - 1]) continue;
        lengths_[i - 1] = length;
        changed = true;
      }
    }
  }

  // Of a node; kNone where it has no value.
  std::uint64_t length(NodeId id) const { return id == kNever ? kNone : lengths_[id - first_]; }

  std::uint64_t length_of(const ObjectShape& object) {
    std::uint64_t bytes = 0, members = 0;
    std::vector<std::uint64_t> optional;
    const bool needs_more = object.min_properties > 0;
    const std::vector<Presence> presences = presences_of(object);
    // How many more there are without dependencies is not asked: with one, all that may be there are taken.
    const auto n_required = static_cast<std::uint64_t>(std::ranges::count(presences, Presence::kRequired));
    const bool takes_all = !object.dependencies.empty() && n_required < object.min_properties;
    for (std::size_t i = 0; i < presences.size(); ++i) {
      const ObjectShape::Property& property = object.properties[i];
      const std::uint64_t value = length(property.value);
      const bool required = presences[i] == Presence::kRequired || takes_all;
      if (value == kNone && presences[i] == Presence::kRequired) return kNone;
      if (presences[i] == Presence::kImpossible || (!required && !needs_more)) continue;
      const std::uint64_t member = key_length(property.name) + 2 + value;
      if (!required) {
        optional.push_back(member);
        continue;
      }
      bytes = bounded(bytes + member);
      ++members;
    }
    if (n_required > object.max_properties.value_or(n_required)) return kNone;
    if (members < object.min_properties) {
      std::uint64_t missing = object.min_properties - members;
      std::sort(optional.begin(), optional.end());
      std::uint64_t other = kNone;
      std::uint64_t n_others = 0;
      for (const ObjectShape::OtherKeys& keys : object.other_keys) {
        const std::uint64_t value = length(keys.value);
        if (value == kNone) continue;
        const std::uint64_t n_keys = pool_.count(keys.keys, kMaxUniqueCount);
        n_others = n_keys >= kMaxUniqueCount ? ~std::uint64_t{0} : std::max(n_others, n_others + n_keys);
        other = std::min(other, 4 + kRoomForOtherKey + std::uint64_t{pool_.shortest(keys.keys)} + value);
      }
      for (const std::uint64_t member : optional) {
        if (missing == 0 || member > other) break;
        bytes = bounded(bytes + member);
        --missing;
        ++members;
      }
      const std::uint64_t left = optional.size() - std::min(optional.size(), object.min_properties - missing);
      if (missing > 0 && n_others < missing) {
        const std::uint64_t needed = missing - n_others;
        if (needed > left) return kNone;
      }
      if (missing > 0) {
        const std::uint64_t member = other == kNone ? optional.back() : other;
        members += missing;
        bytes = bounded(bytes + bounded(missing) * bounded(member));
      }
    }
    return bounded(bytes + 2 + (members > 1 ? 2 * bounded(members - 1) : 0));
  }

  // min(different scalars and strings, kMaxUniqueCount)
  std::uint64_t count_values(NodeId id) {
    if (id == kNever) return 0;
    const ValueNode& node = compiled_.nodes[id];
    // Of the spellings of a number one counts.
    const LanguageId one_spelling[] = {node.scalar, parse_regular_expression(pool_, kOneSpelling, true)};
    std::uint64_t count = pool_.count(pool_.intersect(one_spelling), kMaxUniqueCount);
    for (const LanguageId strings : node.strings) count += pool_.count(strings, kMaxUniqueCount);
    return std::min<std::uint64_t>(count, kMaxUniqueCount);
  }

  std::uint64_t length_of(const ArrayShape& array) {
    if (array.unique && array.min_items > 1 && array.prefix.empty() && array.rest.fitting == kNever &&
        array.rest.other != kNever) {
      const ValueNode& node = compiled_.nodes[array.rest.other];
      if (node.objects.empty() && node.arrays.empty() &&
          count_values(array.rest.other) < std::min<std::uint64_t>(array.min_items, kMaxUniqueCount)) {
        return kNone;
      }
    }
    const std::uint64_t bytes = shortest_items(array, 0, 0, [this](NodeId item) { return length(item); });
    return bytes == kNone ? kNone : bounded(bytes + 2 - (bytes > 0 ? 2 : 0));
  }

 private:
  enum class Presence { kImpossible, kOptional, kRequired };

  // What is required by what is required is so, too; what requires something that cannot be there cannot, either. A
  // property that is required and impossible counts as required.
  std::vector<Presence> presences_of(const ObjectShape& object) const {
    std::vector<Presence> presences;
    for (const ObjectShape::Property& property : object.properties) {
      presences.push_back(property.required                 ? Presence::kRequired
                          : length(property.value) == kNone ? Presence::kImpossible
                                                            : Presence::kOptional);
    }
    for (bool changed = !object.dependencies.empty(); changed;) {
      changed = false;
      for (const ObjectShape::Dependency& dependency : object.dependencies) {
        Presence& presence = presences[dependency.property];
        for (const std::uint32_t other : dependency.required) {
          if (presence == Presence::kRequired && presences[other] != Presence::kRequired) {
            presences[other] = Presence::kRequired;
            changed = true;
          } else if (presence == Presence::kOptional && !possible(object, presences, other)) {
            presence = Presence::kImpossible;
            changed = true;
          }
        }
      }
    }
    return presences;
  }

  bool possible(const ObjectShape& object, const std::vector<Presence>& presences, std::uint32_t property) const {
    return presences[property] != Presence::kImpossible && length(object.properties[property].value) != kNone;
  }

  static std::uint64_t key_length(const std::string& name) {
    std::uint64_t bytes = 2 + name.size();
    for (const char character : name) {
      const auto byte = static_cast<unsigned char>(character);
      if (byte == '"' || byte == '\\') ++bytes;
      if (byte < 0x20) bytes += byte >= 8 && byte <= 13 && byte != 11 ? 1 : 5;
    }
    return bytes;
  }

  LanguagePool& pool_;
  CompiledSchema& compiled_;
  NodeId first_;
  std::vector<std::uint64_t> lengths_;
};

// Whether no string is without a NUL. Long ones that are not met at once are taken for such as are.
bool needs_nul(LanguagePool& pool, LanguageId language) {
  constexpr int kMostSteps = 64;
  LanguageId at = language;
  for (int step = 0; step < kMostSteps && !pool.accepts_empty(at); ++step) {
    LanguageId nearest = kNothing;
    for (unsigned byte = 1; byte < 256 && nearest == kNothing; ++byte) {
      const LanguageId next = pool.next(at, static_cast<std::uint8_t>(byte));
      if (next != kNothing && pool.shortest(next) < pool.shortest(at)) nearest = next;
    }
    if (nearest == kNothing) {
      const CodePointRange others{1, 0x10FFFF};
      const LanguageId both[] = {language, pool.repeat(pool.code_points(std::span(&others, 1)), 0, std::nullopt)};
      return pool.is_empty(pool.intersect(both));
    }
    at = nearest;
  }
  return false;
}

// Whether a property too few could need one too many: what a dependency brings along comes all at once.
bool may_miss_both_bounds(const ObjectShape& object) {
  if (object.dependencies.empty() || !object.max_properties) return false;
  const auto count = [&](auto&& counts) {
    return static_cast<std::uint64_t>(std::count_if(object.properties.begin(), object.properties.end(), counts));
  };
  const std::uint64_t required = count([](const auto& property) { return property.required; });
  const std::uint64_t possible = count([](const auto& property) { return property.value != kNever; });
  return object.min_properties > required && (!object.other_keys.empty() || *object.max_properties < possible);
}

}  // namespace

// What has a NUL is never written.
void SchemaCompiler::leave_out_nul() {
  for (NodeId id = first_node_; id < into_.nodes.size(); ++id) {
    std::erase_if(into_.nodes[id].strings, [&](LanguageId content) { return needs_nul(pool_, content); });
    for (ObjectShape& object : into_.nodes[id].objects) {
      for (ObjectShape::Property& property : object.properties) {
        if (property.name.find('\0') != std::string::npos) property.value = kNever;
      }
    }
  }
}

void SchemaCompiler::finish() {
  if (options_.spelling == Spelling::kCanonical) {
    leave_out_nul();
  }
  Finisher finisher(pool_, into_, first_node_);
  const auto place = [this](std::size_t number) {
    const LiteralSet& set = pending_[number].second;  // in the order of the nodes
    return set.empty() ? std::string() : reader_.place_of(schema_of(set[0]));
  };
  finisher.find_lengths(place);
  const auto check = [&](NodeId& id) {
    if (finisher.length(id) == kNone) id = kNever;
  };
  for (NodeId id = first_node_; id < into_.nodes.size(); ++id) {
    ValueNode& node = into_.nodes[id];
    node.shortest = static_cast<std::uint32_t>(finisher.length(id));
    if (node.scalar != kNothing && pool_.is_empty(node.scalar)) node.scalar = kNothing;
    std::erase_if(node.strings, [&](LanguageId strings) { return pool_.is_empty(strings); });
    std::erase_if(node.objects, [&](const ObjectShape& object) { return finisher.length_of(object) == kNone; });
    std::erase_if(node.arrays, [&](const ArrayShape& array) { return finisher.length_of(array) == kNone; });
    for (ObjectShape& object : node.objects) {
      for (ObjectShape::Property& property : object.properties) check(property.value);
      // What requires something that cannot be there cannot be there, either.
      for (bool changed = true; changed;) {
        changed = false;
        for (const ObjectShape::Dependency& dependency : object.dependencies) {
          NodeId& value = object.properties[dependency.property].value;
          if (value == kNever) continue;
          const bool possible = std::none_of(dependency.required.begin(), dependency.required.end(),
                                             [&](auto other) { return object.properties[other].value == kNever; });
          if (possible) continue;
          value = kNever;
          changed = true;
        }
      }
      std::erase_if(object.dependencies,
                    [&](const auto& one) { return object.properties[one.property].value == kNever; });
      for (ObjectShape::OtherKeys& keys : object.other_keys) check(keys.value);
      std::erase_if(object.other_keys, [](const auto& keys) { return keys.value == kNever; });
      if (options_.spelling == Spelling::kCanonical && may_miss_both_bounds(object)) {
        refuse("dependencies of properties are not enforced beside both a least and a greatest number of properties",
               place(id - first_node_), "take away minProperties, maxProperties or the dependencies");
      }
    }
    for (ArrayShape& array : node.arrays) {
      for (ArrayShape::Item& item : array.prefix) {
        check(item.other);
        check(item.fitting);
      }
      check(array.rest.other);
      check(array.rest.fitting);
      for (std::size_t i = 0; i < array.prefix.size(); ++i) {
        if (array.prefix[i].other != kNever || array.prefix[i].fitting != kNever) continue;
        array.prefix.resize(i);
        array.max_items = std::min<std::uint64_t>(array.max_items.value_or(i), i);
        array.rest = {};
        break;
      }
      if (array.rest.other == kNever && array.rest.fitting == kNever) {
        array.max_items = std::min<std::uint64_t>(array.max_items.value_or(array.prefix.size()), array.prefix.size());
      }
    }
  }
  // Different items are told apart by their texts, which objects and arrays have too many of.
  for (const auto& [id, where] : unique_) {
    for (ArrayShape& array : into_.nodes[id].arrays) {
      if (!array.unique) continue;
      if (array.max_items && *array.max_items < 2) {
        array.unique = false;
        continue;
      }
      std::uint64_t fewest = kMaxUniqueCount;
      const auto look = [&, &place = where](NodeId item) {
        if (item == kNever) return;
        const ValueNode& node = into_.nodes[item];
        if (!node.objects.empty() || !node.arrays.empty()) {
          refuse("uniqueItems is enforced where no item is an object or an array", place,
                 "take it away, or say what the items are");
        }
        fewest = std::min(fewest, finisher.count_values(item));
      };
      for (const ArrayShape::Item& item : array.prefix) {
        look(item.other);
        look(item.fitting);
      }
      look(array.rest.other);
      look(array.rest.fitting);
      if (fewest >= kMaxUniqueCount) continue;
      const bool alike = array.prefix.empty() && array.rest.fitting == kNever;
      if (!alike) {
        refuse("uniqueItems of few values is enforced where all items have the same schema", where,
               "take it away, or use one schema in items");
      }
      array.max_items = std::min(array.max_items.value_or(fewest), fewest);
    }
  }
}

}  // namespace oree::decode
