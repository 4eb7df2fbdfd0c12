// The shape of objects that fit one alternative.
#include <algorithm>
#include <unordered_map>

#include "decode/schema_combine.h"
#include "decode/schema_compiler.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxKeyLanguages = 256;

}  // namespace

std::optional<ObjectShape> SchemaCompiler::shape(const ObjectAlternative& alternative) {
  if (alternative.refusal != nullptr) {
    if (is_empty(alternative, kEmptinessDepth + 1)) return std::nullopt;
    refuse(alternative.refusal->what, alternative.refusal->where, alternative.refusal->hint);
  }
  ObjectShape shape;
  std::unordered_map<std::string_view, std::uint32_t> places;
  std::vector<std::string_view> names;
  const auto place = [&](std::string_view name) {
    const auto [known, is_new] = places.try_emplace(name, static_cast<std::uint32_t>(names.size()));
    if (is_new) names.push_back(name);
    return known->second;
  };
  for (const ObjectAlternative::Entry& entry : alternative.blocks) {
    for (const auto& [name, value] : entry.block->properties) place(name);
  }
  for (const std::string_view name : alternative.required) place(name);
  for (const ObjectAlternative::Member& member : alternative.members) place(member.name);
  for (const ObjectAlternative::Dependency& dependency : alternative.dependencies) {
    place(dependency.property);
    for (const Json& name : *dependency.required) place(name.get_ref<const std::string&>());
  }
  work(names.size() * (1 + alternative.blocks.size()), 0);

  std::vector<bool> required(names.size());
  for (const std::string_view name : alternative.required) required[place(name)] = true;
  for (const ObjectAlternative::Dependency& dependency : alternative.dependencies) {
    ObjectShape::Dependency one{place(dependency.property), {}};
    for (const Json& name : *dependency.required) one.required.push_back(place(name.get_ref<const std::string&>()));
    if (!one.required.empty()) shape.dependencies.push_back(std::move(one));
  }
  // What a required property requires is required, too.
  for (bool changed = true; changed;) {
    changed = false;
    for (const ObjectShape::Dependency& dependency : shape.dependencies) {
      if (!required[dependency.property]) continue;
      for (const std::uint32_t other : dependency.required) {
        changed |= !required[other];
        required[other] = true;
      }
    }
  }
  std::erase_if(shape.dependencies, [&](const auto& one) { return static_cast<bool>(required[one.property]); });

  const bool simple = alternative.blocks.size() == 1 && alternative.blocks[0].block->patterns.empty() &&
                      alternative.members.empty() && alternative.keys.empty();
  shape.properties.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    ObjectShape::Property property{std::string(names[i]), kNever, required[i]};
    const ObjectBlock* block = simple ? alternative.blocks[0].block : nullptr;
    // The first names are those of the first block, in its order.
    if (simple && i < block->properties.size()) {
      property.value = node({block->properties[i].second});
    } else {
      property.value = node(value_of(alternative, names[i]));
    }
    if (property.required && property.value == kNever) return std::nullopt;
    shape.properties.push_back(std::move(property));
  }
  shape.min_properties = alternative.min_properties;
  shape.max_properties = alternative.max_properties;
  const auto n_required = static_cast<std::uint64_t>(std::count(required.begin(), required.end(), true));
  if (shape.max_properties && *shape.max_properties < std::max(n_required, shape.min_properties)) return std::nullopt;
  if (shape.max_properties && *shape.max_properties == n_required) {
    for (std::size_t i = 0; i < shape.properties.size(); ++i) {
      if (!required[i]) shape.properties[i].value = kNever;
    }
    shape.dependencies.clear();
  } else {
    shape.other_keys = other_keys(alternative, shape.properties);
  }
  return shape;
}

// Keys that are no names: parted by the patterns they match.
std::vector<ObjectShape::OtherKeys> SchemaCompiler::other_keys(const ObjectAlternative& alternative,
                                                               const std::vector<ObjectShape::Property>& properties) {
  struct Part {
    LanguageId keys;
    LiteralSet value;
    bool named = false;    // by a pattern or by additionalProperties
    bool matched = false;  // by a pattern of the block looked at
    bool parted = false;   // so that it may be empty
  };
  for (const ObjectAlternative::Entry& entry : alternative.blocks) {
    if (entry.block->patterns.empty() && entry.block->additional == kNoValue) return {};
  }
  LanguageId all = pool_.any_text();
  if (!properties.empty()) {
    std::vector<std::string> names;
    names.reserve(properties.size());
    for (const ObjectShape::Property& property : properties) names.push_back(property.name);
    all = pool_.intersect(std::array{all, pool_.complement(pool_.literals(names))});
  }
  std::vector<Part> parts;
  parts.push_back({all, {}});
  for (const ObjectAlternative::Entry& entry : alternative.blocks) {
    for (Part& part : parts) part.matched = false;
    for (const ObjectBlock::Pattern& pattern : entry.block->patterns) {
      std::vector<Part> next;
      for (Part& part : parts) {
        work(1, 0);
        const LanguageId inside = pool_.intersect(std::array{part.keys, pattern.keys});
        if (inside == kNothing || pool_.is_empty(inside)) {
          next.push_back(std::move(part));
          continue;
        }
        const LanguageId outside = pool_.intersect(std::array{part.keys, pool_.complement(pattern.keys)});
        if (outside != kNothing && !pool_.is_empty(outside)) {
          next.push_back(part);
          next.back().keys = outside;
        }
        part.keys = inside;
        part.value.push_back(pattern.value);
        part.named = part.matched = true;
        next.push_back(std::move(part));
      }
      parts = std::move(next);
      if (parts.size() > kMaxKeyLanguages) {
        throw Error(ErrorCode::kLimit,
                    "patternProperties part the keys into more than " + std::to_string(kMaxKeyLanguages) + " kinds", "",
                    "use fewer patterns that match the same keys");
      }
    }
    for (Part& part : parts) {
      if (part.matched) continue;
      part.value.push_back(entry.block->additional);
      part.named |= entry.block->has_additional;
    }
  }
  std::vector<ObjectShape::OtherKeys> result;
  for (Part& part : parts) {
    if (!options_.unnamed_keys && !part.named && !properties.empty()) continue;
    bool narrowed = false;
    for (const Literal keys : alternative.keys) {
      const LanguageId texts = strings(keys).texts;
      if (texts == pool_.any_text()) continue;
      part.keys = pool_.intersect(std::array{part.keys, texts});
      narrowed = true;
    }
    if (narrowed && pool_.is_empty(part.keys)) continue;
    const NodeId value = node(std::move(part.value));
    if (value != kNever) result.push_back({part.keys, value});
  }
  return result;
}

}  // namespace oree::decode
