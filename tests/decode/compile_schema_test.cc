#include <ctime>
#include <iostream>

#include "decode/compiled_schema.h"
#include "decode/compiled_schema_judge.h"
#include "text/golden.h"

namespace oree::decode {
namespace {

struct Compiled {
  explicit Compiled(const Json& schema, const CompileOptions& options = {}) {
    root = compile_schema(schema, options, pool, schemas, "");
  }
  explicit Compiled(const char* schema, const CompileOptions& options = {}) : Compiled(Json::parse(schema), options) {}
  const ValueNode& node() const { return schemas.nodes[root]; }
  bool fits(const char* value) { return test::CompiledSchemaJudge(pool, schemas).fits(root, Json::parse(value)); }

  LanguagePool pool;
  CompiledSchema schemas;
  NodeId root = kNever;
};

TEST(CompileSchema, KeepsPropertiesInTheOrderOfTheSchema) {
  const Compiled compiled(R"({"type": "object", "properties": {"z": {"type": "integer"}, "a": {"type": "string"}},
                              "required": ["a"], "additionalProperties": false})");
  ASSERT_EQ(compiled.node().objects.size(), 1U);
  const ObjectShape& object = compiled.node().objects[0];
  ASSERT_EQ(object.properties.size(), 2U);
  EXPECT_EQ(object.properties[0].name, "z");
  EXPECT_FALSE(object.properties[0].required);
  EXPECT_TRUE(object.properties[1].required);
  EXPECT_TRUE(object.other_keys.empty());
  EXPECT_TRUE(compiled.node().arrays.empty());
  EXPECT_TRUE(compiled.node().strings.empty());
  EXPECT_EQ(compiled.node().scalar, kNothing);
  EXPECT_EQ(compiled.node().shortest, std::string(R"({"a": ""})").size());
}

TEST(CompileSchema, EqualSchemasBecomeOneNodeAndRecursionEnds) {
  const Compiled compiled(R"({"$defs": {"tree": {"type": "object", "properties": {
      "left": {"$ref": "#/$defs/tree"}, "right": {"$ref": "#/$defs/tree"}}, "additionalProperties": false}},
      "$ref": "#/$defs/tree"})");
  EXPECT_EQ(compiled.schemas.nodes.size(), 1U);
  EXPECT_EQ(compiled.node().objects[0].properties[0].value, compiled.root);
}

TEST(CompileSchema, RecursionThroughAllOfEnds) {
  Compiled compiled(R"({"$defs": {
      "a": {"type": "object", "properties": {"next": {"$ref": "#/$defs/a"}, "x": {"minimum": 1}}},
      "b": {"type": "object", "properties": {"next": {"$ref": "#/$defs/b"}, "x": {"maximum": 2}}}},
      "allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}]})");
  EXPECT_TRUE(compiled.fits(R"({"next": {"next": {"x": 1}, "x": 2}})"));
  EXPECT_FALSE(compiled.fits(R"({"next": {"next": {"x": 3}}})"));
  EXPECT_FALSE(compiled.fits(R"({"next": {"next": {"x": 0}}})"));
}

TEST(CompileSchema, WhatCannotBeThereIsNeverReached) {
  Compiled compiled(R"({"type": "object", "properties": {
      "a": {"allOf": [{"type": "string"}, {"type": "number"}]},
      "b": {"type": "object", "required": ["c"], "properties": {"c": false}},
      "d": {"type": "object", "required": ["d"], "properties": {"d": {"$ref": "#/properties/d"}}},
      "e": {"type": "array", "minItems": 1, "items": {"$ref": "#/properties/a"}},
      "f": {"type": "array", "items": {"$ref": "#/properties/a"}}}})");
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(compiled.node().objects[0].properties[static_cast<std::size_t>(i)].value, kNever);
  EXPECT_TRUE(compiled.fits(R"({"f": []})"));
  EXPECT_FALSE(compiled.fits(R"({"f": ["x"]})"));
}

TEST(CompileSchema, OneOfOfDisjointBranchesNeedsNoNegation) {
  const Compiled compiled(R"({"oneOf": [
      {"type": "object", "properties": {"kind": {"const": "a"}, "x": {"type": "string"}}, "required": ["kind"]},
      {"type": "object", "properties": {"kind": {"const": "b"}, "y": {"type": "string"}}, "required": ["kind"]},
      {"type": "array", "items": {"type": "null"}}, {"type": "string"}]})");
  EXPECT_EQ(compiled.node().objects.size(), 2U);
  EXPECT_EQ(compiled.node().arrays.size(), 1U);
}

