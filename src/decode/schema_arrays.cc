// What a schema says of arrays.
#include <algorithm>

#include "decode/schema_combine.h"
#include "decode/schema_compiler.h"
#include "decode/schema_entered.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxPrefix = 4096;  // items that each have a place of their own

}  // namespace

ArrayAlternative merged(const ArrayAlternative& left, const ArrayAlternative& right) {
  ArrayAlternative together = left;
  for (const ArrayAlternative::Entry& entry : right.blocks) {
    const auto known = std::find_if(together.blocks.begin(), together.blocks.end(),
                                    [&entry](const auto& one) { return one.block == entry.block; });
    if (known == together.blocks.end()) {
      together.blocks.push_back(entry);
    } else {
      known->annotates |= entry.annotates;
    }
  }
  together.items.insert(together.items.end(), right.items.begin(), right.items.end());
  for (const ArrayAlternative::Contains& contains : right.contains) {
    const auto known = std::find_if(together.contains.begin(), together.contains.end(), [&](const auto& one) {
      return one.value == contains.value && one.from == contains.from;
    });
    if (known == together.contains.end()) {
      together.contains.push_back(contains);
      continue;
    }
    known->min = std::max(known->min, contains.min);
    if (contains.max) known->max = std::min(known->max.value_or(*contains.max), *contains.max);
    known->annotates |= contains.annotates;
  }
  together.min_items = std::max(left.min_items, right.min_items);
  if (right.max_items) together.max_items = std::min(left.max_items.value_or(*right.max_items), *right.max_items);
  if (!together.unique) together.unique = right.unique;
  if (together.refusal == nullptr) together.refusal = right.refusal;
  return together;
}

std::size_t size_of(const ArrayAlternative& alternative) noexcept {
  return alternative.blocks.size() + alternative.items.size() + alternative.contains.size();
}

const std::vector<ArrayAlternative>& SchemaCompiler::arrays(Literal literal) {
  if (const auto found = arrays_.find(literal); found != arrays_.end()) return found->second;
  std::vector<ArrayAlternative> result;
  if (literal == kAnything) {
    result.resize(1);
  } else if (literal != kNoValue) {
    const Entered entered(*this, literal, 5);
    result = is_negated(literal) ? negative_arrays(schema_of(literal)) : positive_arrays(schema_of(literal));
  }
  return arrays_.emplace(literal, std::move(result)).first->second;
}

const ArrayBlock* SchemaCompiler::array_block(SchemaId id) {
  const auto [known, is_new] = array_block_of_.try_emplace(id, nullptr);
  if (!is_new) return known->second;
  const Subschema& schema = reader_.subschema(id);
  const Json* items = schema.at(Keyword::kItems);
  const Json* prefix = schema.at(Keyword::kPrefixItems);
  if (items == nullptr && prefix == nullptr) return nullptr;
  ArrayBlock block;
  const auto add_prefix = [&](const Json& list, Keyword keyword) {
    if (list.size() > kMaxPrefix) {
      throw Error(ErrorCode::kLimit,
                  std::to_string(list.size()) + " schemas of items; the limit is " + std::to_string(kMaxPrefix),
                  reader_.place_of(id, keyword), "use fewer");
    }
    for (std::size_t i = 0; i < list.size(); ++i) block.prefix.push_back(reader_.read(list[i], id, keyword, i));
  };
  if (prefix != nullptr) add_prefix(*prefix, Keyword::kPrefixItems);
  if (items != nullptr && !items->is_array()) {
    block.has_rest = true;
    block.rest = reader_.read(*items, id, Keyword::kItems);
  } else if (items != nullptr && prefix == nullptr) {
    add_prefix(*items, Keyword::kItems);
    if (const Json* rest = schema.at(Keyword::kAdditionalItems)) {
      block.has_rest = true;
      block.rest = reader_.read(*rest, id, Keyword::kAdditionalItems);
    }
  }
  return known->second = &array_blocks_.emplace_back(std::move(block));
}

ArrayAlternative SchemaCompiler::own_array(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  ArrayAlternative own;
  if (const ArrayBlock* block = array_block(id)) own.blocks.push_back({block, true});
  own.min_items = count(id, Keyword::kMinItems, 0);
  own.max_items = maximum(id, Keyword::kMaxItems);
  if (const Json* contains = schema.at(Keyword::kContains)) {
    ArrayAlternative::Contains one{.value = reader_.read(*contains, id, Keyword::kContains),
                                   .min = count(id, Keyword::kMinContains, 1),
                                   .max = maximum(id, Keyword::kMaxContains),
                                   .annotates = reader_.dialect(id) == Dialect::kDraft2020,
                                   .where = reader_.place_of(id, Keyword::kContains)};
    own.contains.push_back(std::move(one));
  }
  if (const Json* unique = schema.at(Keyword::kUniqueItems); unique != nullptr && unique->get<bool>()) {
    own.unique = reader_.place_of(id, Keyword::kUniqueItems);
  }
  return own;
}

