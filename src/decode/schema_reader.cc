#include "decode/schema_reader.h"

#include <algorithm>
#include <cmath>

#include "decode/json_value.h"
#include "decode/keyword_form.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

[[noreturn]] void throw_invalid(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kInvalid, what, where, "correct the schema");
}

std::optional<TypeSet> types_named(const Json& name) {
  const std::string* text = name.get_ptr<const std::string*>();
  if (text == nullptr) return std::nullopt;
  if (*text == "object") return kObjectType;
  if (*text == "array") return kArrayType;
  if (*text == "string") return kStringType;
  if (*text == "integer") return kIntegerType;
  if (*text == "number") return kNumberTypes;
  if (*text == "boolean") return kFalseType | kTrueType;
  if (*text == "null") return kNullType;
  return std::nullopt;
}

}  // namespace

TypeSet type_of(const Json& value) noexcept {
  switch (value.type()) {
    case Json::value_t::null:
      return kNullType;
    case Json::value_t::boolean:
      return value.get<bool>() ? kTrueType : kFalseType;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return kIntegerType;
    case Json::value_t::number_float: {
      const double number = value.get<double>();
      return std::isfinite(number) && number == std::floor(number) ? kIntegerType : kFractionType;
    }
    case Json::value_t::string:
      return kStringType;
    case Json::value_t::object:
      return kObjectType;
    case Json::value_t::array:
      return kArrayType;
    default:
      return 0;
  }
}

SchemaReader::SchemaReader(const Json& schema, const CompileOptions& options)
    : documents_(schema, options.default_draft, options.documents) {
  subschemas_.emplace_back();  // kAnything
  root_ = add(schema, 0, Subschema{});
}

Literal SchemaReader::read(const Json& schema, SchemaId parent, Keyword keyword) {
  if (const auto known = by_json_.find(&schema); known != by_json_.end()) return known->second;
  const Subschema& outer = subschemas_[parent];
  return add(schema, outer.resource, {.parent = parent, .depth = outer.depth + 1, .inside = keyword_name(keyword)});
}

Literal SchemaReader::read(const Json& schema, SchemaId parent, Keyword keyword, std::string_view name) {
  if (const auto known = by_json_.find(&schema); known != by_json_.end()) return known->second;
  const Subschema& outer = subschemas_[parent];
  return add(schema, outer.resource,
             {.parent = parent, .depth = outer.depth + 1, .inside = keyword_name(keyword), .name = name});
}

Literal SchemaReader::read(const Json& schema, SchemaId parent, Keyword keyword, std::size_t number) {
  if (const auto known = by_json_.find(&schema); known != by_json_.end()) return known->second;
  const Subschema& outer = subschemas_[parent];
  return add(schema, outer.resource,
             {.parent = parent,
              .depth = outer.depth + 1,
              .inside = keyword_name(keyword),
              .number = static_cast<std::uint32_t>(number)});
}

Literal SchemaReader::constant(const Json& value, SchemaId parent) {
  const auto [known, is_new] = by_constant_.try_emplace(&value, kAnything);
  if (!is_new) return known->second;
  const auto id = static_cast<SchemaId>(subschemas_.size());
  const Subschema& outer = subschemas_[parent];
  subschemas_.push_back({.resource = outer.resource, .parent = parent, .depth = outer.depth, .constant = &value});
  return known->second = literal_of(id);
}

Literal SchemaReader::any_of(std::vector<Literal> literals, SchemaId parent) {
  const auto id = static_cast<SchemaId>(subschemas_.size());
  const Subschema& outer = subschemas_[parent];
  subschemas_.push_back(
      {.resource = outer.resource, .parent = parent, .depth = outer.depth, .any_of = std::move(literals)});
  return literal_of(id);
}

Literal SchemaReader::add(const Json& schema, ResourceId resource, Subschema&& made) {
  const auto id = static_cast<SchemaId>(subschemas_.size());
  subschemas_.push_back(std::move(made));
  Subschema& subschema = subschemas_.back();
  subschema.json = &schema;
  if (subschema.depth > kMaxSchemaNesting) {
    throw Error(ErrorCode::kLimit,
                "the schema is nested deeper than kMaxSchemaNesting, " + std::to_string(kMaxSchemaNesting),
                place_of(id), "use a simpler schema");
  }
  if (id > 4 * kMaxSchemaNodes) {
    throw Error(ErrorCode::kLimit, "the schema has more than " + std::to_string(4 * kMaxSchemaNodes) + " subschemas",
                place_of(id), "use a simpler schema");
  }
  if (schema.is_boolean()) {
    const Literal literal = schema.get<bool>() ? kAnything : kNoValue;
    by_json_.emplace(&schema, literal);
    return literal;
  }
  if (!schema.is_object()) throw_invalid("a schema is an object, true or false", place_of(id));
  by_json_.emplace(&schema, literal_of(id));
  subschema.resource =
      schema.empty()
          ? resource
          : documents_.resource_of(schema, resource, subschema.inside.empty() ? subschema.place : place_of(id));
  read_keywords(subschema, id);
  return by_json_[&schema];
}

