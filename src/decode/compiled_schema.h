// A JSON Schema normalised to what can be written byte by byte: each value is one of some scalars, strings, objects or
// arrays, each with constraints that can be followed from left to right. Everything that can be reached has a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/language.h"
#include "decode/number_language.h"
#include "oree/json.h"

namespace oree::decode {

using NodeId = std::uint32_t;
inline constexpr NodeId kNever = ~NodeId{0};  // no value

struct ObjectShape {
  struct Property {
    std::string name;       // decoded UTF-8
    NodeId value = kNever;  // kNever: the name must not stand there (never required)
    bool required = false;
  };
  // Keys that are no property's name; the languages are disjoint, and disjoint from the names.
  struct OtherKeys {
    LanguageId keys = kNothing;  // decoded UTF-8
    NodeId value = kNever;
  };
  struct Dependency {
    std::uint32_t property = 0;           // when this one stands there,
    std::vector<std::uint32_t> required;  // these must, too; indices of properties
  };
  std::vector<Property> properties;  // in the order they are written
  std::vector<OtherKeys> other_keys;
  std::uint64_t min_properties = 0;
  std::optional<std::uint64_t> max_properties;
  std::vector<Dependency> dependencies;
};

struct ArrayShape {
  // An item that counts for `contains` must fit `fitting`; one that does not, `other` (which excludes fitting ones only
  // where a maximum makes that matter). Without contains, other is the item's node and fitting kNever.
  struct Item {
    NodeId other = kNever;
    NodeId fitting = kNever;
  };
  std::vector<Item> prefix;
  Item rest;  // both kNever: no items beyond the prefix
  std::uint64_t min_items = 0;
  std::optional<std::uint64_t> max_items;
  std::uint64_t min_contains = 0;
  std::optional<std::uint64_t> max_contains;
  // Only where every item's values are scalars and strings, and where no choice of items leaves none for min_items;
  // max_items is at most the number of different items.
  bool unique = false;

  // Items that must stand from this position on and can only be such as fit.
  std::uint64_t n_forced_from(std::uint64_t position) const noexcept {
    std::uint64_t count = 0;
    for (; position < prefix.size() && position < min_items; ++position) {
      count += prefix[position].other == kNever ? 1U : 0U;
    }
    return count + (position < min_items && rest.other == kNever ? min_items - position : 0);
  }
};

// A union of what its parts allow.
struct ValueNode {
  LanguageId scalar = kNothing;     // JSON texts of numbers, true, false, null (and quotations, with their quotes)
  std::vector<LanguageId> strings;  // decoded UTF-8 values of strings; usually one
  std::vector<ObjectShape> objects;
  std::vector<ArrayShape> arrays;
  // Bytes of the shortest text in canonical spelling (", " and ": ", no other space); never less than the true one
  // except where keys beyond the properties are needed, and exact unless a string must be escaped.
  std::uint32_t shortest = 0;
};

struct CompiledSchema {  // nodes of one or more schemas, cycles possible
  std::vector<ValueNode> nodes;
};

struct CompileOptions {
  Spelling spelling = Spelling::kCanonical;  // for numbers (1.0 for 1)
  bool assert_formats = true;
  // Whether an object may have keys that no keyword of its schema names where additionalProperties is absent, as JSON
  // Schema has it. false: as if it were false there, which suits what a model writes.
  bool unnamed_keys = true;
  int default_draft = 2020;                  // without $schema: 4, 6, 7, 2019 or 2020
  std::optional<std::string_view> quotable;  // as Grammar::from_tools
  // Documents that $ref may name by their URI besides the schema itself; nothing is ever fetched.
  const std::map<std::string, Json>* documents = nullptr;
};

// Of what is reached of a schema: subschemas within subschemas; values of one enum; properties of one object.
inline constexpr int kMaxSchemaNesting = 256;
inline constexpr std::size_t kMaxEnumeratedValues = 16384;
inline constexpr std::size_t kMaxNamedProperties = 8192;
// Of what is made of it: nodes; objects or arrays that one node is a choice of.
inline constexpr std::size_t kMaxSchemaNodes = 16384;
inline constexpr std::size_t kMaxAlternatives = 256;
// Constraints put together; what bounds the time (some tens of milliseconds).
inline constexpr std::size_t kMaxSchemaWork = std::size_t{1} << 19;
// By which the pool grows while a schema is compiled; what bounds the time patterns take.
inline constexpr std::size_t kMaxSchemaLanguageBytes = std::size_t{6} << 20;

// Bytes by which a key that is no property's name counts as longer than the shortest one: such keys must differ.
inline constexpr std::uint32_t kRoomForOtherKey = 4;

// Adds a schema's nodes; returns the root. place: what where() of errors begins with.
// Throws Error kUnsupported, kInvalid or kLimit; where() is place and the JSON pointer of the keyword. A schema that no
// value fits is an error (kInvalid), too. into is left as it was.
NodeId compile_schema(const Json& schema, const CompileOptions& options, LanguagePool& pool, CompiledSchema& into,
                      const std::string& place);

}  // namespace oree::decode
