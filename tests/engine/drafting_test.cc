// Guesses change how fast a text is written, never what is written.
#include "engine/drafting.h"

#include <cstdint>
#include <cstring>
#include <ostream>
#include <set>

#include "engine/shipped_model.h"

namespace oree::engine_test {
namespace {

using engine::DraftingSequence;
using engine::DraftLength;
using engine::LoadedModel;
using engine::Sequence;

struct Case {
  std::string name;
  CacheOptions cache = {};
  KvType type = KvType::kF16;
  std::optional<int> sliding_window = {};
  int chunk = 256;
};

void PrintTo(const Case& value, std::ostream* stream) { *stream << value.name; }

CacheOptions bounded(const std::string& policy) {
  CacheOptions cache;
  cache.policy = policy;
  cache.budget = {.unit = CacheBudget::Unit::kTokens, .amount = 64};
  cache.evict_every = 32;
  return cache;
}

std::vector<Case> cases() {
  Case at_end{"at_end", bounded("keydiff")};
  at_end.cache.evict_at_end = true;
  return {{"of_the_model"},
          {"full_q8_0", {}, KvType::kQ8_0, 0},
          {"narrow_windows", {}, KvType::kF16, 20, 16},
          {"steps_of_two", {}, KvType::kF16, 20, 2},
          {"steps_of_one", {}, KvType::kF16, 20, 1},
          {"streaming", bounded("streaming")},
          {"keydiff_q4_0", bounded("keydiff"), KvType::kQ4_0},
          {"snap_kv", bounded("snap_kv")},
          at_end};
}

class DraftingTest : public WithModel, public testing::WithParamInterface<Case> {
 protected:
  static EngineOptions options(int draft) {
    EngineOptions options;
    options.context = 1024;
    options.draft = draft;
    options.cache = GetParam().cache;
    options.kv_type_k = options.kv_type_v = GetParam().type;
    options.sliding_window = GetParam().sliding_window;
    options.chunk = GetParam().chunk;
    return options;
  }
};

// A text that repeats itself, so that there is something to guess.
std::vector<TokenId> prompt(const Engine& engine) {
  return engine.tokenize("Lunch with Ana on Thursday. Lunch with Ben on Friday. Lunch with Ana on Thursday. Lunch with",
                         {});
}

TEST_P(DraftingTest, GreedyAndSampledTextsAreTheSame) {
  const Engine plain(model_path(), options(0));
  const Engine drafting(model_path(), options(8));
  for (const float temperature : {0.0F, 0.3F, 1.0F}) {
    GenerateOptions generate{.max_tokens = 150, .sampling = {.temperature = temperature, .seed = 3}, .on_text = {}};
    Session one = plain.new_session();
    Session two = drafting.new_session();
    one.append(prompt(plain));
    two.append(prompt(drafting));
    // Twice: the second generation goes on where the first one stopped.
    for (int round = 0; round < 2; ++round) {
      const Generation expected = one.generate(generate);
      const Generation actual = two.generate(generate);
      EXPECT_EQ(actual.tokens, expected.tokens) << temperature;
      EXPECT_EQ(actual.stop, expected.stop);
      EXPECT_EQ(two.n_tokens(), one.n_tokens());
      if (GetParam().sliding_window != 20) {  // a ring that is full has lost rows to guesses, of which none is needed
        EXPECT_TRUE(two.kept() == one.kept());
      }
    }
    const std::vector<TokenId> more = prompt(plain);
    std::vector<float> expected;
    std::vector<float> actual;
    one.append(more, &expected);
    two.append(more, &actual);
    ASSERT_EQ(actual.size(), expected.size());
    EXPECT_EQ(std::memcmp(actual.data(), expected.data(), actual.size() * sizeof(float)), 0) << temperature;
  }
}

// Whatever is pushed, right or wrong: the logits are those of the tokens that were pushed.
TEST_P(DraftingTest, LogitsAreThoseOfTheTokensPushed) {
  const LoadedModel model(model_path(), options(8));
  Sequence one(model);
  Sequence two(model);
  std::vector<TokenId> text;
  for (int i = 0; i < 60; ++i) {
    text.push_back(300 + i % 12);
  }
  one.append(text);
  two.append(text);
  int n_guessed = 0;
  std::set<std::uintptr_t> addresses;  // of the logits of guesses
  {
    DraftingSequence drafting(two, 8);
    for (int i = 60; i < 200; ++i) {
      const TokenId token = i % 17 == 0 ? 500 + i : 300 + i % 12;  // now and then what nobody guesses
      one.append(std::span(&token, 1));
      drafting.push(token);
      n_guessed += drafting.n_waiting() == 0 ? 1 : 0;
      const bool guessed = drafting.n_waiting() == 0;
      const auto logits = drafting.logits();
      if (guessed) {
        addresses.insert(reinterpret_cast<std::uintptr_t>(logits.data()));
      }
      ASSERT_EQ(logits.size(), one.logits().size());
      ASSERT_EQ(std::memcmp(logits.data(), one.logits().data(), logits.size_bytes()), 0) << i;
    }
  }
  if (!addresses.empty()) {  // in one place, as the memory plan counts them
    EXPECT_LE(*addresses.rbegin() - *addresses.begin(), 8 * one.logits().size_bytes());
  }
  EXPECT_EQ(two.tokens(), one.tokens());
  EXPECT_EQ(std::memcmp(two.logits().data(), one.logits().data(), two.logits().size_bytes()), 0);
  const bool never = GetParam().chunk <= 2 || GetParam().cache.policy == "snap_kv";
  EXPECT_EQ(n_guessed > 0, !never) << n_guessed;
}

INSTANTIATE_TEST_SUITE_P(Caches, DraftingTest, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

class DraftedConversationTest : public WithModel {};

TEST_F(DraftedConversationTest, CallsAndTextAreTheSame) {
  EngineOptions options;
  options.draft = 0;
  const Engine plain(model_path(), options);
  options.draft = 8;
  const Engine drafting(model_path(), options);
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const auto talk = [&](const Engine& engine) {
      const auto conversation =
          engine.new_conversation("", some_tools(), {.temperature = seed % 2 == 0 ? 0.0F : 1.0F, .seed = seed});
      Json said = Json::array();
      for (const char* request : {"Lunch with Ana on Thursday at 12:30", "Lunch with Ana on Friday at 12:30"}) {
        conversation->add_user(request);
        TurnOptions turn_options;
        turn_options.tool_choice = ToolChoice::required();
        const AssistantTurn turn = conversation->next(turn_options);
        for (const ToolCall& call : turn.calls) {
          said.push_back({call.tool, call.arguments});
          conversation->add_tool_result({{"title", "Lunch with Ana"}});
        }
        turn_options.tool_choice = ToolChoice::none();
        turn_options.max_tokens = 40;
        said.push_back(conversation->next(turn_options).text);
      }
      return said;
    };
    EXPECT_EQ(talk(drafting), talk(plain)) << seed;
  }
}

TEST(DraftLength, FirstMeasuresThenGrowsWhileGuessesAreRight) {
  DraftLength length(8);
  EXPECT_EQ(length.next(), 0);
  length.note_plain(1);
  EXPECT_EQ(length.next(), 4);
  length.note_drafted(1.5, 4, 4);
  EXPECT_EQ(length.next(), 8);
  length.note_drafted(1.5, 8, 8);
  EXPECT_EQ(length.next(), 8);
  length.note_drafted(1.5, 8, 2);
  EXPECT_EQ(length.next(), 3);
}

TEST(DraftLength, PausesEverLongerWhileGuessesLose) {
  DraftLength length(8);
  length.note_plain(1);
  int before = 0;
  for (int round = 0; round < 3; ++round) {
    EXPECT_GT(length.next(), 0);
    length.note_drafted(1.5, 4, 0);  // 1.5 a token instead of 1
    int paused = 0;
    while (length.next() == 0) {
      ++paused;
    }
    EXPECT_GT(paused, before);
    before = paused;
  }
}

TEST(DraftLength, OffIsOff) {
  DraftLength length(0);
  length.note_plain(1);
  EXPECT_EQ(length.next(), 0);
}

}  // namespace
}  // namespace oree::engine_test
