#include "decode/json_schema.h"

#include "text/golden.h"

namespace oree::decode {
namespace {

struct Refusal {
  const char* schema;
  ErrorCode code;
  const char* pointer;
};

TEST(CheckSchema, RefusesWhatCannotBeEnforcedAndPointsAtIt) {
  const Refusal refusals[] = {
      {R"(false)", ErrorCode::kInvalid, ""},
      {R"([])", ErrorCode::kInvalid, ""},
      {R"({"$schema": "http://json-schema.org/draft-03/schema#"})", ErrorCode::kUnsupported, "/$schema"},
      {R"({"$schema": 1})", ErrorCode::kInvalid, "/$schema"},
      {R"({"type": "strin"})", ErrorCode::kInvalid, "/type"},
      {R"({"type": 1})", ErrorCode::kInvalid, "/type"},
      {R"({"type": ["string", 1]})", ErrorCode::kInvalid, "/type"},
      {R"({"type": "string", "pattern": "(a)\\1"})", ErrorCode::kUnsupported, "/pattern"},
      {R"({"type": "string", "pattern": "("})", ErrorCode::kInvalid, "/pattern"},
      {R"({"type": "string", "format": "unheard-of"})", ErrorCode::kUnsupported, "/format"},
      {R"({"type": "integer", "minimum": "1"})", ErrorCode::kInvalid, "/minimum"},
      {R"({"type": "integer", "minimum": 3, "maximum": 2})", ErrorCode::kInvalid, ""},
      {R"({"type": "integer", "minimum": 2.1, "maximum": 2.9})", ErrorCode::kInvalid, ""},
      {R"({"type": "number", "multipleOf": 0})", ErrorCode::kInvalid, "/multipleOf"},
      {R"({"type": "string", "minLength": -1})", ErrorCode::kInvalid, "/minLength"},
      {R"({"type": "string", "maxLength": 1.5})", ErrorCode::kInvalid, "/maxLength"},
      {R"({"type": "string", "minLength": 2, "maxLength": 1})", ErrorCode::kInvalid, ""},
      {R"({"type": "array", "items": {"type": "object"}, "uniqueItems": true})", ErrorCode::kUnsupported,
       "/uniqueItems"},
      {R"({"type": "array", "prefixItems": [{"enum": [1, 2]}, {"const": 1}], "uniqueItems": true})",
       ErrorCode::kUnsupported, "/uniqueItems"},
      {R"({"type": "array", "items": {"enum": [1, 2]}, "uniqueItems": true, "minItems": 3})", ErrorCode::kInvalid, ""},
      {R"({"type": "array", "uniqueItems": "yes"})", ErrorCode::kInvalid, "/uniqueItems"},
      {R"({"type": "array", "items": {"type": "null"}, "minItems": 2, "maxItems": 1})", ErrorCode::kInvalid, ""},
      {R"({"type": "array", "allOf": [{"contains": {"const": 1}}, {"contains": {"type": "string"}}]})",
       ErrorCode::kUnsupported, "/allOf/1/contains"},
      {R"({"type": "array", "not": {"uniqueItems": true}})", ErrorCode::kUnsupported, "/not/uniqueItems"},
      {R"({"type": "array", "prefixItems": [{"const": 1}, {"const": 1}], "contains": {"const": 1}, "maxContains": 1,
           "minItems": 2})",
       ErrorCode::kInvalid, ""},
      {R"({"type": "object", "properties": {"p": {"type": "object", "properties": {"a": {}, "b": {}, "c": {}},
           "dependentRequired": {"a": ["b", "c"]}, "minProperties": 1, "maxProperties": 2}}})",
       ErrorCode::kUnsupported, "/properties/p"},
      {R"({"type": "object", "required": ["a"], "properties": {"a": false}})", ErrorCode::kInvalid, ""},
      {R"({"type": "object", "required": true})", ErrorCode::kInvalid, "/required"},
      {R"({"type": "object", "properties": []})", ErrorCode::kInvalid, "/properties"},
      {R"({"type": "object", "properties": {"a/b~": {"type": "x"}}})", ErrorCode::kInvalid, "/properties/a~1b~0/type"},
      {R"({"type": "object", "properties": {"a": {"$ref": "#/$defs/b"}}})", ErrorCode::kInvalid, "/properties/a/$ref"},
      {R"({"type": "object", "properties": {"a": {"$ref": "https://example.org/b.json"}}})", ErrorCode::kUnsupported,
       "/properties/a/$ref"},
      {R"({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}})", ErrorCode::kInvalid, ""},
      {R"({"allOf": [{"$ref": "#"}]})", ErrorCode::kInvalid, ""},
      {R"({"type": "object", "anyOf": []})", ErrorCode::kInvalid, "/anyOf"},
      {R"({"type": "object", "not": {"patternProperties": {"^a": {"type": "string"}}}})", ErrorCode::kUnsupported,
       "/not/patternProperties"},
      {R"({"type": "string", "x-oree-quoted": 1})", ErrorCode::kInvalid, "/x-oree-quoted"},
      {R"({"type": "string", "x-oree-quoted": ""})", ErrorCode::kInvalid, "/x-oree-quoted"},
      {R"({"type": "integer", "x-oree-quoted": true})", ErrorCode::kUnsupported, "/x-oree-quoted"},
      {R"({"type": "string", "maxLength": 9, "x-oree-quoted": true})", ErrorCode::kUnsupported, "/x-oree-quoted"},
      {R"({"type": "string", "enum": ["a"], "x-oree-quoted": " at "})", ErrorCode::kUnsupported, "/x-oree-quoted"},
      {R"({"enum": []})", ErrorCode::kInvalid, "/enum"},
      {R"({"enum": 1})", ErrorCode::kInvalid, "/enum"},
      {R"({"type": "string", "enum": [1, 2]})", ErrorCode::kInvalid, ""},
      {R"({"type": "string", "const": 1})", ErrorCode::kInvalid, ""},
      {R"({"enum": [1, 2], "const": 3})", ErrorCode::kInvalid, ""},
      {R"({"$defs": {"a": {"$id": "a", "$dynamicAnchor": "x"}, "b": {"$id": "b", "$dynamicAnchor": "x"}},
           "properties": {"p": {"$dynamicRef": "a#x"}}})",
       ErrorCode::kUnsupported, "/properties/p/$dynamicRef"},
  };
  for (const Refusal& refusal : refusals) {
    const Error error = test::error_of([&] { check_schema(Json::parse(refusal.schema)); });
    EXPECT_EQ(error.code(), refusal.code) << refusal.schema << ": " << error.what();
    EXPECT_EQ(error.where(), refusal.pointer) << refusal.schema;
  }
}

