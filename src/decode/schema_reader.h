// The subschemas of a schema, read as they are reached: keywords by number, references followed, each named by a number
// that may be negated.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decode/compiled_schema.h"
#include "decode/schema_documents.h"
#include "decode/schema_keywords.h"
#include "oree/json.h"

namespace oree::decode {

// Of the types, as bits.
using TypeSet = std::uint8_t;
inline constexpr TypeSet kNullType = 1;
inline constexpr TypeSet kFalseType = 2;
inline constexpr TypeSet kTrueType = 4;
inline constexpr TypeSet kIntegerType = 8;
inline constexpr TypeSet kFractionType = 16;  // numbers that are no integers
inline constexpr TypeSet kNumberTypes = kIntegerType | kFractionType;
inline constexpr TypeSet kStringType = 32;
inline constexpr TypeSet kObjectType = 64;
inline constexpr TypeSet kArrayType = 128;
inline constexpr TypeSet kAllTypes = 255;

TypeSet type_of(const Json& value) noexcept;

using SchemaId = std::uint32_t;

// A subschema, or (odd) its negation.
using Literal = std::uint32_t;
inline constexpr Literal kAnything = 0;
inline constexpr Literal kNoValue = 1;
constexpr Literal negate(Literal literal) noexcept { return literal ^ 1U; }
constexpr SchemaId schema_of(Literal literal) noexcept { return literal >> 1U; }
constexpr bool is_negated(Literal literal) noexcept { return (literal & 1U) != 0; }
constexpr Literal literal_of(SchemaId schema) noexcept { return schema << 1U; }

struct Subschema {
  static constexpr std::uint32_t kNoNumber = ~std::uint32_t{0};

  const Json* json = nullptr;
  ResourceId resource = 0;
  // Where it stands: inside a keyword of its parent (under a name or number there), or, reached by reference, at
  // place.
  SchemaId parent = 0;
  int depth = 0;
  std::string_view inside = {};
  std::string_view name = {};
  std::uint32_t number = kNoNumber;
  std::string place = {};

  TypeSet types = kAllTypes;
  std::array<const Json*, kNAssertions> keywords{};
  // Set instead of keywords where we made the schema ourselves: a value that must be equal, or schemas of which one
  // fits.
  const Json* constant = nullptr;
  std::vector<Literal> any_of = {};
  std::optional<Literal> reference = {};  // read with the subschema

  const Json* at(Keyword keyword) const noexcept { return keywords[static_cast<std::size_t>(keyword)]; }
  bool has(Keyword keyword) const noexcept { return at(keyword) != nullptr; }
};

class SchemaReader {
 public:
  SchemaReader(const Json& schema, const CompileOptions& options);

  Literal root() const noexcept { return root_; }
  const Subschema& subschema(SchemaId id) const noexcept { return subschemas_[id]; }
  Dialect dialect(SchemaId id) const noexcept { return documents_.resource(subschemas_[id].resource).dialect; }
  std::size_t size() const noexcept { return subschemas_.size(); }

  // The schema in a keyword; name, number: where it stands in it. Throws Error kInvalid, kUnsupported, kLimit, with
  // where() within the schema.
  Literal read(const Json& schema, SchemaId parent, Keyword keyword);
  Literal read(const Json& schema, SchemaId parent, Keyword keyword, std::string_view name);
  Literal read(const Json& schema, SchemaId parent, Keyword keyword, std::size_t number);
  Literal constant(const Json& value, SchemaId parent);
  Literal any_of(std::vector<Literal> literals, SchemaId parent);

  // A JSON pointer; behind the URI of a document where it is another one.
  std::string place_of(SchemaId id) const;
  std::string place_of(SchemaId id, Keyword keyword) const;

  // Whether unevaluatedProperties or unevaluatedItems was met.
  bool has_unevaluated() const noexcept { return has_unevaluated_; }

 private:
  Literal add(const Json& schema, ResourceId resource, Subschema&& made);
  void read_keywords(Subschema& subschema, SchemaId id);
  Literal follow(SchemaId id, const Json& reference, Keyword keyword);

  SchemaDocuments documents_;
  std::deque<Subschema> subschemas_;
  std::unordered_map<const Json*, Literal> by_json_;
  std::unordered_map<const Json*, Literal> by_constant_;
  bool has_unevaluated_ = false;
  int n_following_ = 0;
  Literal root_ = kAnything;
};

}  // namespace oree::decode
