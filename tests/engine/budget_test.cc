// Budgets as users write them, and what they come to in tokens.
#include "engine/budget.h"

#include <gmock/gmock.h>

#include "engine/shipped_model.h"

namespace oree::engine {
namespace {

using engine_test::error_of;
using Unit = CacheBudget::Unit;

cache::KvPlan small_plan() {
  return {.n_kv_heads = 2, .head_dim = 64, .windows = {0, 0, 8}, .context = 4000, .chunk = 64, .evict_every = 100};
}

TEST(Budget, IsTokensBytesOrAPart) {
  const auto expect = [](const char* text, Unit unit, double amount) {
    const CacheBudget budget = parse_cache_budget(text);
    EXPECT_EQ(budget.unit, unit) << text;
    EXPECT_DOUBLE_EQ(budget.amount, amount) << text;
  };
  expect("256", Unit::kTokens, 256);
  expect("64MiB", Unit::kBytes, 64.0 * 1024 * 1024);
  expect("1.5GiB", Unit::kBytes, 1.5 * 1024 * 1024 * 1024);
  expect("12.5%", Unit::kFraction, 0.125);
  expect("100%", Unit::kFraction, 1);
}

TEST(Budget, AnythingElseIsRefusedWithExamples) {
  for (const char* text :
       {"", "%", "many", "-1", "0", "0%", "101%", "1.5", "256 tokens", "64 parsecs", "nan", "inf", "1e999", "12.5%%"}) {
    const Error error = error_of([&] { parse_cache_budget(text); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid) << text;
    EXPECT_EQ(error.where(), "--budget") << text;
    EXPECT_THAT(error.what(), testing::HasSubstr("\"" + std::string(text) + "\""));
    EXPECT_THAT(error.hint(),
                testing::AllOf(testing::HasSubstr("256"), testing::HasSubstr("64MiB"), testing::HasSubstr("12.5%")));
  }
}

TEST(Budget, OfTokensIsThatMany) {
  EXPECT_EQ(budget_tokens(parse_cache_budget("256"), small_plan(), 4000), 256);
  EXPECT_EQ(budget_tokens(parse_cache_budget("1e12"), small_plan(), 4000), cache::kMaxContextTokens);
}

TEST(Budget, APartIsRoundedDownButNotBelowAWholeNumber) {
  EXPECT_EQ(budget_tokens(parse_cache_budget("12.5%"), small_plan(), 1000), 125);
  EXPECT_EQ(budget_tokens(parse_cache_budget("12.5%"), small_plan(), 1007), 125);
  EXPECT_EQ(budget_tokens(parse_cache_budget("1%"), small_plan(), 99), 0);
  for (const int tokens : {100, 1000, 4096, 131072}) {
    for (int percent = 1; percent <= 100; ++percent) {
      EXPECT_EQ(budget_tokens(parse_cache_budget(std::to_string(percent) + "%"), small_plan(), tokens),
                percent * tokens / 100)
          << percent << "% of " << tokens;
    }
  }
}

TEST(Budget, OfBytesIsTheLargestThatFits) {
  for (const char* text : {"300KiB", "512KiB", "1MiB"}) {
    const CacheBudget budget = parse_cache_budget(text);
    cache::KvPlan plan = small_plan();
    plan.budget = budget_tokens(budget, plan, 4000);
    ASSERT_GT(plan.budget, 0) << text;
    EXPECT_LE(static_cast<double>(*cache::planned_bytes(plan)), budget.amount) << text;
    ++plan.budget;
    EXPECT_GT(static_cast<double>(*cache::planned_bytes(plan)), budget.amount) << text;
  }
  EXPECT_EQ(budget_tokens(parse_cache_budget("1KiB"), small_plan(), 4000), 0);
}

}  // namespace
}  // namespace oree::engine