TEST(CheckSchema, AcceptsAnnotationsAndUnknownKeywords) {
  EXPECT_NO_THROW(check_schema(Json::parse(
      R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "x", "title": "t", "description": "d",
          "default": {}, "examples": [1], "deprecated": true, "readOnly": true, "writeOnly": false, "$comment": "c",
          "x-order": 3, "type": "object", "additionalProperties": false})")));
  EXPECT_NO_THROW(check_schema({{"type", "string"}, {"minLength", 2}, {"maxLength", 3.0}}));
}

TEST(CheckSchema, BoundsDepthAndCounts) {
  Json schema = {{"type", "string"}};
  for (int i = 0; i < 400; ++i) schema = Json{{"type", "array"}, {"items", schema}};
  EXPECT_EQ(test::error_of([&] { check_schema(schema); }).code(), ErrorCode::kLimit);
  Json values = Json::array();
  for (int i = 0; i < 20000; ++i) values.push_back(i);
  EXPECT_EQ(test::error_of([&] { check_schema({{"enum", values}}); }).code(), ErrorCode::kLimit);
}

TEST(FindViolation, NamesTheValueAndWhatIsWrong) {
  const Json schema = Json::parse(R"({"type": "object", "properties": {
      "title": {"type": "string", "minLength": 1, "maxLength": 3}, "n": {"type": "integer", "minimum": 1, "maximum": 9},
      "tags": {"type": "array", "items": {"enum": ["a", 1, null]}, "minItems": 1, "maxItems": 2}},
      "required": ["title"], "additionalProperties": false})");
  const auto violation_of = [&](const char* value) {
    return find_violation(schema, Json::parse(value)).value_or("none");
  };
  EXPECT_EQ(violation_of(R"({"title": "日本語", "n": 9, "tags": ["a", 1.0]})"), "none");
  EXPECT_EQ(violation_of(R"({"title": "a", "n": 5.0})"), "none");
  EXPECT_EQ(violation_of(R"([])"), "the value is not an object");
  EXPECT_EQ(violation_of(R"({})"), "the value lacks \"title\"");
  EXPECT_EQ(violation_of(R"({"title": 1})"), "/title is not a string");
  EXPECT_EQ(violation_of(R"({"title": ""})"), "/title has fewer than 1 characters");
  EXPECT_EQ(violation_of(R"({"title": "abcd"})"), "/title has more than 3 characters");
  EXPECT_EQ(violation_of(R"({"title": "a", "n": 0})"), "/n is below 1");
  EXPECT_EQ(violation_of(R"({"title": "a", "n": 10})"), "/n is above 9");
  EXPECT_EQ(violation_of(R"({"title": "a", "n": 1.5})"), "/n is not an integer");
  EXPECT_EQ(violation_of(R"({"title": "a", "tags": []})"), "/tags has fewer than 1 items");
  EXPECT_EQ(violation_of(R"({"title": "a", "tags": [1, 1, 1]})"), "/tags has more than 2 items");
  EXPECT_EQ(violation_of(R"({"title": "a", "tags": ["a", "b"]})"), "/tags/1 is none of the values allowed");
  EXPECT_EQ(violation_of(R"({"title": "a", "x/y": 1})"), "the value has no place for \"x/y\"");
}