TEST(CompileSchema, OneOfOfOverlappingBranchesAllowsWhatFitsExactlyOne) {
  Compiled objects(R"({"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}]})");
  EXPECT_TRUE(objects.fits(R"({"a": 1})"));
  EXPECT_TRUE(objects.fits(R"({"b": 1})"));
  EXPECT_FALSE(objects.fits(R"({"a": 1, "b": 1})"));
  EXPECT_FALSE(objects.fits(R"({})"));
  Compiled numbers(R"({"oneOf": [{"type": "integer", "minimum": 3}, {"type": "number", "maximum": 5}]})");
  EXPECT_TRUE(numbers.fits("2.5"));
  EXPECT_TRUE(numbers.fits("6"));
  EXPECT_FALSE(numbers.fits("4"));
  EXPECT_FALSE(numbers.fits("6.5"));
  Compiled strings(R"({"type": "string", "oneOf": [{"pattern": "^a"}, {"pattern": "b$"}]})");
  EXPECT_TRUE(strings.fits(R"("ac")"));
  EXPECT_TRUE(strings.fits(R"("cb")"));
  EXPECT_FALSE(strings.fits(R"("ab")"));
}

TEST(CompileSchema, PatternsPartTheKeys) {
  Compiled compiled(R"({"type": "object", "properties": {"ab": {"type": "boolean"}},
      "patternProperties": {"^a": {"type": ["boolean", "integer"]}, "b$": {"type": ["boolean", "string"]}},
      "additionalProperties": {"type": "null"}})");
  EXPECT_EQ(compiled.node().objects[0].other_keys.size(), 4U);
  EXPECT_TRUE(compiled.fits(R"({"ab": true, "ac": 1, "cb": "x", "acb": false, "c": null})"));
  for (const char* wrong : {R"({"ac": "x"})", R"({"cb": 1})", R"({"acb": 1})", R"({"c": 1})", R"({"ab": 1})"}) {
    EXPECT_FALSE(compiled.fits(wrong)) << wrong;
  }
}

TEST(CompileSchema, UniqueItemsOfFewValuesAreAtMostSoMany) {
  const Compiled compiled(R"({"type": "array", "items": {"enum": ["a", "b", 3]}, "uniqueItems": true})");
  EXPECT_TRUE(compiled.node().arrays[0].unique);
  EXPECT_EQ(compiled.node().arrays[0].max_items, 3U);
}

TEST(CompileSchema, FindsTheShortestText) {
  const std::pair<const char*, const char*> examples[] = {
      {R"({})", "0"},
      {R"({"type": "string", "minLength": 3})", R"("aaa")"},
      {R"({"enum": ["longer", "\n"]})", R"("\n")"},
      {R"({"type": "array", "minItems": 2, "items": {"type": "boolean"}})", "[true, true]"},
      {R"({"type": "array", "items": {"type": "null"}, "contains": {"type": "null"}, "minContains": 2})",
       "[null, null]"},
      {R"({"type": "array", "prefixItems": [{"const": "ab"}, {"const": 1}], "minItems": 3, "items": {"type": "null"}})",
       R"(["ab", 1, null])"},
      {R"({"type": "object", "required": ["a", "b"]})", R"({"a": 0, "b": 0})"},
      {R"({"type": "object", "properties": {"long": {"const": 1}, "b": {"type": "null"}}, "minProperties": 1,
           "additionalProperties": false})",
       R"({"long": 1})"},
      {R"({"type": "object", "required": ["\""], "properties": {"\"": {"const": 1}}})", R"({"\"": 1})"},
      {R"({"type": "object", "dependentRequired": {"a": ["b"]}, "required": ["a"]})", R"({"a": 0, "b": 0})"},
  };
  for (const auto& [schema, text] : examples) {
    EXPECT_EQ(Compiled(schema).node().shortest, std::string_view(text).size()) << schema;
  }
}

TEST(CompileSchema, NamesTheDraft) {
  // Draft 7 ignores what is beside $ref and knows no prefixItems; draft 4 has id and a boolean exclusiveMinimum.
  const char* beside = R"({"$defs": {"a": {"type": "string"}}, "$ref": "#/$defs/a", "maxLength": 1})";
  CompileOptions draft7;
  draft7.default_draft = 7;
  EXPECT_FALSE(Compiled(beside).fits(R"("ab")"));
  EXPECT_TRUE(Compiled(beside, draft7).fits(R"("ab")"));
  EXPECT_TRUE(
      Compiled(R"({"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": [false]})").fits("[1]"));
  Compiled draft4(R"({"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x/y.json",
      "minimum": 1, "exclusiveMinimum": true, "properties": {"a": {"$ref": "y.json#/definitions/b"}},
      "definitions": {"b": {"type": "null"}}})");
  EXPECT_FALSE(draft4.fits("1"));
  EXPECT_TRUE(draft4.fits("2"));
  EXPECT_FALSE(draft4.fits(R"({"a": 1})"));
  CompileOptions any_spelling;
  any_spelling.spelling = Spelling::kAny;
  EXPECT_TRUE(Compiled(R"({"type": "integer"})", any_spelling).fits("5.0"));
  any_spelling.default_draft = 4;
  EXPECT_FALSE(Compiled(R"({"type": "integer"})", any_spelling).fits("5.0"));
}

