// Whether a value fits a compiled schema, by walking both: what the runtime does byte by byte, done plainly.
#pragma once

#include <algorithm>
#include <set>
#include <string>

#include "decode/compiled_schema.h"
#include "decode/decimal.h"
#include "text/prompt_format.h"

namespace oree::decode::test {

class CompiledSchemaJudge {
 public:
  CompiledSchemaJudge(LanguagePool& pool, const CompiledSchema& compiled) : pool_(pool), compiled_(compiled) {}

  bool fits(NodeId id, const Json& value) {
    if (id == kNever) return false;
    const ValueNode& node = compiled_.nodes.at(id);
    if (value.is_string()) {
      const std::string& text = value.get_ref<const std::string&>();
      return std::any_of(node.strings.begin(), node.strings.end(),
                         [&](LanguageId language) { return pool_.accepts(language, text); }) ||
             pool_.accepts(node.scalar, text::dump_spaced(value));
    }
    if (value.is_object()) {
      return std::any_of(node.objects.begin(), node.objects.end(), [&](const auto& one) { return fits(one, value); });
    }
    if (value.is_array()) {
      return std::any_of(node.arrays.begin(), node.arrays.end(), [&](const auto& one) { return fits(one, value); });
    }
    const std::string text = value.dump();
    const bool has_exponent = value.is_number() && text.find('e') != text.npos;
    return pool_.accepts(node.scalar, has_exponent ? to_plain_string(parse_decimal(text)) : text);
  }

 private:
  bool fits(const ObjectShape& shape, const Json& value) {
    if (value.size() < shape.min_properties || value.size() > shape.max_properties.value_or(value.size())) return false;
    std::vector<bool> there(shape.properties.size());
    for (const auto& [name, member] : value.items()) {
      const auto named = std::find_if(shape.properties.begin(), shape.properties.end(),
                                      [&key = name](const auto& property) { return property.name == key; });
      NodeId node = kNever;
      if (named != shape.properties.end()) {
        there[static_cast<std::size_t>(named - shape.properties.begin())] = true;
        node = named->value;
      } else {
        int n_kinds = 0;  // the languages are disjoint
        for (const ObjectShape::OtherKeys& other : shape.other_keys) {
          if (!pool_.accepts(other.keys, name)) continue;
          node = other.value;
          ++n_kinds;
        }
        if (n_kinds > 1) return false;
      }
      if (!fits(node, member)) return false;
    }
    for (std::size_t i = 0; i < there.size(); ++i) {
      if (shape.properties[i].required && !there[i]) return false;
    }
    return std::all_of(shape.dependencies.begin(), shape.dependencies.end(), [&](const auto& one) {
      return !there[one.property] ||
             std::all_of(one.required.begin(), one.required.end(), [&](auto other) { return bool(there[other]); });
    });
  }

  bool fits(const ArrayShape& shape, const Json& value) {
    if (value.size() < shape.min_items || value.size() > shape.max_items.value_or(value.size())) return false;
    std::uint64_t n_fitting = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const ArrayShape::Item& item = i < shape.prefix.size() ? shape.prefix[i] : shape.rest;
      if (fits(item.fitting, value[i])) {
        ++n_fitting;
      } else if (!fits(item.other, value[i])) {
        return false;
      }
    }
    if (n_fitting < shape.min_contains) return false;
    if (shape.max_contains && n_fitting > *shape.max_contains) return false;
    if (!shape.unique) return true;
    std::set<std::string> texts;
    for (const Json& item : value) {
      const std::string text = item.is_number() ? to_plain_string(parse_decimal(item.dump())) : item.dump();
      if (!texts.insert(text).second) return false;
    }
    return true;
  }

  LanguagePool& pool_;
  const CompiledSchema& compiled_;
};

}  // namespace oree::decode::test
