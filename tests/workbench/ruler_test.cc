#include "oree/workbench/ruler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/shipped_model.h"
#include "oree/error.h"
#include "workbench/bounded_reader.h"
#include "workbench/filler.h"
#include "workbench/ruler_score.h"
#include "workbench/ruler_tasks.h"

namespace oree {
namespace {

using engine_test::error_of;
using engine_test::model_path;
using workbench::RulerRequest;
using workbench::RulerSample;
using workbench::RulerTask;

class RulerTest : public engine_test::WithModel {
 protected:
  void SetUp() override {
    WithModel::SetUp();
    if (!IsSkipped()) {
      engine_.emplace(model_path(), EngineOptions{});
      hay_ = workbench::filler_sentences(5, 400);
    }
  }
  const Engine& engine() const { return *engine_; }
  RulerSample sample(const RulerTask& task, int length, int index, std::uint64_t seed = 3) const {
    return task.make(engine(), {.hay = hay_, .length = length, .sample = index, .seed = seed});
  }
  std::string text(std::span<const TokenId> tokens) const { return engine().detokenize(tokens); }
  // The words of the list in a context of ruler_words.cc.
  std::map<std::string, int> word_counts(const std::string& context) const {
    std::map<std::string, int> counts;
    const std::size_t begin = context.find(':') + 2;
    for (std::size_t at = begin; at < context.size();) {
      const std::size_t end = std::min(context.find_first_of(" .", at), context.size());
      if (end > at && context[at] != '\n') {
        ++counts[context.substr(at, end - at)];
      }
      at = end + 1;
    }
    return counts;
  }

