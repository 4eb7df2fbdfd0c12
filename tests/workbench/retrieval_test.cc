#include "workbench/retrieval.h"

#include <gtest/gtest.h>

#include "engine/shipped_model.h"
#include "oree/error.h"
#include "support/story.h"
#include "workbench/token_losses.h"

namespace oree::workbench {
namespace {

using engine_test::error_of;
using engine_test::model_path;

class RetrievalTest : public engine_test::WithModel {};

double found(const std::string& text, const std::vector<std::string>& answers, bool any = false) {
  return found_answers(text, answers, any);
}

TEST(FoundAnswersTest, AreWholeWordsInEitherCase) {
  EXPECT_EQ(found("It is 12345.", {"12345"}), 1);
  EXPECT_EQ(found("It is 123456.", {"12345"}), 0);
  EXPECT_EQ(found("It is 912345.", {"12345"}), 0);
  EXPECT_EQ(found("912345 or 12345", {"12345"}), 1);
  EXPECT_EQ(found("in PARIS", {"Paris"}), 1);
  EXPECT_EQ(found("(x)y", {"(x)"}), 1);
  EXPECT_EQ(found("", {"a"}), 0);
}

TEST(FoundAnswersTest, CountSharesOrOneOfThem) {
  EXPECT_EQ(found("one, three", {"one", "two", "three", "four"}), 0.5);
  EXPECT_EQ(found("one, three", {"one", "two", "three", "four"}, true), 1);
  EXPECT_EQ(found("five", {"one", "two"}, true), 0);
}

RetrievalTask some_task(const Engine& engine) {
  RetrievalTask task;
  task.context = engine.tokenize(test::story(20), {});
  task.question = engine.tokenize(" My uncle waits on day", TokenizeOptions{.add_bos = false});
  task.target = engine.tokenize(" 31 and 7", TokenizeOptions{.add_bos = false});
  task.answers = {"31"};
  task.max_tokens = 4;
  return task;
}

CacheOptions policy(const std::string& name, const std::string& budget) {
  CacheOptions options;
  options.policy = name;
  options.budget = parse_cache_budget(budget);
  return options;
}

TEST_F(RetrievalTest, TheLossIsThatOfTheWholeText) {
  const Engine engine(model_path(), {});
  const RetrievalTask task = some_task(engine);
  const RetrievalScore score = run_retrieval(engine, task, {}).front();
  std::vector<TokenId> whole = task.context;
  whole.insert(whole.end(), task.question.begin(), task.question.end());
  Session reading = engine.new_session();
  reading.append(whole);
  GenerateOptions generate;
  generate.max_tokens = 4;
  EXPECT_EQ(score.written, reading.generate(generate).text);
  whole.insert(whole.end(), task.target.begin(), task.target.end());
  Session session = engine.new_session();
  const std::vector<double> losses = token_losses(session, whole);
  double expected = 0;
  for (std::size_t index = losses.size() - task.target.size(); index < losses.size(); ++index) {
    expected += losses[index] / static_cast<double>(task.target.size());
  }
  EXPECT_NEAR(score.loss, expected, 1e-12);
  EXPECT_EQ(score.found, 0);

  RetrievalTask right = task;
  right.answers = {score.written};
  right.target.clear();
  const RetrievalScore found = run_retrieval(engine, right, {}).front();
  EXPECT_EQ(found.found, 1);
  EXPECT_EQ(found.loss, 0);
}

TEST_F(RetrievalTest, EachPolicyStartsFromTheWholeContext) {
  EngineOptions options;
  options.record_queries = true;
  const Engine engine(model_path(), options);
  const RetrievalTask task = some_task(engine);
  const std::vector<CacheOptions> policies = {policy("none", "100%"), policy("streaming", "10%"),
                                              policy("knorm", "100%"), policy("snap_kv", "25%"),
                                              policy("knorm", "25%")};
  const std::vector<RetrievalScore> together = run_retrieval(engine, task, policies);
  ASSERT_EQ(together.size(), policies.size());
  for (std::size_t index = 0; index < policies.size(); ++index) {
    const RetrievalScore alone = run_retrieval(engine, task, std::span(policies).subspan(index, 1)).front();
    EXPECT_EQ(alone.loss, together[index].loss) << policies[index].policy;
    EXPECT_EQ(alone.written, together[index].written);
    EXPECT_EQ(alone.cache_bytes, together[index].cache_bytes);
  }
  EXPECT_EQ(together[0].loss, run_retrieval(engine, task, {}).front().loss);
  EXPECT_EQ(together[2].loss, together[0].loss);
  EXPECT_NE(together[1].loss, together[0].loss);
  EXPECT_LT(together[1].cache_bytes, together[4].cache_bytes);
  EXPECT_LT(together[4].cache_bytes, together[0].cache_bytes);
}

TEST_F(RetrievalTest, AQuestionIsNeeded) {
  const Engine engine(model_path(), {});
  RetrievalTask task = some_task(engine);
  task.question.clear();
  EXPECT_EQ(error_of([&] { run_retrieval(engine, task, {}); }).code(), ErrorCode::kInvalid);
}

}  // namespace
}  // namespace oree::workbench