TEST(CompileSchema, KeysThatNothingNamesCanBeLeftOut) {
  CompileOptions options;
  options.unnamed_keys = false;
  const char* schema = R"({"type": "object", "properties": {"a": true}})";
  EXPECT_TRUE(Compiled(schema).fits(R"({"b": 1})"));
  EXPECT_FALSE(Compiled(schema, options).fits(R"({"b": 1})"));
  EXPECT_TRUE(Compiled(R"({"properties": {"a": true}, "additionalProperties": true})", options).fits(R"({"b": 1})"));
  EXPECT_TRUE(Compiled(R"({"type": "object"})", options).fits(R"({"b": 1})")) << "nothing but unnamed keys";
}

TEST(CompileSchema, AQuotedStringIsAQuotationWhereThereIsSomethingToQuote) {
  const char* schema = R"({"type": "string", "x-oree-quoted": " at "})";
  EXPECT_TRUE(Compiled(schema).fits(R"("anything")"));
  CompileOptions options;
  options.quotable = "call Ann at noon";
  Compiled quoted(schema, options);
  EXPECT_TRUE(quoted.node().strings.empty());
  EXPECT_TRUE(quoted.fits(R"("Ann at noon")"));
  EXPECT_TRUE(quoted.fits(R"("noon at Ann")"));
  EXPECT_FALSE(quoted.fits(R"("Bob")"));
  Compiled either(R"({"anyOf": [{"type": "string", "x-oree-quoted": true}, {"const": "x y"}, {"type": "null"}]})",
                  options);
  EXPECT_TRUE(either.fits(R"("Ann")"));
  EXPECT_TRUE(either.fits(R"("x y")"));
  EXPECT_TRUE(either.fits("null"));
  EXPECT_FALSE(either.fits(R"("x")"));
}

TEST(CompileSchema, NodesOfSeveralSchemasStandInOneTable) {
  LanguagePool pool;
  CompiledSchema schemas;
  const NodeId first =
      compile_schema(Json::parse(R"({"type": "array", "items": {"type": "null"}})"), {}, pool, schemas, "a");
  const NodeId second =
      compile_schema(Json::parse(R"({"type": "array", "items": {"type": "string"}})"), {}, pool, schemas, "b");
  const std::size_t n_nodes = schemas.nodes.size();
  EXPECT_TRUE(test::CompiledSchemaJudge(pool, schemas).fits(first, Json::parse("[null]")));
  EXPECT_TRUE(test::CompiledSchemaJudge(pool, schemas).fits(second, Json::parse(R"(["x"])")));
  const Error error =
      oree::test::error_of([&] { compile_schema(Json::parse(R"({"items": {"type": "x"}})"), {}, pool, schemas, "c"); });
  EXPECT_EQ(error.where(), "c/items/type");
  EXPECT_EQ(schemas.nodes.size(), n_nodes) << "what failed leaves nothing behind";
}

// ---- bombs

void expect_limit(const Json& schema, const char* what) {
  LanguagePool pool;
  CompiledSchema compiled;
  const std::clock_t start = std::clock();
  const Error error = oree::test::error_of([&] { compile_schema(schema, {}, pool, compiled, ""); });
  const double took = static_cast<double>(std::clock() - start) * 1e3 / CLOCKS_PER_SEC;
  EXPECT_EQ(error.code(), ErrorCode::kLimit) << what << ": " << error.what();
  EXPECT_LT(took, 500) << what;  // a fifth of it in a release build
  std::cout << what << ": " << took << " ms, " << pool.n_bytes() / 1024 << " KiB: " << error.what() << "\n";
}