ArrayAlternative SchemaCompiler::constant_array(const Json& value, SchemaId id) {
  ArrayBlock block;
  for (const Json& item : value) block.prefix.push_back(reader_.constant(item, id));
  block.has_rest = true;
  block.rest = kNoValue;
  ArrayAlternative constant;
  constant.blocks.push_back({&array_blocks_.emplace_back(std::move(block)), false});
  constant.min_items = value.size();
  constant.max_items = value.size();
  work(value.size(), id);
  return constant;
}

std::vector<ArrayAlternative> SchemaCompiler::other_array(const Json& value, SchemaId id) {
  std::vector<ArrayAlternative> others;
  for (std::size_t i = 0; i < value.size(); ++i) {
    ArrayAlternative other;
    other.min_items = i + 1;
    other.items.push_back({i, negate(reader_.constant(value[i], id))});
    add_either(others, {other}, id);
  }
  ArrayAlternative longer;
  longer.min_items = value.size() + 1;
  add_either(others, {longer}, id);
  if (!value.empty()) {
    ArrayAlternative shorter;
    shorter.max_items = value.size() - 1;
    add_either(others, {shorter}, id);
  }
  return others;
}

std::vector<ArrayAlternative> SchemaCompiler::positive_arrays(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  if ((schema.types & kArrayType) == 0) return {};
  std::vector<ArrayAlternative> result;
  result.push_back(own_array(id));
  if (const auto* values = this->values(id)) {
    std::vector<ArrayAlternative> constants;
    for (const Json* value : *values) {
      if (value->is_array()) add_either(constants, {constant_array(*value, id)}, id);
    }
    if (constants.empty()) return {};
    result = both(result, constants, id);
  }
  result = combined(std::move(result), id);
  if (schema.has(Keyword::kUnevaluatedItems)) {
    for (ArrayAlternative& alternative : result) add_unevaluated(alternative, id);
  }
  return result;
}

// Items that nothing evaluates in this alternative. What fits contains is evaluated.
void SchemaCompiler::add_unevaluated(ArrayAlternative& alternative, SchemaId id) {
  ArrayBlock block;
  for (const ArrayAlternative::Entry& entry : alternative.blocks) {
    if (!entry.annotates) continue;
    if (entry.block->has_rest) return;
    block.prefix.resize(std::max(block.prefix.size(), entry.block->prefix.size()), kAnything);
  }
  const Json& unevaluated = *reader_.subschema(id).at(Keyword::kUnevaluatedItems);
  block.has_rest = true;
  block.rest = reader_.read(unevaluated, id, Keyword::kUnevaluatedItems);
  std::vector<Literal> either = {block.rest};
  for (const ArrayAlternative::Contains& contains : alternative.contains) {
    if (contains.annotates) either.push_back(contains.value);
  }
  if (either.size() > 1) block.rest = reader_.any_of(std::move(either), id);
  alternative.blocks.push_back({&array_blocks_.emplace_back(std::move(block)), true});
}

std::vector<ArrayAlternative> SchemaCompiler::negative_arrays(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  std::vector<ArrayAlternative> result;
  const auto add = [&](ArrayAlternative alternative) { add_either(result, {std::move(alternative)}, id); };
  const auto refused = [&](Keyword keyword) {
    ArrayAlternative alternative;
    alternative.refusal = refusal("the opposite of " + std::string(keyword_name(keyword)) + " cannot be enforced here",
                                  reader_.place_of(id, keyword));
    return alternative;
  };
  const auto some = [&](Literal value, std::uint64_t from, std::uint64_t min, std::optional<std::uint64_t> max,
                        Keyword keyword) {
    ArrayAlternative alternative;
    alternative.contains.push_back({.value = value,
                                    .from = from,
                                    .min = min,
                                    .max = max,
                                    .annotates = false,
                                    .where = reader_.place_of(id, keyword)});
    return alternative;
  };
  if ((schema.types & kArrayType) == 0) return std::vector<ArrayAlternative>(1);
  if (const auto* values = this->values(id)) {
    std::vector<ArrayAlternative> others(1);
    for (const Json* value : *values) {
      if (value->is_array()) others = both(others, other_array(*value, id), id);
    }
    add_either(result, others, id);
  }
  const ArrayAlternative own = own_array(id);
  if (own.min_items > 0) {
    ArrayAlternative alternative;
    alternative.max_items = own.min_items - 1;
    add(std::move(alternative));
  }
  if (own.max_items) {
    ArrayAlternative alternative;
    alternative.min_items = *own.max_items + 1;
    add(std::move(alternative));
  }
  if (own.unique) add(refused(Keyword::kUniqueItems));
  for (const ArrayAlternative::Entry& entry : own.blocks) {
    const ArrayBlock& block = *entry.block;
    for (std::size_t i = 0; i < block.prefix.size(); ++i) {
      if (block.prefix[i] == kAnything) continue;
      ArrayAlternative alternative;
      alternative.min_items = i + 1;
      alternative.items.push_back({i, negate(block.prefix[i])});
      add(std::move(alternative));
    }
    if (block.rest == kNoValue) {
      ArrayAlternative alternative;
      alternative.min_items = block.prefix.size() + 1;
      add(std::move(alternative));
    } else if (block.rest != kAnything) {
      add(some(negate(block.rest), block.prefix.size(), 1, std::nullopt, Keyword::kItems));
    }
  }
  for (const ArrayAlternative::Contains& contains : own.contains) {
    if (contains.min > 0) add(some(contains.value, 0, 0, contains.min - 1, Keyword::kContains));
    if (contains.max) add(some(contains.value, 0, *contains.max + 1, std::nullopt, Keyword::kMaxContains));
  }
  if (schema.has(Keyword::kUnevaluatedItems)) add(refused(Keyword::kUnevaluatedItems));
  add_combined_negations(result, id);
  for (ArrayAlternative& alternative : result) {
    for (ArrayAlternative::Entry& entry : alternative.blocks) entry.annotates = false;
    for (ArrayAlternative::Contains& contains : alternative.contains) contains.annotates = false;
  }
  return result;
}