  std::optional<Engine> engine_;
  std::vector<std::string> hay_;
};

bool operator==(const RulerSample& one, const RulerSample& other) {
  return one.context == other.context &&
         std::equal(one.questions.begin(), one.questions.end(), other.questions.begin(), other.questions.end(),
                    [](const workbench::RetrievalTask& left, const workbench::RetrievalTask& right) {
                      return left.question == right.question && left.target == right.target &&
                             left.answers == right.answers;
                    });
}

TEST_F(RulerTest, EveryAnswerStandsInTheContextAndInTheTarget) {
  for (const RulerTask& task : workbench::ruler_tasks()) {
    for (int index = 0; index < 5; ++index) {
      const RulerSample made = sample(task, 700, index);
      ASSERT_FALSE(made.questions.empty());
      for (const workbench::RetrievalTask& question : made.questions) {
        EXPECT_EQ(workbench::found_answers(text(made.context), question.answers, false), 1) << task.name;
        EXPECT_EQ(workbench::found_answers(text(question.target), question.answers, false), 1) << task.name;
        EXPECT_EQ(workbench::found_answers(text(question.question), question.answers, true), 0)
            << task.name << ": " << text(question.question);
      }
    }
  }
}

TEST_F(RulerTest, LengthsAreHit) {
  for (const RulerTask& task : workbench::ruler_tasks()) {
    for (const int length : {600, 900}) {
      const RulerSample made = sample(task, length, 1);
      std::size_t longest = 0;
      for (const workbench::RetrievalTask& question : made.questions) {
        longest = std::max(longest, question.question.size() + static_cast<std::size_t>(question.max_tokens));
      }
      EXPECT_LE(made.context.size() + longest, static_cast<std::size_t>(length)) << task.name;
      EXPECT_GE(made.context.size() + longest, static_cast<std::size_t>(length) - 12) << task.name;
    }
  }
}

TEST_F(RulerTest, SamplesFollowFromSeedLengthAndIndexAlone) {
  for (const RulerTask& task : workbench::ruler_tasks()) {
    EXPECT_TRUE(sample(task, 600, 0) == sample(task, 600, 0)) << task.name;
    EXPECT_FALSE(sample(task, 600, 0) == sample(task, 600, 1)) << task.name;
    EXPECT_FALSE(sample(task, 600, 0) == sample(task, 600, 0, 4)) << task.name;
  }
}

TEST_F(RulerTest, ChainsAreTheOnesOfTheAskedValue) {
  for (int index = 0; index < 5; ++index) {
    const RulerSample made = sample(workbench::ruler_task("variable_tracking"), 700, index);
    const std::string context = text(made.context);
    const std::string question = text(made.questions[0].question);
    const std::size_t digit = question.find_first_of("0123456789");
    const std::string value = question.substr(digit, 5);
    // Follows the assignments as a reader would.
    std::set<std::string> holds;
    for (std::size_t at = context.find("The value of "); at != std::string::npos;
         at = context.find("The value of ", at + 1)) {
      const std::string name = context.substr(at + 13, 2);
      const std::string right = context.substr(at + 19, 18);
      if (right.starts_with(value) || (right.starts_with("the value of ") && holds.count(right.substr(13, 2)) == 1)) {
        holds.insert(name);
      }
    }
    const std::vector<std::string>& answers = made.questions[0].answers;
    EXPECT_EQ(holds, std::set<std::string>(answers.begin(), answers.end())) << context;
    EXPECT_EQ(holds.size(), 4u);
  }
}

TEST_F(RulerTest, AnswersOfListsOccurMostOften) {
  for (const char* name : {"common_words", "frequent_words"}) {
    for (const int length : {600, 1000}) {
      const RulerSample made = sample(workbench::ruler_task(name), length, 2);
      const std::vector<std::string>& answers = made.questions[0].answers;
      std::map<std::string, int> counts = word_counts(text(made.context));
      int least = 1 << 30;
      for (const std::string& answer : answers) {
        least = std::min(least, counts[answer]);
        counts.erase(answer);
      }
      ASSERT_FALSE(counts.empty());
      for (const auto& [word, count] : counts) {
        EXPECT_LT(count, least) << name << ": " << word;
      }
    }
  }
}

TEST_F(RulerTest, AClozeIsASentenceOfTheHay) {
  for (int index = 0; index < 5; ++index) {
    const RulerSample made = sample(workbench::ruler_task("cloze"), 500, index);
    const std::string sentence = text(made.questions[0].question) + text(made.questions[0].target) + ".";
    EXPECT_NE(std::find(hay_.begin(), hay_.end(), sentence), hay_.end()) << sentence;
    EXPECT_NE(text(made.context).find(sentence), std::string::npos);
  }
}

TEST_F(RulerTest, SeveralQuestionsShareOneContext) {
  const RulerSample made = sample(workbench::ruler_task("multi_query"), 600, 0);
  ASSERT_EQ(made.questions.size(), 4u);
  std::set<std::string> answers;
  for (const workbench::RetrievalTask& question : made.questions) {
    answers.insert(question.answers.front());
    EXPECT_TRUE(question.context.empty());
    // What is asked stands in the context word for word.
    const std::string fact = text(question.question) + text(question.target) + ".";
    EXPECT_NE(text(made.context).find(fact), std::string::npos) << fact;
  }
  EXPECT_EQ(answers.size(), 4u);
  EXPECT_EQ(sample(workbench::ruler_task("multi_key"), 600, 0).questions.size(), 1u);
}

TEST_F(RulerTest, QuestionsOfASessionDoNotDisturbEachOther) {
  const RulerSample made = sample(workbench::ruler_task("multi_query"), 400, 0);
  const workbench::BoundedReader reader(model_path(), {}, 400);
  const Session session = reader.read(made.context);
  const workbench::SampleScore together = workbench::ask_all(reader.engine(), session, made);
  EXPECT_EQ(session.n_tokens(), static_cast<int>(made.context.size()));
  double loss = 0;
  for (const workbench::RetrievalTask& question : made.questions) {
    Session alone = reader.read(made.context);
    loss += workbench::ask(reader.engine(), alone, question).loss / 4;
  }
  EXPECT_NEAR(together.loss, loss, 1e-12);
  EXPECT_GT(together.cache_bytes, 0u);
}

TEST(RulerScoreTest, SummariesAreMeansWithIntervals) {
  const std::vector<workbench::SampleScore> scores = {{.found = 1, .loss = 2}, {.found = 0.5, .loss = 4}};
  const Json summary = workbench::summary_of(scores);
  EXPECT_EQ(summary["score"], 0.75);
  EXPECT_EQ(summary["loss"], 3);
  EXPECT_EQ(summary["samples"], 2);
  EXPECT_NEAR(summary["loss_high"].get<double>(), 3 + 12.7062, 1e-3);  // Student's t of two parts
  EXPECT_LT(summary["low"].get<double>(), 0.75);
  EXPECT_GT(summary["high"].get<double>(), 0.75);
  EXPECT_TRUE(workbench::summary_of(std::span(scores).first(1))["loss_low"].is_null());
}

TEST(RulerSampleTest, ListsReadAsSentences) {
  const std::vector<std::string> words = {"one", "two", "three"};
  EXPECT_EQ(workbench::listed(std::span(words).first(1)), "one");
  EXPECT_EQ(workbench::listed(std::span(words).first(2)), "one and two");
  EXPECT_EQ(workbench::listed(words), "one, two and three");
}

TEST_F(RulerTest, ThePolicyBoundsTheCacheAndNotTheSamples) {
  RulerOptions options;
  options.lengths = {300, 200};
  options.tasks = {"single", "cloze"};
  options.n_samples = 2;
  int last_done = 0;
  options.on_progress = [&](int done, int total) {
    EXPECT_EQ(done, last_done + 1);
    EXPECT_EQ(total, 8);
    last_done = done;
  };
  const Json free = measure_ruler(model_path(), {}, options);
  EXPECT_EQ(last_done, 8);
  EXPECT_EQ(free["samples"], 8);
  EXPECT_EQ(free["by"]["task"]["single"]["samples"], 4);
  EXPECT_EQ(free["by"]["length"]["200"]["samples"], 4);
  EXPECT_NEAR(
      free["loss"].get<double>(),
      (free["by"]["task"]["single"]["loss"].get<double>() + free["by"]["task"]["cloze"]["loss"].get<double>()) / 2,
      1e-12);
  EXPECT_EQ(free["cache"]["policy"], "none");

  options.on_progress = {};
  EngineOptions bounded;
  bounded.cache.policy = "knorm";
  bounded.cache.evict_at_end = true;
  const Json all = measure_ruler(model_path(), bounded, options);
  EXPECT_EQ(all["loss"], free["loss"]);  // a budget of 100% evicts nothing
  bounded.cache.budget = parse_cache_budget("25%");
  const Json few = measure_ruler(model_path(), bounded, options);
  EXPECT_NE(few["loss"], free["loss"]);
  EXPECT_LT(few["cache"]["bytes"].get<std::size_t>(), free["cache"]["bytes"].get<std::size_t>());
}

TEST_F(RulerTest, NothingIsAskedTwice) {
  const auto refusal = [](const RulerOptions& options) {
    const Error error = error_of([&] { measure_ruler(model_path(), {}, options); });
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return error.where();
  };
  RulerOptions options;
  options.tasks = {"single", "cloze", "single"};
  EXPECT_EQ(refusal(options), "--tasks");
  options.tasks = {"single"};
  options.lengths = {200, 200};
  EXPECT_EQ(refusal(options), "--lengths");
}

TEST_F(RulerTest, WhatCannotBeMeasuredIsRefused) {
  const auto where = [](const RulerOptions& options) {
    const Error error = error_of([&] { measure_ruler(model_path(), {}, options); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    return error.where();
  };
  RulerOptions options;
  options.tasks = {"juggling"};
  EXPECT_EQ(where(options), "--tasks");
  options.tasks = {"single"};
  options.lengths = {20};
  EXPECT_EQ(where(options), "--lengths");
  options.tasks = {"frequent_words"};
  options.lengths = {200};
  EXPECT_EQ(where(options), "--lengths");
  options.lengths = {};
  EXPECT_EQ(where(options), "--lengths");
  options.lengths = {400};
  options.n_samples = 0;
  EXPECT_EQ(where(options), "--samples");
  options.n_samples = 1;
  options.texts = {" \n"};
  EXPECT_EQ(where(options), "-f");
  options.texts = {"One short sentence."};
  options.tasks = {"single"};
  EXPECT_EQ(where(options), "the text");
  options.tasks = {"cloze"};
  EXPECT_EQ(where(options), "the text");
}

}  // namespace
}  // namespace oree