TEST(FindViolation, ComparesLargeIntegersExactly) {
  const Json schema = Json::parse(R"({"type": "integer", "minimum": 9007199254740993})");
  EXPECT_TRUE(find_violation(schema, Json::parse("9007199254740992")));
  EXPECT_FALSE(find_violation(schema, Json::parse("9007199254740993")));
  EXPECT_TRUE(find_violation({{"const", 9007199254740993}}, 9007199254740992));
}

TEST(FindViolation, BoundsTheDepthOfValues) {
  Json value = 1;
  for (int i = 0; i < 1000; ++i) value = Json::array({value});
  EXPECT_EQ(test::error_of([&] { find_violation({{"const", value}}, value); }).code(), ErrorCode::kLimit);
}

TEST(FindViolation, SaysWhatDoesNotFitAndWhere) {
  const auto violation_of = [](const char* schema, const char* value) {
    return find_violation(Json::parse(schema), Json::parse(value)).value_or("none");
  };
  EXPECT_EQ(violation_of(R"({"type": ["string", "null"]})", "1"),
            "the value has none of the types [\"string\",\"null\"]");
  EXPECT_EQ(violation_of(R"({"items": {"pattern": "^a+$"}})", R"(["a", "ab"])"), "/1 does not match the pattern ^a+$");
  EXPECT_EQ(violation_of(R"({"format": "date"})", R"("2025-02-29")"), "the value has not the format date");
  EXPECT_EQ(violation_of(R"({"multipleOf": 0.01})", "0.075"), "the value is no multiple of 0.01");
  EXPECT_EQ(violation_of(R"({"multipleOf": 0.01})", "0.07"), "none");
  EXPECT_EQ(violation_of(R"({"exclusiveMinimum": 3})", "3"), "the value is not above 3");
  EXPECT_EQ(violation_of(R"({"uniqueItems": true})", R"([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}])"),
            "/1 repeats an item before it");
  EXPECT_EQ(violation_of(R"({"anyOf": [{"type": "null"}, {"minimum": 3}]})", "2"),
            "the value fits no schema of anyOf; of the first: the value is not null");
  EXPECT_EQ(violation_of(R"({"oneOf": [{"type": "integer"}, {"minimum": 3}]})", "4"),
            "the value fits 2 schemas of oneOf");
  EXPECT_EQ(violation_of(R"({"not": {"required": ["a"]}})", R"({"a": 1})"), "the value fits what not excludes");
  EXPECT_EQ(violation_of(R"({"propertyNames": {"maxLength": 1}})", R"({"ab": 1})"),
            "the value has no place for \"ab\": the value has more than 1 characters");
  EXPECT_EQ(violation_of(R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1})"),
            "the value lacks \"b\", which \"a\" needs");
  EXPECT_EQ(violation_of(R"({"properties": {"a": true}, "unevaluatedProperties": false})", R"({"a": 1, "c": 1})"),
            "the value has no place for \"c\"");
}

TEST(FindViolation, RefusesAMalformedSchemaRatherThanIgnoringIt) {
  EXPECT_EQ(test::error_of([] { find_violation(Json::parse(R"({"required": 1})"), Json::object()); }).where(),
            "/required");
  EXPECT_EQ(
      test::error_of([] { find_violation(Json::parse(R"({"items": {"type": "x"}})"), Json::array({1})); }).where(),
      "/items/type");
}

TEST(FindViolation, EndsWhereASchemaLeadsOnWithoutEnd) {
  EXPECT_EQ(test::error_of([] { find_violation(Json::parse(R"({"allOf": [{"$ref": "#"}]})"), 1); }).code(),
            ErrorCode::kLimit);
  // Each level is looked at twice as often as the one before.
  Json schema = Json::parse(R"({"$defs": {}, "$ref": "#/$defs/0"})");
  for (int i = 0; i < 40; ++i) {
    const Json next = {{"$ref", "#/$defs/" + std::to_string(i + 1)}};
    schema["$defs"][std::to_string(i)] = {{"allOf", Json::array({next, next})}};
  }
  schema["$defs"]["40"] = true;
  EXPECT_EQ(test::error_of([&] { find_violation(schema, 1); }).code(), ErrorCode::kLimit);
}

}  // namespace
}  // namespace oree::decode
