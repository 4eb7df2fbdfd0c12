// Random schemas and values: the compiler and the validator, which share nothing but how references are followed,
// agree.
#include <algorithm>
#include <iostream>
#include <random>

#include "decode/compiled_schema.h"
#include "decode/compiled_schema_judge.h"
#include "decode/grammar.h"
#include "decode/json_schema.h"
#include "decode/vocabularies.h"
#include "text/golden.h"

namespace oree::decode {
namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  Json schema() {
    Json root = schema(3);
    if (!root.is_object()) root = Json{{"allOf", Json::array({root})}};
    root["$defs"] = {{"x", schema(2)}, {"y", schema(2)}};
    return root;
  }

  Json value(int depth) {
    switch (below(depth > 0 ? 7 : 5)) {
      case 0:
        return nullptr;
      case 1:
        return below(2) == 0;
      case 2:
        return number();
      case 3:
      case 4:
        return text();
      case 5: {
        Json array = Json::array();
        for (unsigned n = below(4); n > 0; --n) array.push_back(value(depth - 1));
        return array;
      }
      default: {
        Json object = Json::object();
        for (unsigned n = below(4); n > 0; --n) object[key()] = value(depth - 1);
        return object;
      }
    }
  }

 private:
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  template <class Item>
  Item pick(std::initializer_list<Item> items) {
    return *(items.begin() + below(static_cast<unsigned>(items.size())));
  }
  std::string key() { return pick<const char*>({"a", "b", "ab", "c", ""}); }
  std::string text() { return pick<const char*>({"", "a", "b", "ab", "aab", "é", "\"\n"}); }
  Json number() { return pick<Json>({Json(-1), Json(0), Json(0.5), Json(1), Json(1.0), Json(2), Json(3), Json(10)}); }
  std::string pattern() { return pick<const char*>({"^a", "b$", "^a*$", "b", "^.$"}); }
  Json schemas(int depth) {
    Json list = Json::array();
    for (unsigned n = 1 + below(3); n > 0; --n) list.push_back(schema(depth - 1));
    return list;
  }

  Json schema(int depth) {
    if (below(12) == 0) return below(3) > 0;
    Json schema = Json::object();
    for (unsigned n = 1 + below(3); n > 0; --n) add_keyword(schema, depth);
    return schema;
  }

  void add_keyword(Json& schema, int depth) {
    const bool deep = depth > 0;
    switch (below(deep ? 34 : 17)) {
      case 0:
      case 1:
        schema["type"] = pick<const char*>({"object", "array", "string", "integer", "number", "boolean", "null"});
        break;
      case 2:
        schema["type"] = {"object", pick<const char*>({"array", "string", "integer"})};
        break;
      case 3:
        schema["enum"] = Json::array({value(1), value(1), value(2)});
        break;
      case 4:
        schema["const"] = value(2);
        break;
      case 5:
        schema[pick<const char*>({"minimum", "exclusiveMinimum"})] = number();
        break;
      case 6:
        schema[pick<const char*>({"maximum", "exclusiveMaximum"})] = number();
        break;
      case 7:
        schema["multipleOf"] = pick<Json>({Json(2), Json(0.5), Json(3)});
        break;
      case 8:
        schema["minLength"] = below(3);
        break;
      case 9:
        schema["maxLength"] = below(3);
        break;
      case 10:
        schema["pattern"] = pattern();
        break;
      case 11:
        schema["required"] = Json::array({key()});
        break;
      case 12:
        schema["minProperties"] = below(3);
        break;
      case 13:
        schema["maxProperties"] = below(3);
        break;
      case 14:
        schema["minItems"] = below(3);
        break;
      case 15:
        schema["maxItems"] = below(3);
        break;
      case 16:
        schema["dependentRequired"] = {{key(), Json::array({key()})}};
        break;
      case 17:
      case 18:
        schema["properties"][key()] = this->schema(depth - 1);
        schema["properties"][key()] = this->schema(depth - 1);
        break;
      case 19:
        schema["patternProperties"] = {{pattern(), this->schema(depth - 1)}, {pattern(), this->schema(depth - 1)}};
        break;
      case 20:
        schema["additionalProperties"] = this->schema(depth - 1);
        break;
      case 21:
        schema["propertyNames"] = this->schema(depth - 1);
        break;
      case 22:
        schema["dependentSchemas"] = {{key(), this->schema(depth - 1)}};
        break;
      case 23:
        schema["items"] = this->schema(depth - 1);
        break;
      case 24:
        schema["prefixItems"] = schemas(depth);
        break;
      case 25:
        schema["contains"] = this->schema(depth - 1);
        if (below(2) == 0) schema["minContains"] = below(3);
        if (below(2) == 0) schema["maxContains"] = below(3);
        break;
      case 26:
        schema["uniqueItems"] = true;
        break;
      case 27:
        schema["allOf"] = schemas(depth);
        break;
      case 28:
        schema["anyOf"] = schemas(depth);
        break;
      case 29:
        schema["oneOf"] = schemas(depth);
        break;
      case 30:
        schema["not"] = this->schema(depth - 1);
        break;
      case 31:
        schema["if"] = this->schema(depth - 1);
        if (below(2) == 0) schema["then"] = this->schema(depth - 1);
        if (below(2) == 0) schema["else"] = this->schema(depth - 1);
        break;
      case 32:
        schema["$ref"] = pick<const char*>({"#/$defs/x", "#/$defs/y"});
        break;
      default:
        schema[pick<const char*>({"unevaluatedProperties", "unevaluatedItems"})] = this->schema(depth - 1);
        break;
    }
  }

