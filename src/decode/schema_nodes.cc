// From a schema to nodes: a node for each set of literals that must hold together.
#include <algorithm>

#include "decode/json_value.h"
#include "decode/schema_combine.h"
#include "decode/schema_compiler.h"
#include "decode/schema_entered.h"
#include "oree/error.h"

namespace oree::decode {

std::size_t LiteralSetHash::operator()(const LiteralSet& set) const noexcept {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const Literal literal : set) hash = (hash ^ literal) * 0x9E3779B97F4A7C15U;
  return static_cast<std::size_t>(hash ^ hash >> 29U);
}

void normalise(LiteralSet& set) {
  std::erase(set, kAnything);
  if (set.size() < 2) return;
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set[i] != kNoValue && (i == 0 || set[i] != negate(set[i - 1]))) continue;
    set = {kNoValue};
    return;
  }
}

SchemaCompiler::SchemaCompiler(const Json& schema, const CompileOptions& options, LanguagePool& pool,
                               CompiledSchema& into)
    : options_(options),
      pool_(pool),
      into_(into),
      first_node_(static_cast<NodeId>(into.nodes.size())),
      reader_(schema, options),
      pool_bytes_before_(pool.n_bytes()) {}

const InPlace& SchemaCompiler::in_place(SchemaId id) {
  if (id < in_place_of_.size() && in_place_of_[id] != nullptr) return *in_place_of_[id];
  const Subschema& schema = reader_.subschema(id);
  InPlace parts;
  if (schema.reference) parts.all_of.push_back(*schema.reference);
  const auto read_list = [&](Keyword keyword, std::vector<Literal>& into) {
    const Json& list = *schema.at(keyword);
    for (std::size_t i = 0; i < list.size(); ++i) into.push_back(reader_.read(list[i], id, keyword, i));
  };
  if (schema.has(Keyword::kAllOf)) read_list(Keyword::kAllOf, parts.all_of);
  if (schema.has(Keyword::kAnyOf)) read_list(Keyword::kAnyOf, parts.any_of.emplace_back());
  if (!schema.any_of.empty()) parts.any_of.push_back(schema.any_of);
  if (schema.has(Keyword::kOneOf)) read_list(Keyword::kOneOf, parts.one_of);
  if (const Json* excluded = schema.at(Keyword::kNot)) parts.excluded = reader_.read(*excluded, id, Keyword::kNot);
  const Json* condition = schema.at(Keyword::kIf);
  const Json* then = schema.at(Keyword::kThen);
  const Json* otherwise = schema.at(Keyword::kElse);
  if (condition != nullptr && (then != nullptr || otherwise != nullptr || reader_.has_unevaluated())) {
    parts.condition = reader_.read(*condition, id, Keyword::kIf);
    if (then != nullptr) parts.then = reader_.read(*then, id, Keyword::kThen);
    if (otherwise != nullptr) parts.otherwise = reader_.read(*otherwise, id, Keyword::kElse);
  }
  if (in_place_of_.size() <= id) in_place_of_.resize(std::max<std::size_t>(reader_.size(), id + 1));
  in_place_of_[id] = &in_places_.emplace_back(std::move(parts));
  return *in_place_of_[id];
}

const std::vector<const Json*>* SchemaCompiler::values(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  const Json* list = schema.at(Keyword::kEnum);
  const Json* constant = schema.constant != nullptr ? schema.constant : schema.at(Keyword::kConst);
  if (list == nullptr && constant == nullptr) return nullptr;
  const auto [known, is_new] = values_.try_emplace(id);
  if (!is_new) return &known->second;
  if (list == nullptr) {
    known->second.push_back(constant);
  } else {
    for (const Json& value : *list) {
      if (constant == nullptr || equal_json(value, *constant)) known->second.push_back(&value);
    }
  }
  work(known->second.size(), id);
  return &known->second;
}