void SchemaReader::read_keywords(Subschema& subschema, SchemaId id) {
  const Dialect dialect = documents_.resource(subschema.resource).dialect;
  bool asserts = false;
  const Json* reference = nullptr;
  for (const auto& [name, value] : subschema.json->items()) {
    const std::optional<Keyword> keyword = find_keyword(name, dialect);
    if (!keyword || static_cast<std::size_t>(*keyword) >= kNAssertions) continue;
    if (*keyword == Keyword::kRef) reference = &value;
    subschema.keywords[static_cast<std::size_t>(*keyword)] = &value;
    asserts = true;
  }
  if (reference != nullptr && dialect <= Dialect::kDraft7) {
    subschema.keywords = {};  // what stands beside it is ignored
    subschema.keywords[static_cast<std::size_t>(Keyword::kRef)] = reference;
  }
  if (!asserts) {
    by_json_[subschema.json] = kAnything;
    return;
  }
  int n_keywords = 0;
  for (std::size_t i = 0; i < kNAssertions; ++i) {
    if (subschema.keywords[i] == nullptr) continue;
    ++n_keywords;
    check_keyword(static_cast<Keyword>(i), *subschema.keywords[i], *subschema.json, [&] { return place_of(id); });
  }
  if (const Json* type = subschema.at(Keyword::kType)) {
    TypeSet types = 0;
    if (type->is_array()) {
      for (const Json& name : *type) types |= types_named(name).value_or(0);
    } else {
      types = types_named(*type).value_or(0);
    }
    subschema.types = types;
  }
  has_unevaluated_ |= subschema.has(Keyword::kUnevaluatedItems) || subschema.has(Keyword::kUnevaluatedProperties);
  for (const Keyword keyword : {Keyword::kRef, Keyword::kDynamicRef, Keyword::kRecursiveRef}) {
    if (!subschema.has(keyword)) continue;
    if (subschema.reference) {
      throw Error(ErrorCode::kUnsupported, "two references in one schema cannot be enforced", place_of(id, keyword),
                  "put them into allOf");
    }
    subschema.reference = follow(id, *subschema.at(keyword), keyword);
    // A schema that is only a reference is what it refers to.
    if (n_keywords == 1 && schema_of(*subschema.reference) != id) by_json_[subschema.json] = *subschema.reference;
  }
}

Literal SchemaReader::follow(SchemaId id, const Json& reference, Keyword keyword) {
  const std::string where = place_of(id, keyword);
  const Subschema& from = subschemas_[id];
  if (n_following_ > kMaxSchemaNesting) {
    throw Error(ErrorCode::kLimit,
                "more references follow each other than kMaxSchemaNesting, " + std::to_string(kMaxSchemaNesting), where,
                "use a simpler schema");
  }
  if (keyword == Keyword::kRecursiveRef) {
    const Json& root = *documents_.resource(from.resource).root;
    const auto anchor = root.find("$recursiveAnchor");
    if (from.resource != 0 || (anchor != root.end() && *anchor == true && documents_.count_dynamic_anchors("") > 0)) {
      throw Error(ErrorCode::kUnsupported, "$recursiveRef is enforced within one schema only", where, "use $ref");
    }
  }
  SchemaLocation found = documents_.resolve(from.resource, reference.get_ref<const std::string&>(), where);
  if (keyword == Keyword::kDynamicRef && !found.dynamic_anchor.empty() &&
      documents_.count_dynamic_anchors(found.dynamic_anchor) > 1) {
    // Every way begins at the root: an anchor there is met first.
    const SchemaLocation* outermost = documents_.dynamic_anchor(0, found.dynamic_anchor);
    if (outermost != nullptr) found = *outermost;
    if (outermost == nullptr) {
      throw Error(ErrorCode::kUnsupported, "what $dynamicRef refers to depends on the way that leads there", where,
                  "use $ref");
    }
  }
  if (const auto known = by_json_.find(found.schema); known != by_json_.end()) return known->second;
  Subschema made;
  made.parent = id;
  made.depth = static_cast<int>(std::count(found.place.begin(), found.place.end(), '/'));
  made.place = found.place;
  ++n_following_;
  const Literal literal = add(*found.schema, found.resource, std::move(made));
  --n_following_;
  return literal;
}

std::string SchemaReader::place_of(SchemaId id) const {
  const Subschema* subschema = &subschemas_[id];
  std::string place;
  while (!subschema->inside.empty() || subschema->json == nullptr) {
    if (subschema->name.data() != nullptr) place.insert(0, "/" + pointer_part(subschema->name));
    if (subschema->number != Subschema::kNoNumber) place.insert(0, "/" + std::to_string(subschema->number));
    if (!subschema->inside.empty()) place.insert(0, "/" + std::string(subschema->inside));
    if (subschema == &subschemas_[subschema->parent]) break;
    subschema = &subschemas_[subschema->parent];
  }
  return subschema->place + place;
}

std::string SchemaReader::place_of(SchemaId id, Keyword keyword) const {
  return place_of(id) + "/" + std::string(keyword_name(keyword));
}

}  // namespace oree::decode