LiteralSet SchemaCompiler::value_at(const ArrayAlternative& alternative, std::uint64_t position) {
  LiteralSet set;
  for (const ArrayAlternative::Entry& entry : alternative.blocks) {
    const ArrayBlock& block = *entry.block;
    set.push_back(position < block.prefix.size() ? block.prefix[position] : block.rest);
  }
  for (const ArrayAlternative::Item& item : alternative.items) {
    if (item.position == position) set.push_back(item.value);
  }
  for (const ArrayAlternative::Contains& contains : alternative.contains) {
    if (contains.max == 0u && position >= contains.from) set.push_back(negate(contains.value));
  }
  normalise(set);
  return set;
}

bool SchemaCompiler::is_empty(const ArrayAlternative& alternative, int depth) {
  if (alternative.max_items && alternative.min_items > *alternative.max_items) return true;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(alternative.min_items, 4); ++i) {
    if (is_empty(value_at(alternative, i), depth - 1)) return true;
  }
  for (const ArrayAlternative::Item& item : alternative.items) {
    if (item.position < alternative.min_items && is_empty(value_at(alternative, item.position), depth - 1)) return true;
  }
  return false;
}

std::optional<ArrayShape> SchemaCompiler::shape(const ArrayAlternative& alternative) {
  if (alternative.refusal != nullptr) {
    if (is_empty(alternative, kEmptinessDepth + 1)) return std::nullopt;
    refuse(alternative.refusal->what, alternative.refusal->where, alternative.refusal->hint);
  }
  const ArrayAlternative::Contains* counted = nullptr;
  for (const ArrayAlternative::Contains& contains : alternative.contains) {
    if (contains.max == 0u) {
      if (contains.min > 0) return std::nullopt;
      continue;  // value_at leaves them out
    }
    if (contains.min == 0 && !contains.max) continue;
    if (counted != nullptr) {
      if (is_empty(alternative, kEmptinessDepth + 1)) return std::nullopt;
      refuse("a second contains cannot be enforced beside the first", contains.where);
    }
    counted = &contains;
  }
  ArrayShape shape;
  shape.min_items = alternative.min_items;
  shape.max_items = alternative.max_items;
  shape.unique = alternative.unique.has_value();
  if (counted != nullptr) {
    shape.min_contains = counted->min;
    shape.max_contains = counted->max;
    if (counted->max && *counted->max < counted->min) return std::nullopt;
    shape.min_items = std::max(shape.min_items, counted->min + counted->from * (counted->min > 0 ? 1 : 0));
  }
  if (shape.max_items && *shape.max_items < shape.min_items) return std::nullopt;

  std::size_t prefix = 0;
  for (const ArrayAlternative::Entry& entry : alternative.blocks) prefix = std::max(prefix, entry.block->prefix.size());
  for (const ArrayAlternative::Item& item : alternative.items) prefix = std::max(prefix, item.position + 1);
  for (const ArrayAlternative::Contains& contains : alternative.contains) prefix = std::max(prefix, contains.from);
  if (shape.max_items) prefix = std::min(prefix, static_cast<std::size_t>(*shape.max_items));
  if (prefix > kMaxPrefix) {
    throw Error(ErrorCode::kLimit, "an item of its own at position " + std::to_string(prefix), "",
                "use a simpler schema");
  }
  work(prefix, 0);

  const auto item = [&](std::uint64_t position) -> ArrayShape::Item {
    const LiteralSet value = value_at(alternative, position);
    if (counted == nullptr || position < counted->from) return {node(value), kNever};
    LiteralSet fitting = value, other = value;
    fitting.push_back(counted->value);
    if (counted->max) other.push_back(negate(counted->value));
    return {node(std::move(other)), node(std::move(fitting))};
  };
  for (std::size_t i = 0; i < prefix; ++i) shape.prefix.push_back(item(i));
  if (!shape.max_items || *shape.max_items > prefix) shape.rest = item(prefix);
  return shape;
}

}  // namespace oree::decode