void SchemaCompiler::work(std::size_t amount, SchemaId at) {
  work_ += amount;
  if (pool_.n_bytes() > pool_bytes_before_ + kMaxSchemaLanguageBytes) {
    throw Error(ErrorCode::kLimit,
                "the texts the schema allows take more than kMaxSchemaLanguageBytes, " +
                    std::to_string(kMaxSchemaLanguageBytes) + " bytes, to follow",
                reader_.place_of(at), "use simpler patterns");
  }
  if (work_ <= kMaxSchemaWork) return;
  throw Error(ErrorCode::kLimit,
              "the schema puts more than kMaxSchemaWork, " + std::to_string(kMaxSchemaWork) + ", constraints together",
              reader_.place_of(at), "use a simpler schema");
}

std::optional<std::uint64_t> SchemaCompiler::maximum(SchemaId id, Keyword keyword) const {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 62U;
  const Json* value = reader_.subschema(id).at(keyword);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_float()) {
    return value->get<double>() < static_cast<double>(kMost) ? static_cast<std::uint64_t>(value->get<double>()) : kMost;
  }
  return std::min(value->get<std::uint64_t>(), kMost);
}

std::uint64_t SchemaCompiler::count(SchemaId id, Keyword keyword, std::uint64_t otherwise) const {
  return maximum(id, keyword).value_or(otherwise);
}

void SchemaCompiler::refuse(const std::string& what, const std::string& where, const std::string& hint) const {
  throw Error(ErrorCode::kUnsupported, what, where, hint.empty() ? "say it another way" : hint);
}

const Refusal* SchemaCompiler::refusal(std::string what, std::string where) {
  return &refusals_.emplace_back(Refusal{std::move(what), std::move(where), {}});
}

bool SchemaCompiler::is_empty(const LiteralSet& set, int depth) {
  if (set.empty()) return false;
  if (set[0] == kNoValue) return true;
  if (depth < 0) return false;
  const auto [known, is_new] = emptiness_.try_emplace(set, depth, false);
  if (!is_new && (known->second.second || known->second.first >= depth)) return known->second.second;
  known->second.first = depth;  // met again within itself: not seen to be empty
  work(set.size(), schema_of(set[0]));
  const auto decide = [&] {
    TypeSet constants = kAllTypes;
    for (const Literal literal : set) constants &= this->constants(literal);
    if (constants != 0) return false;
    LanguageId texts = pool_.any_text();
    for (const Literal literal : set) {
      const StringSet strings = this->strings(literal);
      if (strings.quoted != nullptr) return false;
      if (strings.texts != pool_.any_text()) texts = pool_.intersect(std::array{texts, strings.texts});
    }
    if (texts != kNothing && !pool_.is_empty(texts)) return false;
    std::vector<LanguageId> numbers;
    for (const Literal literal : set) {
      numbers.push_back(exact_numbers(literal));
      if (numbers.back() == kNothing) break;
    }
    if (numbers.back() != kNothing && !pool_.is_empty(pool_.intersect(numbers))) return false;
    const auto none_fits = [&](auto all, auto&& of_literal) {
      for (const Literal literal : set) {
        all = both(all, of_literal(literal), schema_of(literal));
        if (all.empty()) return true;
      }
      return std::all_of(all.begin(), all.end(), [&](const auto& one) { return is_empty(one, depth); });
    };
    return none_fits(
               std::vector<ObjectAlternative>(1), [&](Literal one) -> const auto& { return objects(one); }) &&
           none_fits(
               std::vector<ArrayAlternative>(1), [&](Literal one) -> const auto& { return arrays(one); });
  };
  bool empty = false;
  probes_.push_back(entered_.size());
  try {
    empty = decide();
  } catch (const UnfinishedSchema&) {
    probes_.pop_back();
    emptiness_.erase(set);
    return false;
  } catch (...) {
    probes_.pop_back();
    throw;
  }
  probes_.pop_back();
  emptiness_[set] = {depth, empty};
  return empty;
}

NodeId SchemaCompiler::node(LiteralSet set) {
  normalise(set);
  if (set.size() == 1 && set[0] == kNoValue) return kNever;
  const auto [known, is_new] = nodes_.try_emplace(std::move(set), 0);
  if (!is_new) return known->second;
  const auto id = static_cast<NodeId>(into_.nodes.size());
  if (id - first_node_ >= kMaxSchemaNodes) {
    throw Error(ErrorCode::kLimit,
                "the schema becomes more than kMaxSchemaNodes, " + std::to_string(kMaxSchemaNodes) + ", nodes",
                known->first.empty() ? "" : reader_.place_of(schema_of(known->first[0])), "use a simpler schema");
  }
  into_.nodes.emplace_back();
  known->second = id;
  pending_.emplace_back(id, known->first);
  return id;
}