  std::mt19937 random_;
};

std::uint32_t n_seeds(std::uint32_t usual) {
  const char* more = std::getenv("OREE_RANDOM_SCHEMAS");
  return more == nullptr ? usual : static_cast<std::uint32_t>(std::atoi(more));
}

TEST(RandomSchemas, CompilerAndValidatorAgree) {
  const std::uint32_t n_schemas = n_seeds(3000);
  int n_compiled = 0, n_empty = 0, n_values = 0, n_fitting = 0;
  for (std::uint32_t seed = 1; seed <= n_schemas; ++seed) {
    Generator generator(seed);
    const Json schema = generator.schema();
    CompileOptions options;
    options.spelling = Spelling::kAny;
    LanguagePool pool;
    CompiledSchema compiled;
    NodeId root = kNever;
    try {
      root = compile_schema(schema, options, pool, compiled, "");
      ++n_compiled;
    } catch (const Error& error) {
      if (std::string(error.what()) != "no value fits the schema") continue;
      ++n_empty;
    }
    test::CompiledSchemaJudge judge(pool, compiled);
    for (int i = 0; i < 40; ++i) {
      const Json value = generator.value(3);
      std::optional<std::string> violation;
      try {
        violation = find_violation(schema, value);
      } catch (const Error&) {
        break;  // a schema that applies itself to the same value, where the compiler need not look
      }
      const bool fits = judge.fits(root, value);
      ++n_values;
      n_fitting += fits ? 1 : 0;
      ASSERT_EQ(fits, !violation) << "seed " << seed << ": " << schema << "\nvalue: " << value << "\n"
                                  << violation.value_or("no violation");
    }
  }
  std::cout << n_compiled << " schemas of " << n_schemas << " compiled, " << n_empty << " allow nothing; " << n_fitting
            << " of " << n_values << " values fit\n";
  EXPECT_GT(n_compiled, n_schemas / 2);
  EXPECT_GT(n_fitting, n_values / 5);
}

// Objects and arrays of which several keywords say how many members there are, where a wrong choice leads nowhere.
Json counting_schema(std::mt19937& random) {
  const auto below = [&](unsigned end) { return static_cast<unsigned>(random() % end); };
  Json schema = Json::object();
  if (below(2) == 0) {
    schema = {{"type", "object"}, {"additionalProperties", below(2) == 0}};
    const std::vector<std::string> names = {"a", "ab", "b", "c"};
    for (const std::string& name : names) {
      if (below(4) > 0) schema["properties"][name] = below(5) == 0 ? Json(false) : Json{{"type", "null"}};
      if (below(3) > 0) schema["dependentRequired"][name] = Json::array({names[below(4)]});
      if (below(8) == 0) schema["required"].push_back(name);
    }
    if (below(3) > 0) schema["minProperties"] = below(5);
    if (below(3) > 0) schema["maxProperties"] = below(5);
    return schema;
  }
  const std::vector<Json> items = {true,
                                   false,
                                   {{"const", 1}},
                                   {{"enum", {1, 2}}},
                                   {{"enum", {2, nullptr}}},
                                   {{"type", "null"}},
                                   {{"type", "array"}, {"minItems", 1}}};
  const auto item = [&] { return items[below(static_cast<unsigned>(items.size()))]; };
  schema = {{"type", "array"}, {"contains", item()}};
  for (unsigned n = below(4); n > 0; --n) schema["prefixItems"].push_back(item());
  if (below(2) == 0) schema["items"] = item();
  if (below(2) == 0) schema["minContains"] = below(4);
  if (below(3) > 0) schema["maxContains"] = below(4);
  if (below(2) == 0) schema["minItems"] = below(5);
  if (below(2) == 0) schema["maxItems"] = below(5);
  return schema;
}

