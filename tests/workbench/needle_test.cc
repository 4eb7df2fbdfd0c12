#include "oree/workbench/needle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "engine/shipped_model.h"
#include "oree/error.h"
#include "support/story.h"
#include "support/temporary_directory.h"
#include "workbench/haystack.h"
#include "workbench/needle_prompt.h"

namespace oree {
namespace {

using engine_test::error_of;
using engine_test::model_path;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using workbench::Haystack;
using workbench::make_needle_prompt;
using workbench::NeedleChoice;
using workbench::NeedlePrompt;

class NeedleTest : public engine_test::WithModel {};

std::string text_of(const Engine& engine, const std::vector<TokenId>& tokens) { return engine.detokenize(tokens); }

// How many of the context's tokens come before that text, as a part of one.
double depth_of(const std::string& context, const std::string& needle) {
  const std::size_t at = context.find(needle);
  EXPECT_NE(at, std::string::npos) << context;
  return static_cast<double>(at) / static_cast<double>(context.size() - needle.size());
}

TEST(SentencesTest, EndAtMarksAndEmptyLines) {
  EXPECT_THAT(workbench::sentences_of("It rains. \"Does it?\" he said.\nYes! So\nit goes\n\nA title\n\n  The end"),
              ElementsAre("It rains.", "\"Does it?\" he said.", "Yes!", "So it goes", "A title", "The end"));
  EXPECT_THAT(workbench::sentences_of("It is 3.5 m long. \xe2\x80\x9cNo.\xe2\x80\x9d So be it."),
              ElementsAre("It is 3.5 m long.", "\xe2\x80\x9cNo.\xe2\x80\x9d", "So be it."));
  EXPECT_THAT(workbench::sentences_of(" \n\n "), ElementsAre());
}

TEST_F(NeedleTest, AHaystackIsAsLongAsAsked) {
  const Engine engine(model_path(), {});
  const std::vector<std::string> hay = workbench::sentences_of(test::story(200));
  for (const int length : {80, 200, 333, 1000}) {
    for (const double depth : {0.0, 30.0, 100.0}) {
      Haystack haystack;
      haystack.hay = hay;
      haystack.first = 190;  // it goes on with the first sentence
      haystack.hidden = {{.text = "A word is hidden here.", .depth = depth}};
      haystack.question = "The hidden word is";
      haystack.target = " word";
      haystack.length = length;
      const workbench::RetrievalTask task = workbench::haystack_task(engine, haystack);
      const auto n_tokens = static_cast<int>(task.context.size() + task.question.size() + task.target.size());
      EXPECT_LE(n_tokens, length);
      EXPECT_GT(n_tokens, length - 6) << "at depth " << depth;
      const std::string context = text_of(engine, task.context);
      EXPECT_EQ(context.back(), '\n');
      EXPECT_NEAR(depth_of(context, "A word is hidden here."), depth / 100, 16.0 / length) << context;
      EXPECT_EQ(text_of(engine, task.question), "The hidden word is");
      EXPECT_EQ(text_of(engine, task.target), " word");
      // The tokens are those of the text as a whole.
      std::vector<TokenId> whole = task.context;
      whole.insert(whole.end(), task.question.begin(), task.question.end());
      whole.insert(whole.end(), task.target.begin(), task.target.end());
      EXPECT_EQ(engine.tokenize(context + "The hidden word is word", {}), whole);
    }
  }
}

TEST_F(NeedleTest, SeveralSentencesAreHiddenEachAtItsDepth) {
  const Engine engine(model_path(), {});
  const std::vector<std::string> hay = workbench::sentences_of(test::story(200));
  Haystack haystack;
  haystack.hay = hay;
  haystack.hidden = {{.text = "Second.", .depth = 60}, {.text = "First.", .depth = 20}};
  haystack.question = "And so";
  haystack.length = 600;
  const workbench::RetrievalTask task = workbench::haystack_task(engine, haystack);
  const std::string context = text_of(engine, task.context);
  EXPECT_NEAR(depth_of(context, "First."), 0.2, 0.04);
  EXPECT_NEAR(depth_of(context, "Second."), 0.6, 0.04);
  EXPECT_TRUE(task.target.empty());
}

TEST_F(NeedleTest, WhatDoesNotFitIsRefused) {
  const Engine engine(model_path(), {});
  const std::vector<std::string> hay = workbench::sentences_of(test::story(5));
  const Error too_short = error_of([&] { make_needle_prompt(engine, hay, {.length = 20}); });
  EXPECT_EQ(too_short.code(), ErrorCode::kInvalid);
  EXPECT_EQ(too_short.where(), "--lengths");
  const Error too_long = error_of([&] { make_needle_prompt(engine, hay, {.length = 2000}); });
  EXPECT_EQ(too_long.code(), ErrorCode::kInvalid);
  EXPECT_THAT(too_long.hint(), HasSubstr("more text"));
}

TEST_F(NeedleTest, APromptFollowsFromItsChoice) {
  const Engine engine(model_path(), {});
  const std::vector<std::string> hay = workbench::sentences_of(test::story(300));
  const NeedleChoice choice = {.length = 300, .depth = 50, .repeat = 0, .seed = 5};
  const NeedlePrompt prompt = make_needle_prompt(engine, hay, choice);
  const std::string context = text_of(engine, prompt.task.context);
  EXPECT_THAT(context, HasSubstr(prompt.needle));
  EXPECT_THAT(prompt.needle, HasSubstr(" is " + prompt.value + "."));
  EXPECT_EQ(prompt.value.size(), 5u);
  EXPECT_EQ(text_of(engine, prompt.task.question) + " " + prompt.value + ".", prompt.needle);
  EXPECT_EQ(text_of(engine, prompt.task.target), " " + prompt.value);
  EXPECT_THAT(prompt.task.answers, ElementsAre(prompt.value));

  EXPECT_EQ(make_needle_prompt(engine, hay, choice).task.context, prompt.task.context);
  // Another depth: another needle in the same hay.
  NeedleChoice other = choice;
  other.depth = 100;
  const NeedlePrompt deeper = make_needle_prompt(engine, hay, other);
  EXPECT_NE(deeper.value, prompt.value);
  const std::string last_words = context.substr(context.size() - 60, 59);
  EXPECT_THAT(text_of(engine, deeper.task.context), HasSubstr(last_words));
  // Another seed or repeat: other hay.
  other = choice;
  other.seed = 6;
  EXPECT_THAT(text_of(engine, make_needle_prompt(engine, hay, other).task.context), Not(HasSubstr(last_words)));
  other = choice;
  other.repeat = 1;
  EXPECT_THAT(text_of(engine, make_needle_prompt(engine, hay, other).task.context), Not(HasSubstr(last_words)));
}

NeedleOptions few_prompts() {
  NeedleOptions options;
  options.texts = {test::story(200)};
  options.lengths = {150, 300};
  options.depths = {0, 100};
  options.n_repeats = 2;
  return options;
}

TEST_F(NeedleTest, CellsAreMeansAndTheScoreIsOfAllPrompts) {
  NeedleOptions options = few_prompts();
  int last_done = 0;
  options.on_progress = [&](int done, int total) {
    EXPECT_EQ(done, last_done + 1);
    EXPECT_EQ(total, 8);
    last_done = done;
  };
  const Json result = measure_needle(model_path(), {}, options);
  EXPECT_EQ(last_done, 8);
  EXPECT_EQ(result["prompts"], 8);
  ASSERT_EQ(result["cells"].size(), 4u);
  EXPECT_EQ(result["cells"][1]["length"], 150);
  EXPECT_EQ(result["cells"][1]["depth"], 100.0);
  double found = 0;
  double loss = 0;
  for (const Json& cell : result["cells"]) {
    found += cell["found"].get<double>() / 4;
    loss += cell["loss"].get<double>() / 4;
    EXPECT_GT(cell["loss"].get<double>(), 0);
  }
  EXPECT_DOUBLE_EQ(result["score"].get<double>(), found);
  EXPECT_NEAR(result["loss"].get<double>(), loss, 1e-12);
  EXPECT_LE(result["low"].get<double>(), found);
  EXPECT_GE(result["high"].get<double>(), found);
  EXPECT_LT(result["loss_low"].get<double>(), loss);
  EXPECT_GT(result["loss_high"].get<double>(), loss);
  EXPECT_EQ(result["cache"]["policy"], "none");
  options.on_progress = nullptr;
  EXPECT_EQ(measure_needle(model_path(), {}, options), result);
}

TEST_F(NeedleTest, ABudgetForAllTokensChangesNothingAndASmallOneDoes) {
  const NeedleOptions options = few_prompts();
  const Json free = measure_needle(model_path(), {}, options);
  for (const bool at_end : {false, true}) {
    EngineOptions engine;
    engine.cache.policy = "knorm";
    engine.cache.evict_at_end = at_end;
    engine.cache.evict_every = 32;
    engine.cache.budget = parse_cache_budget("100%");
    const Json all = measure_needle(model_path(), engine, options);
    EXPECT_EQ(all["cells"], free["cells"]);
    engine.cache.budget = parse_cache_budget("20%");
    const Json few = measure_needle(model_path(), engine, options);
    EXPECT_NE(few["loss"], free["loss"]);
    EXPECT_LT(few["cache"]["bytes"].get<std::size_t>(), free["cache"]["bytes"].get<std::size_t>());
    EXPECT_EQ(few["cache"]["evict_at"], at_end ? "end" : "steps");
    EXPECT_EQ(few["cache"]["asked"], "20%");
    EXPECT_TRUE(few["cache"]["budget"].is_null());  // another one for each length
    engine.cache.budget = parse_cache_budget("40");
    EXPECT_EQ(measure_needle(model_path(), engine, options)["cache"]["budget"], 40);
  }
}

TEST_F(NeedleTest, BadOptionsAreNamed) {
  const auto where = [](const std::function<void(NeedleOptions&)>& spoil) {
    NeedleOptions options = few_prompts();
    spoil(options);
    const Error error = error_of([&] { measure_needle(model_path(), {}, options); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    return error.where();
  };
  EXPECT_EQ(where([](NeedleOptions& options) { options.lengths.clear(); }), "--lengths");
  EXPECT_EQ(where([](NeedleOptions& options) { options.lengths = {0}; }), "--lengths");
  EXPECT_EQ(where([](NeedleOptions& options) { options.depths.clear(); }), "--depths");
  EXPECT_EQ(where([](NeedleOptions& options) { options.depths = {101}; }), "--depths");
  EXPECT_EQ(where([](NeedleOptions& options) { options.n_repeats = 0; }), "--repeats");
  EXPECT_EQ(where([](NeedleOptions& options) { options.texts = {" "}; }), "-f");
}

TEST_F(NeedleTest, NothingIsAskedTwice) {
  const auto where = [](const std::function<void(NeedleOptions&)>& spoil) {
    NeedleOptions options = few_prompts();
    spoil(options);
    const Error error = error_of([&] { measure_needle(model_path(), {}, options); });
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return error.where();
  };
  EXPECT_EQ(where([](NeedleOptions& options) { options.lengths = {200, 120, 200}; }), "--lengths");
  EXPECT_EQ(where([](NeedleOptions& options) { options.depths = {50, 50}; }), "--depths");
}

TEST_F(NeedleTest, APictureHasACellForEveryLengthAndDepth) {
  const test::TemporaryDirectory folder;
  NeedleOptions options = few_prompts();
  options.depths = {0, 12.5, 100};
  options.n_repeats = 1;
  options.picture = folder.path() / "needles.svg";
  EngineOptions engine;
  engine.cache.policy = "knorm";
  engine.cache.budget = parse_cache_budget("50%");
  measure_needle(model_path(), engine, options);
  std::ifstream file(options.picture);
  const std::string svg((std::istreambuf_iterator<char>(file)), {});
  for (const char* text : {">150<", ">300<", ">0%<", ">12.5%<", ">100%<", "Needles found, oree-mini, knorm, 50%<"}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
}

}  // namespace
}  // namespace oree
