#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <thread>

#include "decode/grammar.h"
#include "decode/json_schema.h"
#include "decode/vocabularies.h"
#include "text/prompt_format.h"

namespace oree::decode {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) { return random() % end; }

// Chooses uniformly among the tokens allowed until the sentence is complete; checks the bounds on the way.
std::string generate(const text::Tokenizer& tokenizer, GrammarMatcher& matcher, int max_tokens, Random& random) {
  std::string text;
  int tokens_left = max_tokens;
  while (!matcher.is_complete()) {
    const std::vector<TokenId> tokens = test::allowed(matcher.mask(tokens_left));
    EXPECT_FALSE(tokens.empty()) << text;
    if (tokens.empty() || tokens_left == 0) break;
    const TokenId token = tokens[below(random, tokens.size())];
    matcher.accept(token);
    text += tokenizer.token_bytes(token);
    --tokens_left;
    EXPECT_LE(matcher.shortest_completion(), tokens_left) << text;
  }
  return text;
}

Json random_schema(Random& random, int depth) {
  switch (below(random, depth == 0 ? 6u : 8u)) {
    case 0: {
      Json schema = {{"type", "string"}};
      const auto least = below(random, 4);
      if (below(random, 2) == 0) schema["minLength"] = least;
      if (below(random, 2) == 0) schema["maxLength"] = least + below(random, 6);
      return schema;
    }
    case 1: {
      Json schema = {{"type", "integer"}};
      const auto low = static_cast<std::int64_t>(below(random, 4000)) - 2000;
      if (below(random, 2) == 0) schema["minimum"] = low;
      if (below(random, 2) == 0) schema["maximum"] = low + static_cast<std::int64_t>(below(random, 3000));
      return schema;
    }
    case 2:
      return {{"type", "number"}};
    case 3:
      return {{"type", below(random, 2) == 0 ? "boolean" : "null"}};
    case 4:
      return {{"enum", {"red", "re", "\xC3\xA9\"", 12, nullptr}}};
    case 5:
      return {{"const", Json::object({{"k", Json::array({1, "x"})}})}};
    case 6: {
      Json schema = {{"type", "array"}, {"items", random_schema(random, depth - 1)}};
      const auto least = below(random, 3);
      if (below(random, 2) == 0) schema["minItems"] = least;
      if (below(random, 2) == 0) schema["maxItems"] = least + below(random, 3) + 1;
      return schema;
    }
    default: {
      Json schema = {{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
      for (const char* name : {"a", "ab", "\xC3\xA9 \"q\"", "title"}) {
        if (below(random, 2) == 0) continue;
        schema["properties"][name] = random_schema(random, depth - 1);
        if (below(random, 2) == 0) schema["required"].push_back(name);
      }
      return schema;
    }
  }
}

class MatcherTest : public testing::Test {
 protected:
  text::Tokenizer tokenizer_ = test::straddling_vocabulary();
  TokenTrie trie_{tokenizer_};
};

// The promise of the agent: with any weights and any number of tokens that suffices, calls parse and are valid.
void check_random_calls(const text::Tokenizer& tokenizer, const TokenTrie& trie, int rounds) {
  const std::vector<ToolDescription> tools = test::built_in_descriptions();
  const Grammar grammar = Grammar::from_tools(tools, 3);
  Random random(1);
  const int shortest = GrammarMatcher(grammar, trie).shortest_completion();
  for (int round = 0; round < rounds; ++round) {
    GrammarMatcher matcher(grammar, trie);
    const int max_tokens = shortest + static_cast<int>(below(random, round % 10 == 0 ? 200 : 60));
    const std::string text = generate(tokenizer, matcher, max_tokens, random);
    ASSERT_TRUE(matcher.is_complete()) << text;
    const std::vector<ToolCall> calls = text::parse_calls(text);
    ASSERT_LE(calls.size(), 3u);
    EXPECT_EQ(text::render_calls(calls), text);
    for (const ToolCall& call : calls) {
      const auto tool =
          std::find_if(tools.begin(), tools.end(), [&](const auto& one) { return one.name == call.tool; });
      ASSERT_NE(tool, tools.end()) << text;
      EXPECT_EQ(find_violation(tool->schema, call.arguments), std::nullopt) << text;
    }
  }
}

TEST_F(MatcherTest, RandomWeightsWriteValidCalls) { check_random_calls(tokenizer_, trie_, 10'000); }

TEST(ShippedVocabulary, RandomWeightsWriteValidCalls) {
  const auto model = std::filesystem::path(OREE_SOURCE_DIR) / "models/oree-mini.gguf";
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "needs " << model;
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(gguf::File::open(model));
  check_random_calls(tokenizer, TokenTrie(tokenizer), 200);
}

TEST(SentencePieceVocabulary, RandomWeightsWriteValidCalls) {
  const auto model = test::shared_data("tokenizers/ggml-vocab-llama-spm.gguf");
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "needs " << model;
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(gguf::File::open(model));
  check_random_calls(tokenizer, TokenTrie(tokenizer), 20);
}

TEST_F(MatcherTest, ThreadsThatShareAGrammarWriteWhatOneAloneDoes) {
  const std::vector<ToolDescription> tools = test::built_in_descriptions();
  const Grammar alone = Grammar::from_tools(tools, 2);
  const Grammar shared = Grammar::from_tools(tools, 2);
  const auto write = [&](const Grammar& grammar, unsigned seed) {
    Random random(seed);
    std::string texts;
    for (int round = 0; round < 20; ++round) {
      GrammarMatcher matcher(grammar, trie_);
      texts += generate(tokenizer_, matcher, matcher.shortest_completion() + 30, random);
    }
    return texts;
  };
  std::vector<std::string> written(4);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < written.size(); ++i) {
    threads.emplace_back([&, i] { written[i] = write(shared, i / 2); });  // two of them the same, at the same time
  }
  for (std::thread& thread : threads) thread.join();
  for (unsigned i = 0; i < written.size(); ++i) EXPECT_EQ(written[i], write(alone, i / 2));
}

TEST_F(MatcherTest, RandomWeightsWriteValidValuesOfRandomSchemas) {
  Random random(2);
  int count = 0;
  for (int round = 0; round < 400; ++round) {
    const Json schema = random_schema(random, 3);
    SCOPED_TRACE(schema.dump());
    const Grammar grammar = Grammar::from_json_schema(schema);
    const int shortest = GrammarMatcher(grammar, trie_).shortest_completion();
    for (int extra = 0; extra < 25; ++extra, ++count) {
      GrammarMatcher matcher(grammar, trie_);
      const std::string text = generate(tokenizer_, matcher, shortest + extra, random);
      ASSERT_TRUE(matcher.is_complete()) << text;
      const Json value = Json::parse(text);
      EXPECT_EQ(find_violation(schema, value), std::nullopt) << text;
    }
  }
  EXPECT_EQ(count, 10'000);
}

TEST_F(MatcherTest, MasksAreExactlyTheTokensWhoseBytesFit) {
  const Grammar grammar = Grammar::from_tools(test::built_in_descriptions(), 2);
  Random random(3);
  for (int round = 0; round < 10; ++round) {
    GrammarMatcher matcher(grammar, trie_);
    std::string text;
    for (int step = 0; step < 40 && !matcher.is_complete(); ++step) {
      const TokenMask mask = matcher.mask(1000);
      ASSERT_EQ(mask.size(), (static_cast<std::size_t>(tokenizer_.vocabulary_size()) + 63) / 64);
      for (TokenId id = 0; id < tokenizer_.vocabulary_size(); ++id) {
        GrammarMatcher other(grammar, trie_);
        ASSERT_TRUE(other.try_bytes(text));
        const bool fits = !tokenizer_.token_bytes(id).empty() && other.try_bytes(tokenizer_.token_bytes(id));
        ASSERT_EQ(test::allows(mask, id), fits) << text << " then " << tokenizer_.token_spelling(id);
      }
      const std::vector<TokenId> tokens = test::allowed(mask);
      const TokenId token = tokens[below(random, tokens.size())];
      matcher.accept(token);
      text += tokenizer_.token_bytes(token);
    }
  }
}

TEST_F(MatcherTest, TokensMayStraddleTheParts) {
  const Grammar grammar = Grammar::from_tools(test::built_in_descriptions());
  GrammarMatcher matcher(grammar, trie_);
  std::string text;
  for (const char* bytes :
       {"[{\"name\": \"", "calendar", "_create", "\", \"arguments\": {\"", "title\": \"", "\xC3\xA9\"", ", ", "\"",
        "start", "\": \"", "ab", "\"}}, {\"name\": \"", "clock_now", "\", \"arguments\": {", "}}", "]"}) {
    bool found = false;
    for (TokenId id = 0; id < tokenizer_.vocabulary_size() && !found; ++id) {
      if (tokenizer_.token_bytes(id) != bytes || !test::allows(matcher.mask(500), id)) continue;
      matcher.accept(id);
      found = true;
    }
    EXPECT_TRUE(found || matcher.try_bytes(bytes)) << bytes << " behind " << text;
    text += bytes;
  }
  EXPECT_TRUE(matcher.is_complete());
  EXPECT_EQ(text::parse_calls(text).size(), 2u);
  EXPECT_TRUE(test::allowed(matcher.mask(10)).empty()) << "nothing follows a complete array of calls";
}

TEST_F(MatcherTest, KnowsWhatMustFollow) {
  const Grammar grammar = Grammar::from_tools(test::built_in_descriptions());
  GrammarMatcher matcher(grammar, trie_);
  EXPECT_EQ(matcher.forced_bytes(), "[{\"name\": \"");
  ASSERT_FALSE(matcher.try_bytes("[{\"name\": \"z"));
  ASSERT_TRUE(matcher.try_bytes("[{\"name\": \"calendar_m"));
  EXPECT_EQ(matcher.forced_bytes(), "ove\", \"arguments\": {\"event\": \"");
  ASSERT_TRUE(matcher.try_bytes("ove\", \"arguments\": {\"event\": \""));
  EXPECT_EQ(matcher.forced_bytes(), "") << "inside a string anything may follow";
  ASSERT_TRUE(matcher.try_bytes("x\""));
  EXPECT_EQ(matcher.forced_bytes(), ", \"start\": \"");
  ASSERT_TRUE(matcher.try_bytes(", \"start\": \"y\""));
  EXPECT_EQ(matcher.forced_bytes(), "}}");
  ASSERT_TRUE(matcher.try_bytes("}}]"));
  EXPECT_EQ(matcher.forced_bytes(), "");
}

TEST_F(MatcherTest, FailedBytesChangeNothing) {
  const Grammar grammar = Grammar::from_json_schema({{"type", "boolean"}});
  GrammarMatcher matcher(grammar, trie_);
  EXPECT_FALSE(matcher.try_bytes("trap"));
  EXPECT_TRUE(matcher.try_bytes("true"));
  EXPECT_TRUE(matcher.is_complete());
}

TEST_F(MatcherTest, RefusesATokenOutsideTheMask) {
  const Grammar grammar = Grammar::from_json_schema({{"type", "boolean"}});
  GrammarMatcher matcher(grammar, trie_);
  for (const TokenId token : {TokenId{'x'}, tokenizer_.find_control("</s>").value(), -1, 1 << 20}) {
    EXPECT_EQ(test::error_of([&] { matcher.accept(token); }).code(), ErrorCode::kInternal);
  }
}

TEST_F(MatcherTest, ClosesInTimeAndNotBefore) {
  const Grammar grammar = Grammar::from_json_schema({{"type", "string"}});
  GrammarMatcher matcher(grammar, trie_);
  EXPECT_EQ(matcher.shortest_completion(), 2);
  EXPECT_TRUE(matcher.try_bytes("\"a"));
  EXPECT_EQ(matcher.shortest_completion(), 1);
  for (const TokenId token : test::allowed(matcher.mask(1))) EXPECT_EQ(tokenizer_.token_bytes(token).back(), '"');
  EXPECT_TRUE(test::allows(matcher.mask(1), '"'));
  EXPECT_TRUE(test::allows(matcher.mask(2), 'a'));
  EXPECT_FALSE(test::allows(matcher.mask(2), 0xF0)) << "three bytes and a quote would have to follow";
  EXPECT_TRUE(test::allows(matcher.mask(5), 0xF0));
}

TEST_F(MatcherTest, FollowsAShortestWayWhenThereIsNoTime) {
  const Grammar grammar = Grammar::from_tools(test::built_in_descriptions());
  for (const int max_tokens : {-5, 0, 1, 5}) {
    GrammarMatcher matcher(grammar, trie_);
    std::string text;
    for (int step = 0; !matcher.is_complete(); ++step) {
      ASSERT_LT(step, 40) << text;
      const int before = matcher.shortest_completion();
      const std::vector<TokenId> tokens = test::allowed(matcher.mask(max_tokens - step));
      ASSERT_FALSE(tokens.empty()) << text;
      matcher.accept(tokens.back());
      text += tokenizer_.token_bytes(tokens.back());
      EXPECT_LT(matcher.shortest_completion(), before) << text;
    }
    EXPECT_EQ(text::parse_calls(text).size(), 1u);
  }
}

TEST(IncompleteVocabulary, IsUsedAsFarAsItGoes) {
  // A SentencePiece vocabulary without byte tokens.
  std::vector<std::string> tokens = {"<unk>", "\"", "a", "\\", "tr", "ue", "false", "1", "null", "{\"", "é", "\\u"};
  const auto tokenizer_of = [&tokens] {
    test::GgufFixture fixture;
    fixture.add("tokenizer.ggml.model", "llama").add("tokenizer.ggml.tokens", tokens);
    std::vector<std::int32_t> types(tokens.size(), 1);
    types[0] = 2;
    fixture.add("tokenizer.ggml.scores", std::vector<float>(tokens.size(), 0.f))
        .add("tokenizer.ggml.token_type", types);
    fixture.add("tokenizer.ggml.unknown_token_id", 0u);
    return text::Tokenizer::from_gguf(fixture.open());
  };
  const text::Tokenizer tokenizer = tokenizer_of();
  const TokenTrie trie(tokenizer);
  const Grammar string = Grammar::from_json_schema({{"type", "string"}});
  GrammarMatcher matcher(string, trie);
  EXPECT_EQ(matcher.shortest_completion(), 2);
  ASSERT_TRUE(matcher.try_bytes("\"a"));
  EXPECT_THAT(test::allowed(matcher.mask(50)), testing::ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  EXPECT_FALSE(matcher.try_bytes("\\u")) << "no escape of six bytes can be finished";

  const Grammar object = Grammar::from_json_schema({{"type", "object"}});
  EXPECT_EQ(test::error_of([&] { GrammarMatcher(object, trie); }).code(), ErrorCode::kUnsupported);
}

TEST_F(MatcherTest, StaysSmallOnLongGenerations) {
  const Grammar grammar = Grammar::from_json_schema({{"type", "string"}, {"minLength", 24000}});
  GrammarMatcher matcher(grammar, trie_);
  ASSERT_TRUE(matcher.try_bytes("\""));
  for (int i = 0; i < 12000; ++i) {
    ASSERT_TRUE(test::allows(matcher.mask(1 << 30), 'a'));
    matcher.accept('a');
  }
  ASSERT_TRUE(matcher.try_bytes(std::string(12000, 'b') + "\""));
  EXPECT_TRUE(matcher.is_complete());
}

// Reported, and bounded loosely enough for a sanitizer build.
void time_masks(const text::Tokenizer& tokenizer, const char* name) {
  using Clock = std::chrono::steady_clock;
  const auto started = Clock::now();
  const TokenTrie trie(tokenizer);
  const auto trie_made = Clock::now();
  const Grammar grammar = Grammar::from_tools(test::built_in_descriptions());
  const auto grammar_made = Clock::now();
  const std::string text = text::render_calls(
      {{"calendar_create", {{"title", "Lunch with Ana"}, {"start", "Thursday at 12:30"}, {"duration_minutes", 90}}}});
  GrammarMatcher matcher(grammar, trie);
  Clock::duration total{};
  Clock::duration longest{};
  int count = 0;
  for (const TokenId token : tokenizer.encode(text, {.add_bos = false, .special = false, .lossy = false})) {
    const auto before = Clock::now();
    const bool fits = test::allows(matcher.mask(512), token);
    const auto taken = Clock::now() - before;
    total += taken;
    longest = std::max(longest, taken);
    ++count;
    if (!fits) break;  // SentencePiece begins with a space
    matcher.accept(token);
  }
  const auto microseconds = [](Clock::duration duration) {
    return std::chrono::duration<double, std::micro>(duration).count();
  };
  std::printf("%s: %d tokens, trie %.0f us, grammar %.0f us, masks mean %.1f us, longest %.1f us\n", name,
              tokenizer.vocabulary_size(), microseconds(trie_made - started), microseconds(grammar_made - trie_made),
              microseconds(total) / count, microseconds(longest));
  EXPECT_LT(microseconds(total) / count, 50'000);
}

TEST(MaskSpeed, IsMeasured) {
  const auto model = std::filesystem::path(OREE_SOURCE_DIR) / "models/oree-mini.gguf";
  const auto gpt2 = test::shared_data("tokenizers/ggml-vocab-gpt-2.gguf");
  for (const auto& path : {model, gpt2}) {
    if (!std::filesystem::exists(path)) continue;
    time_masks(text::Tokenizer::from_gguf(gguf::File::open(path)), path.filename().c_str());
  }
  time_masks(test::straddling_vocabulary(), "straddling");
}

}  // namespace
}  // namespace oree::decode