Json reference(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

TEST(CompileSchema, RefusesBombs) {
  Json choices = Json::array();
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    choices.push_back({{"anyOf", {{{"required", {"a" + n}}}, {{"required", {"b" + n}}}}}});
  }
  expect_limit({{"allOf", choices}}, "a choice of many choices");
  expect_limit({{"not", {{"anyOf", {{{"allOf", choices}}, {{"type", "string"}}}}}}, {"allOf", choices}}, "not of it");

  Json deep = {{"type", "string"}};
  for (int i = 0; i < 5000; ++i) deep = {{"properties", {{"a", deep}}}};
  expect_limit(deep, "properties within properties");
  Json all = {{"type", "string"}};
  for (int i = 0; i < 5000; ++i) all = {{"allOf", Json::array({all})}};
  expect_limit(all, "allOf within allOf");

  Json values = Json::array();
  for (int i = 0; i < 20000; ++i) values.push_back(i);
  expect_limit({{"enum", values}}, "many values");

  Json chain = {{"$ref", "#/$defs/0"}};
  for (int i = 0; i < 5000; ++i) chain["$defs"][std::to_string(i)] = reference(std::to_string(i + 1));
  chain["$defs"]["5000"] = true;
  expect_limit(chain, "references one after the other");

  // Each value is held to one more set of schemas than the one before.
  Json sets = {{"allOf", Json::array()}};
  for (int i = 0; i < 24; ++i) {
    const std::string n = std::to_string(i);
    sets["allOf"].push_back(reference(n));
    sets["$defs"][n] = {{"properties", {{"a", reference(std::to_string((i * 7 + 1) % 24))}, {"b", reference(n)}}},
                        {"additionalProperties", reference(std::to_string((i * 5 + 3) % 24))}};
  }
  for (int i = 0; i < 24; ++i) {
    sets["$defs"][std::to_string(i)]["properties"]["c" + std::to_string(i)] = reference(std::to_string((i + 1) % 24));
  }
  expect_limit(sets, "sets of schemas");

  Json patterns = {{"type", "object"}};
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    patterns["patternProperties"]["a" + n + ".*b" + n] = {{"minLength", i}};
  }
  expect_limit(patterns, "patterns that part the keys 4,096 times");

  Json overlapping = {{"type", "object"}, {"oneOf", Json::array()}};
  for (int i = 0; i < 60; ++i) {
    Json branch = Json::object();
    for (int j = 0; j < 10; ++j)
      branch["p" + std::to_string(i * j % 37)] = {{"type", j % 2 == 0 ? "string" : "number"}};
    overlapping["oneOf"].push_back({{"properties", branch}});
  }
  expect_limit(overlapping, "oneOf of much that overlaps");
}

TEST(CompileSchema, ALimitOfPatternsNamesTheirSchema) {
  const Json schema = Json::parse(R"({"properties": {"a": {"type": "string", "oneOf": [{"pattern": "^[ab]*a[ab]{20}$"},
      {"pattern": "^[ab]*b[ab]{20}$"}]}}})");
  const Error error = oree::test::error_of([&] { Compiled compiled(schema); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_EQ(error.where(), "/properties/a");
}

TEST(CompileSchema, APrefixTooLongToCountInIsALimit) {
  Json array = {{"type", "array"}, {"contains", Json::object()}, {"maxContains", 2000}, {"minItems", 1500}};
  for (int i = 0; i < 1500; ++i) array["prefixItems"].push_back({{"type", "null"}});
  const Json schema = {{"properties", {{"a", array}}}};
  const Error error = oree::test::error_of([&] { Compiled compiled(schema); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_EQ(error.where(), "/properties/a");
}

TEST(CompileSchema, ThousandsOfConstantsAreComparedByHalves) {
  Json schema = {{"oneOf", Json::array()}};
  for (int i = 0; i < 8000; ++i) schema["oneOf"].push_back({{"const", "value " + std::to_string(i % 7999)}});
  Compiled compiled(schema);
  EXPECT_TRUE(compiled.fits(R"("value 7998")"));
  EXPECT_FALSE(compiled.fits(R"("value 0")"));  // twice
  EXPECT_FALSE(compiled.fits(R"("value 7999")"));
}

TEST(CompileSchema, LargeSchemasAreNoBombs) {
  Json large = {{"type", "object"}};
  for (int i = 0; i < 4000; ++i) {
    large["properties"].push_back(
        Json::object_t::value_type("property " + std::to_string(i), {{"type", "string"}, {"maxLength", i}}));
  }
  Json variants = {{"oneOf", Json::array()}};
  for (int i = 0; i < 150; ++i) {
    variants["oneOf"].push_back({{"type", "object"},
                                 {"properties", {{"kind", {{"const", "kind " + std::to_string(i)}}}, {"x", true}}},
                                 {"required", {"kind"}}});
  }
  for (const Json& schema : {large, variants}) {
    LanguagePool pool;
    CompiledSchema compiled;
    const std::clock_t start = std::clock();
    EXPECT_NO_THROW(compile_schema(schema, {}, pool, compiled, ""));
    const double took = static_cast<double>(std::clock() - start) * 1e3 / CLOCKS_PER_SEC;
    std::cout << compiled.nodes.size() << " nodes: " << took << " ms\n";
  }
}

}  // namespace
}  // namespace oree::decode
