#include "decode/schema_keywords.h"

#include <algorithm>
#include <array>
#include <string>

#include "oree/error.h"

namespace oree::decode {
namespace {

struct Row {
  std::string_view name;
  Keyword keyword;
  Holds holds = Holds::kNone;
  Dialect first = Dialect::kDraft4;
};

// Sorted by name. Keywords that a later draft took away stay known: they can only be meant as they were.
constexpr Row kRows[] = {
    {"$anchor", Keyword::kAnchor, Holds::kNone, Dialect::kDraft2019},
    {"$defs", Keyword::kDefs, Holds::kNamedSchemas},
    {"$dynamicAnchor", Keyword::kDynamicAnchor, Holds::kNone, Dialect::kDraft2020},
    {"$dynamicRef", Keyword::kDynamicRef, Holds::kNone, Dialect::kDraft2020},
    {"$id", Keyword::kId, Holds::kNone, Dialect::kDraft6},
    {"$recursiveRef", Keyword::kRecursiveRef, Holds::kNone, Dialect::kDraft2019},
    {"$ref", Keyword::kRef},
    {"$schema", Keyword::kSchema},
    {"additionalItems", Keyword::kAdditionalItems, Holds::kSchema},
    {"additionalProperties", Keyword::kAdditionalProperties, Holds::kSchema},
    {"allOf", Keyword::kAllOf, Holds::kSchemas},
    {"anyOf", Keyword::kAnyOf, Holds::kSchemas},
    {"const", Keyword::kConst, Holds::kNone, Dialect::kDraft6},
    {"contains", Keyword::kContains, Holds::kSchema, Dialect::kDraft6},
    {"definitions", Keyword::kDefinitions, Holds::kNamedSchemas},
    {"dependencies", Keyword::kDependencies, Holds::kSchemasOrNames},
    {"dependentRequired", Keyword::kDependentRequired, Holds::kNone, Dialect::kDraft2019},
    {"dependentSchemas", Keyword::kDependentSchemas, Holds::kNamedSchemas, Dialect::kDraft2019},
    {"else", Keyword::kElse, Holds::kSchema, Dialect::kDraft7},
    {"enum", Keyword::kEnum},
    {"exclusiveMaximum", Keyword::kExclusiveMaximum},
    {"exclusiveMinimum", Keyword::kExclusiveMinimum},
    {"format", Keyword::kFormat},
    {"id", Keyword::kOldId},
    {"if", Keyword::kIf, Holds::kSchema, Dialect::kDraft7},
    {"items", Keyword::kItems, Holds::kSchemaOrList},
    {"maxContains", Keyword::kMaxContains, Holds::kNone, Dialect::kDraft2019},
    {"maxItems", Keyword::kMaxItems},
    {"maxLength", Keyword::kMaxLength},
    {"maxProperties", Keyword::kMaxProperties},
    {"maximum", Keyword::kMaximum},
    {"minContains", Keyword::kMinContains, Holds::kNone, Dialect::kDraft2019},
    {"minItems", Keyword::kMinItems},
    {"minLength", Keyword::kMinLength},
    {"minProperties", Keyword::kMinProperties},
    {"minimum", Keyword::kMinimum},
    {"multipleOf", Keyword::kMultipleOf},
    {"not", Keyword::kNot, Holds::kSchema},
    {"oneOf", Keyword::kOneOf, Holds::kSchemas},
    {"pattern", Keyword::kPattern},
    {"patternProperties", Keyword::kPatternProperties, Holds::kNamedSchemas},
    {"prefixItems", Keyword::kPrefixItems, Holds::kSchemas, Dialect::kDraft2020},
    {"properties", Keyword::kProperties, Holds::kNamedSchemas},
    {"propertyNames", Keyword::kPropertyNames, Holds::kSchema, Dialect::kDraft6},
    {"required", Keyword::kRequired},
    {"then", Keyword::kThen, Holds::kSchema, Dialect::kDraft7},
    {"type", Keyword::kType},
    {"unevaluatedItems", Keyword::kUnevaluatedItems, Holds::kSchema, Dialect::kDraft2019},
    {"unevaluatedProperties", Keyword::kUnevaluatedProperties, Holds::kSchema, Dialect::kDraft2019},
    {"uniqueItems", Keyword::kUniqueItems},
    {kQuotedKeyword, Keyword::kQuoted},
};
static_assert(std::size(kRows) == kNKeywords);
static_assert(std::is_sorted(std::begin(kRows), std::end(kRows),
                             [](const Row& left, const Row& right) { return left.name < right.name; }));

constexpr std::array<std::uint8_t, kNKeywords> row_of_keyword() {
  std::array<std::uint8_t, kNKeywords> rows{};
  for (std::size_t i = 0; i < kNKeywords; ++i) {
    rows[static_cast<std::size_t>(kRows[i].keyword)] = static_cast<std::uint8_t>(i);
  }
  return rows;
}
constexpr std::array<std::uint8_t, kNKeywords> kRowOfKeyword = row_of_keyword();

}  // namespace

std::optional<Keyword> find_keyword(std::string_view name, Dialect dialect) noexcept {
  const auto found = std::lower_bound(std::begin(kRows), std::end(kRows), name,
                                      [](const Row& row, std::string_view wanted) { return row.name < wanted; });
  if (found == std::end(kRows) || found->name != name || found->first > dialect) return std::nullopt;
  if (found->keyword == Keyword::kOldId && dialect != Dialect::kDraft4) return std::nullopt;
  return found->keyword;
}

std::string_view keyword_name(Keyword keyword) noexcept {
  return kRows[kRowOfKeyword[static_cast<std::size_t>(keyword)]].name;
}

Holds holds(Keyword keyword) noexcept { return kRows[kRowOfKeyword[static_cast<std::size_t>(keyword)]].holds; }

std::optional<Dialect> dialect_of(std::string_view schema_uri) noexcept {
  if (schema_uri.ends_with('#')) schema_uri.remove_suffix(1);
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (schema_uri.starts_with(scheme)) {
      schema_uri.remove_prefix(scheme.size());
      break;
    }
  }
  if (schema_uri == "json-schema.org/draft-04/schema") return Dialect::kDraft4;
  if (schema_uri == "json-schema.org/draft-06/schema") return Dialect::kDraft6;
  if (schema_uri == "json-schema.org/draft-07/schema") return Dialect::kDraft7;
  if (schema_uri == "json-schema.org/draft/2019-09/schema") return Dialect::kDraft2019;
  if (schema_uri == "json-schema.org/draft/2020-12/schema") return Dialect::kDraft2020;
  return std::nullopt;
}

Dialect dialect_of(int number) {
  switch (number) {
    case 4:
      return Dialect::kDraft4;
    case 6:
      return Dialect::kDraft6;
    case 7:
      return Dialect::kDraft7;
    case 2019:
      return Dialect::kDraft2019;
    case 2020:
      return Dialect::kDraft2020;
    default:
      throw Error(ErrorCode::kUsage, "no draft " + std::to_string(number) + " of JSON Schema", "default_draft",
                  "4, 6, 7, 2019 or 2020");
  }
}

}  // namespace oree::decode
