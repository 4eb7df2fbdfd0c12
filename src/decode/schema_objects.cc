// What a schema says of objects.
#include <algorithm>

#include "decode/json_value.h"
#include "decode/schema_combine.h"
#include "decode/schema_compiler.h"
#include "decode/schema_entered.h"

namespace oree::decode {
namespace {

// Names of which each subset is looked at where one more name is asked for.
constexpr std::size_t kMaxSplitNames = 3;

template <class Alternative>
void hide_annotations(std::vector<Alternative>& alternatives) {
  for (Alternative& alternative : alternatives) {
    for (auto& entry : alternative.blocks) entry.annotates = false;
  }
}

template <class Item>
void append(std::vector<Item>& into, const std::vector<Item>& more) {
  into.insert(into.end(), more.begin(), more.end());
}

}  // namespace

ObjectAlternative merged(const ObjectAlternative& left, const ObjectAlternative& right) {
  ObjectAlternative together = left;
  for (const ObjectAlternative::Entry& entry : right.blocks) {
    const auto known = std::find_if(together.blocks.begin(), together.blocks.end(),
                                    [&entry](const auto& one) { return one.block == entry.block; });
    if (known == together.blocks.end()) {
      together.blocks.push_back(entry);
    } else {
      known->annotates |= entry.annotates;
    }
  }
  append(together.members, right.members);
  append(together.required, right.required);
  append(together.keys, right.keys);
  append(together.dependencies, right.dependencies);
  together.min_properties = std::max(left.min_properties, right.min_properties);
  if (right.max_properties) {
    together.max_properties = std::min(left.max_properties.value_or(*right.max_properties), *right.max_properties);
  }
  if (together.refusal == nullptr) together.refusal = right.refusal;
  return together;
}

std::size_t size_of(const ObjectAlternative& alternative) noexcept {
  return alternative.blocks.size() + alternative.members.size() + alternative.required.size() +
         alternative.dependencies.size();
}

const std::vector<ObjectAlternative>& SchemaCompiler::objects(Literal literal) {
  if (const auto found = objects_.find(literal); found != objects_.end()) return found->second;
  std::vector<ObjectAlternative> result;
  if (literal == kAnything) {
    result.resize(1);
  } else if (literal != kNoValue) {
    const Entered entered(*this, literal, 4);
    result = is_negated(literal) ? negative_objects(schema_of(literal)) : positive_objects(schema_of(literal));
  }
  return objects_.emplace(literal, std::move(result)).first->second;
}

ObjectAlternative SchemaCompiler::own_object(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  ObjectAlternative own;
  const Json* properties = schema.at(Keyword::kProperties);
  const Json* patterns = schema.at(Keyword::kPatternProperties);
  const Json* additional = schema.at(Keyword::kAdditionalProperties);
  if (properties != nullptr || patterns != nullptr || additional != nullptr) {
    ObjectBlock& block = object_blocks_.emplace_back();
    if (properties != nullptr) {
      block.properties.reserve(properties->size());
      for (const auto& [name, value] : properties->items()) {
        block.properties.emplace_back(name, reader_.read(value, id, Keyword::kProperties, name));
      }
      work(properties->size(), id);
    }
    if (patterns != nullptr) {
      for (const auto& [text, value] : patterns->items()) {
        const LanguageId keys = pattern(text, id, Keyword::kPatternProperties);
        block.patterns.push_back({keys, reader_.read(value, id, Keyword::kPatternProperties, text)});
      }
    }
    if (additional != nullptr) {
      block.has_additional = true;
      block.additional = reader_.read(*additional, id, Keyword::kAdditionalProperties);
    }
    block.index();
    own.blocks.push_back({&block, true});
  }
  if (const Json* required = schema.at(Keyword::kRequired)) {
    for (const Json& name : *required) own.required.emplace_back(name.get_ref<const std::string&>());
    work(required->size(), id);
  }
  if (const Json* names = schema.at(Keyword::kPropertyNames)) {
    own.keys.push_back(reader_.read(*names, id, Keyword::kPropertyNames));
  }
  own.min_properties = count(id, Keyword::kMinProperties, 0);
  own.max_properties = maximum(id, Keyword::kMaxProperties);
  for (const Keyword keyword : {Keyword::kDependentRequired, Keyword::kDependencies}) {
    if (!schema.has(keyword)) continue;
    for (const auto& [name, value] : schema.at(keyword)->items()) {
      if (value.is_array()) own.dependencies.push_back({name, &value});
    }
  }
  return own;
}

ObjectAlternative SchemaCompiler::constant_object(const Json& value, SchemaId id) {
  ObjectBlock& block = object_blocks_.emplace_back();
  block.has_additional = true;
  block.additional = kNoValue;
  ObjectAlternative constant;
  for (const auto& [name, member] : value.items()) {
    block.properties.emplace_back(name, reader_.constant(member, id));
    constant.required.emplace_back(name);
  }
  block.index();
  work(value.size(), id);
  constant.blocks.push_back({&block, false});
  return constant;
}

std::vector<ObjectAlternative> SchemaCompiler::other_object(const Json& value, SchemaId id) {
  std::vector<ObjectAlternative> others;
  ObjectAlternative larger;
  for (const auto& [name, member] : value.items()) {
    ObjectAlternative without, with;
    without.members.push_back({name, kNoValue});
    with.members.push_back({name, negate(reader_.constant(member, id))});
    with.required.emplace_back(name);
    add_either(others, {without, with}, id);
    larger.required.emplace_back(name);
  }
  larger.min_properties = value.size() + 1;
  add_either(others, {larger}, id);
  return others;
}

std::vector<ObjectAlternative> SchemaCompiler::positive_objects(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  if ((schema.types & kObjectType) == 0) return {};
  std::vector<ObjectAlternative> result;
  result.push_back(own_object(id));
  if (const auto* values = this->values(id)) {
    std::vector<ObjectAlternative> constants;
    for (const Json* value : *values) {
      if (value->is_object()) add_either(constants, {constant_object(*value, id)}, id);
    }
    if (constants.empty()) return {};
    result = both(result, constants, id);
  }
  result = combined(std::move(result), id);
  for (const Keyword keyword : {Keyword::kDependentSchemas, Keyword::kDependencies}) {
    if (!schema.has(keyword)) continue;
    for (const auto& [name, value] : schema.at(keyword)->items()) {
      if (value.is_array()) continue;
      std::vector<ObjectAlternative> either(1), with(1);
      either[0].members.push_back({name, kNoValue});
      with[0].required.emplace_back(name);
      add_either(either, both(with, objects(reader_.read(value, id, keyword, name)), id), id);
      result = both(result, either, id);
    }
  }
  if (schema.has(Keyword::kUnevaluatedProperties)) {
    for (ObjectAlternative& alternative : result) add_unevaluated(alternative, id);
  }
  return result;
}

// Keys that nothing evaluates in this alternative.
void SchemaCompiler::add_unevaluated(ObjectAlternative& alternative, SchemaId id) {
  ObjectBlock block;
  for (const ObjectAlternative::Entry& entry : alternative.blocks) {
    if (!entry.annotates) continue;
    if (entry.block->has_additional) return;  // all keys are evaluated
    for (const auto& [name, value] : entry.block->properties) block.properties.emplace_back(name, kAnything);
    for (const ObjectBlock::Pattern& one : entry.block->patterns) block.patterns.push_back({one.keys, kAnything});
  }
  block.has_additional = true;
  const Json& unevaluated = *reader_.subschema(id).at(Keyword::kUnevaluatedProperties);
  block.additional = reader_.read(unevaluated, id, Keyword::kUnevaluatedProperties);
  block.index();
  alternative.blocks.push_back({&object_blocks_.emplace_back(std::move(block)), true});
}

std::vector<ObjectAlternative> SchemaCompiler::negative_objects(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  std::vector<ObjectAlternative> result;
  const auto add = [&](ObjectAlternative alternative) { add_either(result, {std::move(alternative)}, id); };
  const auto refused = [&](Keyword keyword) {
    ObjectAlternative alternative;
    alternative.refusal = refusal("the opposite of " + std::string(keyword_name(keyword)) + " cannot be enforced here",
                                  reader_.place_of(id, keyword));
    return alternative;
  };
  const auto has_other = [&](std::string_view name, Literal value) {
    ObjectAlternative alternative;
    alternative.required.push_back(name);
    alternative.members.push_back({name, negate(value)});
    return alternative;
  };
  if ((schema.types & kObjectType) == 0) return std::vector<ObjectAlternative>(1);
  if (const auto* values = this->values(id)) {
    std::vector<ObjectAlternative> others(1);
    for (const Json* value : *values) {
      if (value->is_object()) others = both(others, other_object(*value, id), id);
    }
    add_either(result, others, id);
  }
  const ObjectAlternative own = own_object(id);
  for (const std::string_view name : own.required) {
    ObjectAlternative alternative;
    alternative.members.push_back({name, kNoValue});
    add(std::move(alternative));
  }
  if (own.min_properties > 0) {
    ObjectAlternative alternative;
    alternative.max_properties = own.min_properties - 1;
    add(std::move(alternative));
  }
  if (own.max_properties) {
    ObjectAlternative alternative;
    alternative.min_properties = *own.max_properties + 1;
    add(std::move(alternative));
  }
  for (const ObjectAlternative::Dependency& dependency : own.dependencies) {
    for (const Json& name : *dependency.required) {
      ObjectAlternative alternative;
      alternative.required.push_back(dependency.property);
      alternative.members.push_back({name.get_ref<const std::string&>(), kNoValue});
      add(std::move(alternative));
    }
  }
  if (!own.keys.empty() && own.keys[0] != kAnything && strings(own.keys[0]).texts != pool_.any_text()) {
    if (own.keys[0] == kNoValue) {
      ObjectAlternative alternative;
      alternative.min_properties = 1;
      add(std::move(alternative));
    } else {
      add(refused(Keyword::kPropertyNames));
    }
  }
  for (const ObjectAlternative::Entry& entry : own.blocks) {
    const ObjectBlock& block = *entry.block;
    for (const auto& [name, value] : block.properties) {
      if (value != kAnything) add(has_other(name, value));
    }
    for (const ObjectBlock::Pattern& one : block.patterns) {
      if (one.value != kAnything) add(refused(Keyword::kPatternProperties));
    }
    if (block.additional == kAnything) continue;
    if (block.additional != kNoValue || !block.patterns.empty() || block.properties.size() > kMaxSplitNames) {
      add(refused(Keyword::kAdditionalProperties));
      continue;
    }
    // A key beside the names: one more than those of the names that are there.
    for (std::size_t there = 0; there < std::size_t{1} << block.properties.size(); ++there) {
      ObjectAlternative alternative;
      for (std::size_t i = 0; i < block.properties.size(); ++i) {
        const std::string_view name = block.properties[i].first;
        if ((there >> i & 1U) != 0) {
          alternative.required.push_back(name);
        } else {
          alternative.members.push_back({name, kNoValue});
        }
      }
      alternative.min_properties = alternative.required.size() + 1;
      add(std::move(alternative));
    }
  }
  for (const Keyword keyword : {Keyword::kDependentSchemas, Keyword::kDependencies}) {
    if (!schema.has(keyword)) continue;
    for (const auto& [name, value] : schema.at(keyword)->items()) {
      if (value.is_array()) continue;
      std::vector<ObjectAlternative> with(1);
      with[0].required.emplace_back(name);
      add_either(result, both(with, objects(negate(reader_.read(value, id, keyword, name))), id), id);
    }
  }
  if (schema.has(Keyword::kUnevaluatedProperties)) add(refused(Keyword::kUnevaluatedProperties));
  add_combined_negations(result, id);
  hide_annotations(result);
  return result;
}

LiteralSet SchemaCompiler::value_of(const ObjectAlternative& alternative, std::string_view name) {
  LiteralSet set;
  for (const ObjectAlternative::Entry& entry : alternative.blocks) {
    const Literal* own = entry.block->find(name);
    bool evaluated = own != nullptr;
    if (evaluated) set.push_back(*own);
    for (const ObjectBlock::Pattern& one : entry.block->patterns) {
      if (!pool_.accepts(one.keys, name)) continue;
      evaluated = true;
      set.push_back(one.value);
    }
    if (!evaluated) set.push_back(entry.block->additional);
  }
  for (const ObjectAlternative::Member& member : alternative.members) {
    if (member.name == name) set.push_back(member.value);
  }
  for (const Literal keys : alternative.keys) {
    if (!pool_.accepts(strings(keys).texts, name)) set.push_back(kNoValue);
  }
  normalise(set);
  return set;
}

bool SchemaCompiler::clash(const ObjectAlternative& one, const ObjectAlternative& other) {
  constexpr std::size_t kMost = 8;  // names and values looked at
  const auto few_values = [&](const ObjectAlternative& alternative, std::string_view name) -> const auto* {
    for (const ObjectAlternative::Entry& entry : alternative.blocks) {
      const Literal* value = entry.block->find(name);
      if (value == nullptr || *value == kAnything || is_negated(*value)) continue;
      const auto* values = this->values(schema_of(*value));
      if (values != nullptr && values->size() <= kMost) return values;
    }
    return static_cast<const std::vector<const Json*>*>(nullptr);
  };
  const auto differ = [&](const std::vector<std::string_view>& names) {
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) {
      const auto* left = few_values(one, names[i]);
      const auto* right = left == nullptr ? nullptr : few_values(other, names[i]);
      if (right == nullptr) continue;
      const bool common = std::any_of(left->begin(), left->end(), [&](const Json* a) {
        return std::any_of(right->begin(), right->end(), [&](const Json* b) { return equal_json(*a, *b); });
      });
      if (!common) return true;
    }
    return false;
  };
  return differ(one.required) || differ(other.required);
}

bool SchemaCompiler::is_empty(const ObjectAlternative& alternative, int depth) {
  if (alternative.max_properties && (alternative.min_properties > *alternative.max_properties)) return true;
  for (const std::string_view name : alternative.required) {
    LiteralSet value = value_of(alternative, name);
    if (is_empty(value, depth - 1)) return true;
  }
  return false;
}

}  // namespace oree::decode