LanguageId SchemaCompiler::scalar_texts(TypeSet constants, LanguageId numbers) {
  std::vector<std::string> texts;
  if ((constants & kNullType) != 0) texts.emplace_back("null");
  if ((constants & kFalseType) != 0) texts.emplace_back("false");
  if ((constants & kTrueType) != 0) texts.emplace_back("true");
  if (texts.empty()) return numbers;
  const LanguageId named = pool_.literals(texts);
  return numbers == kNothing ? named : pool_.unite(std::array{numbers, named});
}

void SchemaCompiler::build(NodeId id, const LiteralSet& set) {
  work(1 + set.size(), set.empty() ? 0 : schema_of(set[0]));
  TypeSet constants = kNullType | kFalseType | kTrueType;
  for (const Literal literal : set) constants &= this->constants(literal);

  LanguageId numbers = kNothing;
  std::vector<LanguageId> parts;
  for (const Literal literal : set) {
    parts.push_back(written_numbers(literal));
    if (parts.back() == kNothing) break;
  }
  if (parts.empty()) parts.push_back(written_numbers(kAnything));
  numbers = parts.size() == 1 ? parts[0] : pool_.intersect(parts);

  StringSet strings{pool_.any_text(), nullptr};
  for (const Literal literal : set) {
    const StringSet one = this->strings(literal);
    if (set.size() == 1) {
      strings = one;
      break;
    }
    if (one.quoted != nullptr) {
      refuse(std::string(kQuotedKeyword) + " is enforced for strings without other keywords only",
             reader_.place_of(schema_of(literal)), "take the other keywords away");
    }
    strings.texts = pool_.intersect(std::array{strings.texts, one.texts});
    if (strings.texts == kNothing) break;
  }

  std::vector<ObjectAlternative> objects(1);
  std::vector<ArrayAlternative> arrays(1);
  for (const Literal literal : set) {
    if (!objects.empty()) objects = both(objects, this->objects(literal), schema_of(literal));
    if (!arrays.empty()) arrays = both(arrays, this->arrays(literal), schema_of(literal));
  }

  ValueNode node;
  node.scalar = scalar_texts(constants, numbers);
  if (strings.quoted != nullptr) {
    node.scalar = pool_.unite(std::array{node.scalar, quotation(*strings.quoted)});
  }
  if (strings.texts != kNothing) node.strings.push_back(strings.texts);
  for (const ObjectAlternative& alternative : objects) {
    if (std::optional<ObjectShape> one = shape(alternative)) node.objects.push_back(std::move(*one));
  }
  for (const ArrayAlternative& alternative : arrays) {
    std::optional<ArrayShape> one = shape(alternative);
    if (!one) continue;
    if (one->unique) unique_.emplace_back(id, *alternative.unique);
    node.arrays.push_back(std::move(*one));
  }
  into_.nodes[id] = std::move(node);
}

NodeId SchemaCompiler::compile() {
  const NodeId root = node({reader_.root()});
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const auto [id, set] = pending_[i];
    try {
      build(id, set);
    } catch (const Error& error) {
      // A limit of the pool: it knows no schemas.
      if (!error.where().empty() || set.empty()) throw;
      throw Error(error.code(), error.what(), reader_.place_of(schema_of(set[0])), error.hint());
    }
  }
  finish();
  if (root == kNever || into_.nodes[root].shortest == kUnreachable) {
    throw Error(ErrorCode::kInvalid, "no value fits the schema", "", "correct the schema");
  }
  return root;
}

NodeId compile_schema(const Json& schema, const CompileOptions& options, LanguagePool& pool, CompiledSchema& into,
                      const std::string& place) {
  const std::size_t n_before = into.nodes.size();
  try {
    return SchemaCompiler(schema, options, pool, into).compile();
  } catch (const Error& error) {
    into.nodes.resize(n_before);
    throw Error(error.code(), error.what(), place + error.where(), error.hint());
  } catch (...) {
    into.nodes.resize(n_before);
    throw;
  }
}

}  // namespace oree::decode