bool has_long_number(std::string_view text) {
  int length = 0;
  for (const char character : text) {
    length = (character >= '0' && character <= '9') || character == '.' ? length + 1 : 0;
    if (length == 16) return true;
  }
  return false;
}

// Any weights, and any number of tokens that suffices, end with a value of the schema.
TEST(RandomSchemas, WhatTheirGrammarsWriteIsValid) {
  const text::Tokenizer tokenizer = oree::test::straddling_vocabulary();
  const TokenTrie trie(tokenizer);
  int n_registered = 0, n_refused = 0;
  for (std::uint32_t seed = 1; seed <= n_seeds(2000); ++seed) {
    Generator generator(seed);
    std::mt19937 random(seed);
    const Json schema = seed % 2 == 0 ? generator.schema() : counting_schema(random);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + schema.dump());
    std::optional<Grammar> grammar;
    try {
      grammar.emplace(Grammar::from_json_schema(schema));
      find_violation(schema, nullptr);
    } catch (const Error& error) {
      ASSERT_NE(error.code(), ErrorCode::kInternal) << error.what();
      ++n_refused;
      continue;
    }
    ++n_registered;
    for (int extra = 0; extra < 12; ++extra) {
      GrammarMatcher matcher(*grammar, trie);
      int tokens_left = matcher.shortest_completion() + 3 * extra;
      std::string text;
      while (!matcher.is_complete()) {
        const std::vector<TokenId> tokens = oree::test::allowed(matcher.mask(tokens_left));
        ASSERT_FALSE(tokens.empty()) << text;
        ASSERT_GT(tokens_left--, 0) << text;
        const TokenId token = tokens[random() % tokens.size()];
        matcher.accept(token);
        text += tokenizer.token_bytes(token);
      }
      // A double holds 15 digits for sure; of more, what is read is not what was written.
      if (has_long_number(text)) continue;
      try {
        ASSERT_EQ(find_violation(schema, Json::parse(text)), std::nullopt) << text;
      } catch (const Error& error) {  // a schema that applies itself to the same value
        ASSERT_EQ(error.code(), ErrorCode::kLimit);
      }
    }
  }
  std::cout << n_registered << " schemas registered, " << n_refused << " refused\n";
  EXPECT_GT(n_registered, n_refused);
}

// Puts something else somewhere into the schema.
void mutate(Json& json, Generator& generator, std::mt19937& random) {
  if (json.is_structured() && !json.empty() && random() % 5 != 0) {
    auto member = json.begin();
    std::advance(member, static_cast<std::ptrdiff_t>(random() % json.size()));
    mutate(*member, generator, random);
  } else {
    json = generator.value(2);
  }
}

TEST(RandomSchemas, WhatIsNoSchemaIsRefusedWithAnError) {
  int n_refused = 0;
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    Generator generator(seed);
    std::mt19937 random(seed);
    Json schema = generator.schema();
    for (int i = 0; i < 3; ++i) mutate(schema, generator, random);
    try {
      check_schema(schema);
    } catch (const Error& error) {  // any other exception fails the test
      ++n_refused;
      EXPECT_NE(error.code(), ErrorCode::kInternal) << schema;
    }
    try {
      for (int i = 0; i < 5; ++i) find_violation(schema, generator.value(3));
    } catch (const Error& error) {
      EXPECT_NE(error.code(), ErrorCode::kInternal) << schema;
    }
  }
  EXPECT_GT(n_refused, 500);
}

}  // namespace
}  // namespace oree::decode
