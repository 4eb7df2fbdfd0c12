// The keywords of JSON Schema, drafts 4 to 2020-12, and where each holds subschemas.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace oree::decode {

// Ours, on strings: true marks a value that repeats words of the conversation, a string such as " at " one that does so
// once, or twice with that string between (docs/tools.md).
inline constexpr const char* kQuotedKeyword = "x-oree-quoted";

enum class Dialect : std::uint8_t { kDraft4, kDraft6, kDraft7, kDraft2019, kDraft2020 };

// Those that change what a schema means; the others are annotations.
enum class Keyword : std::uint8_t {
  kAdditionalItems,
  kAdditionalProperties,
  kAllOf,
  kAnyOf,
  kConst,
  kContains,
  kDependencies,
  kDependentRequired,
  kDependentSchemas,
  kDynamicRef,
  kElse,
  kEnum,
  kExclusiveMaximum,
  kExclusiveMinimum,
  kFormat,
  kIf,
  kItems,
  kMaxContains,
  kMaxItems,
  kMaxLength,
  kMaxProperties,
  kMaximum,
  kMinContains,
  kMinItems,
  kMinLength,
  kMinProperties,
  kMinimum,
  kMultipleOf,
  kNot,
  kOneOf,
  kPattern,
  kPatternProperties,
  kPrefixItems,
  kProperties,
  kPropertyNames,
  kQuoted,
  kRecursiveRef,
  kRef,
  kRequired,
  kThen,
  kType,
  kUnevaluatedItems,
  kUnevaluatedProperties,
  kUniqueItems,
  // Not assertions, but they hold subschemas or name them.
  kAnchor,
  kDefinitions,
  kDefs,
  kDynamicAnchor,
  kId,
  kOldId,
  kSchema,
};
inline constexpr std::size_t kNKeywords = static_cast<std::size_t>(Keyword::kSchema) + 1;
inline constexpr std::size_t kNAssertions = static_cast<std::size_t>(Keyword::kAnchor);

// Where a keyword's value holds subschemas.
enum class Holds : std::uint8_t {
  kNone,
  kSchema,         // it is one
  kSchemas,        // an array of them
  kNamedSchemas,   // the values of an object
  kSchemaOrList,   // items: one, or an array of them
  kSchemasOrNames  // dependencies: the values of an object, where they are no arrays
};

// nullopt: an annotation, or unknown to the dialect.
std::optional<Keyword> find_keyword(std::string_view name, Dialect dialect) noexcept;
std::string_view keyword_name(Keyword keyword) noexcept;
Holds holds(Keyword keyword) noexcept;

// nullopt: a draft we do not know.
std::optional<Dialect> dialect_of(std::string_view schema_uri) noexcept;
// number: 4, 6, 7, 2019 or 2020. Throws Error kUsage.
Dialect dialect_of(int number);

}  // namespace oree::decode
