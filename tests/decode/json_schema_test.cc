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
      {R"(true)", ErrorCode::kUnsupported, ""},
      {R"({})", ErrorCode::kUnsupported, ""},
      {R"([])", ErrorCode::kInvalid, ""},
      {R"({"type": "strin"})", ErrorCode::kInvalid, "/type"},
      {R"({"type": 1})", ErrorCode::kInvalid, "/type"},
      {R"({"type": ["string", "null"]})", ErrorCode::kUnsupported, "/type"},
      {R"({"type": "string", "pattern": "a"})", ErrorCode::kUnsupported, "/pattern"},
      {R"({"type": "string", "format": "date"})", ErrorCode::kUnsupported, "/format"},
      {R"({"type": "string", "format": "unheard-of"})", ErrorCode::kUnsupported, "/format"},
      {R"({"type": "number", "minimum": 1})", ErrorCode::kUnsupported, "/minimum"},
      {R"({"type": "integer", "exclusiveMinimum": 1})", ErrorCode::kUnsupported, "/exclusiveMinimum"},
      {R"({"type": "integer", "multipleOf": 2})", ErrorCode::kUnsupported, "/multipleOf"},
      {R"({"type": "integer", "minimum": "1"})", ErrorCode::kInvalid, "/minimum"},
      {R"({"type": "integer", "minimum": 3, "maximum": 2})", ErrorCode::kInvalid, "/maximum"},
      {R"({"type": "integer", "minimum": 2.1, "maximum": 2.9})", ErrorCode::kInvalid, "/maximum"},
      {R"({"type": "string", "minLength": -1})", ErrorCode::kInvalid, "/minLength"},
      {R"({"type": "string", "maxLength": 1.5})", ErrorCode::kInvalid, "/maxLength"},
      {R"({"type": "string", "minLength": 2, "maxLength": 1})", ErrorCode::kInvalid, "/maxLength"},
      {R"({"type": "array"})", ErrorCode::kUnsupported, ""},
      {R"({"type": "array", "items": [{"type": "string"}]})", ErrorCode::kUnsupported, "/items"},
      {R"({"type": "array", "items": {"type": "null"}, "uniqueItems": true})", ErrorCode::kUnsupported, "/uniqueItems"},
      {R"({"type": "array", "items": {"type": "null"}, "minItems": 2, "maxItems": 1})", ErrorCode::kInvalid,
       "/maxItems"},
      {R"({"type": "object", "additionalProperties": {"type": "string"}})", ErrorCode::kUnsupported,
       "/additionalProperties"},
      {R"({"type": "object", "required": ["a"]})", ErrorCode::kUnsupported, "/required"},
      {R"({"type": "object", "required": true})", ErrorCode::kInvalid, "/required"},
      {R"({"type": "object", "properties": []})", ErrorCode::kInvalid, "/properties"},
      {R"({"type": "object", "properties": {"a/b~": {"type": "x"}}})", ErrorCode::kInvalid, "/properties/a~1b~0/type"},
      {R"({"type": "object", "properties": {"a": {"type": "array", "items": {"$ref": "#"}}}})", ErrorCode::kUnsupported,
       "/properties/a/items/$ref"},
      {R"({"type": "object", "anyOf": []})", ErrorCode::kUnsupported, "/anyOf"},
      {R"({"type": "string", "x-oree-quoted": 1})", ErrorCode::kInvalid, "/x-oree-quoted"},
      {R"({"type": "string", "x-oree-quoted": ""})", ErrorCode::kInvalid, "/x-oree-quoted"},
      {R"({"type": "integer", "x-oree-quoted": true})", ErrorCode::kUnsupported, "/x-oree-quoted"},
      {R"({"type": "string", "maxLength": 9, "x-oree-quoted": true})", ErrorCode::kUnsupported, "/x-oree-quoted"},
      {R"({"type": "string", "enum": ["a"], "x-oree-quoted": " at "})", ErrorCode::kUnsupported, "/x-oree-quoted"},
      {R"({"enum": []})", ErrorCode::kInvalid, "/enum"},
      {R"({"enum": 1})", ErrorCode::kInvalid, "/enum"},
      {R"({"type": "string", "enum": [1, 2]})", ErrorCode::kInvalid, "/enum"},
      {R"({"type": "string", "const": 1})", ErrorCode::kInvalid, "/const"},
      {R"({"enum": [1, 2], "const": 3})", ErrorCode::kInvalid, "/enum"},
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
  for (int i = 0; i < 100; ++i) schema = Json{{"type", "array"}, {"items", schema}};
  EXPECT_EQ(test::error_of([&] { check_schema(schema); }).code(), ErrorCode::kLimit);
  Json values = Json::array();
  for (int i = 0; i < 5000; ++i) values.push_back(i);
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

// Every schema of the suite that check_schema accepts must judge the suite's instances as the suite does.
TEST(FindViolation, AgreesWithTheJsonSchemaTestSuite) {
  const auto folder = test::shared_data("json-schema/tests");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "needs " << folder;
  int n_schemas = 0;
  int n_values = 0;
  for (const char* draft : {"draft7", "draft2020-12"}) {
    for (const auto& file : std::filesystem::directory_iterator(folder / draft)) {
      if (file.path().extension() != ".json") continue;
      for (const Json& group : test::read_json(file.path())) {
        try {
          check_schema(group["schema"]);
        } catch (const Error&) {
          continue;
        }
        ++n_schemas;
        for (const Json& one : group["tests"]) {
          ++n_values;
          EXPECT_EQ(!find_violation(group["schema"], one["data"]), one["valid"].get<bool>())
              << file.path().filename() << ": " << group["description"] << ": " << one["description"];
        }
      }
    }
  }
  EXPECT_GT(n_schemas, 60);
  EXPECT_GT(n_values, 300);
}

}  // namespace
}  // namespace oree::decode
