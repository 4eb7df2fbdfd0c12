#include "cache/planned_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace oree::cache {
namespace {

using tensor::ElementType;

// Ministral 3's 3B shape, with a context of 131,072 tokens.
KvPlan large_plan() {
  return {.n_kv_heads = 8, .head_dim = 128, .windows = std::vector<int>(26, 0), .context = 131072, .chunk = 256};
}

TEST(PlannedBytes, AreThoseOfACacheThatTheContextHasGoneThrough) {
  for (const std::vector<int>& windows : std::vector<std::vector<int>>{{0, 0}, {0, 700, 700}, {512}}) {
    for (const int context : {1, 64, 300, 2000}) {
      for (const int chunk : {1, 100, 256}) {
        for (const ElementType type : {ElementType::kF32, ElementType::kF16}) {
          KvCache cache({.n_kv_heads = 3,
                         .head_dim = 64,
                         .windows = windows,
                         .context = context,
                         .chunk = chunk,
                         .type_k = type,
                         .type_v = ElementType::kF16});
          for (int left = context; left > 0; left -= std::min(left, cache.layout().chunk)) {
            cache.reserve(std::min(left, cache.layout().chunk));
            cache.commit();
          }
          const KvPlan plan{.n_kv_heads = 3,
                            .head_dim = 64,
                            .windows = windows,
                            .context = context,
                            .chunk = chunk,
                            .type_k = type,
                            .type_v = ElementType::kF16};
          const auto held = static_cast<double>(cache.bytes());
          const auto planned = static_cast<double>(planned_bytes(plan).value());
          EXPECT_GE(planned, held);
          EXPECT_LE(planned, held * 1.07) << context << " tokens";  // what malloc takes beside
          EXPECT_EQ(planned_segments(plan), static_cast<int>(cache.max_segments()));
        }
      }
    }
  }
}

TEST(PlannedBytes, ThreeBillionParametersAndALongContextTakeFourteenGigabytes) {
  const double bytes = static_cast<double>(planned_bytes(large_plan()).value());
  EXPECT_NEAR(bytes / 1e9, 13.96, 0.45);  // 26 layers * 2 * 8 heads * 128 * 2 bytes * 131,072
}

TEST(PlannedBytes, ABudgetBoundsThemWhateverTheContext) {
  KvPlan plan = large_plan();
  plan.budget = 4096;
  EXPECT_EQ(planned_rows(plan, 0), 4096 + 256);
  const std::uint64_t bounded = planned_bytes(plan).value();
  EXPECT_LT(bounded, planned_bytes(large_plan()).value() / 25);
  plan.context = 1 << 20;
  EXPECT_EQ(planned_bytes(plan), bounded);
  plan.value_aware = true;
  EXPECT_GT(planned_bytes(plan).value(), bounded);
  plan.context = 2000;  // all of it is held
  EXPECT_EQ(planned_rows(plan, 0), 2000);
}

TEST(PlannedBytes, WindowsAndWholeLayersAreNotBounded) {
  KvPlan plan = large_plan();
  plan.windows[1] = 8192;
  plan.windows[3] = 8192;
  plan.budget = 1024;
  plan.whole_layers = 1;
  EXPECT_EQ(planned_rows(plan, 0), 131072);
  EXPECT_EQ(planned_rows(plan, 1), 8192 + 255);
  EXPECT_EQ(planned_rows(plan, 2), 1024 + 256);
  plan.evict_every = 100;  // a step goes no further
  EXPECT_EQ(planned_rows(plan, 1), 8192 + 99);
  plan.inside_windows = true;
  EXPECT_EQ(planned_rows(plan, 3), 1024 + 100);
}

TEST(PlannedBytes, BlocksMustFillARow) {
  KvPlan plan = large_plan();
  plan.type_k = ElementType::kQ8_0;
  plan.type_v = ElementType::kQ4_0;
  const KvStorage rows_alone{.page_record_bytes = 0};
  EXPECT_NEAR(static_cast<double>(planned_bytes(plan, rows_alone).value()) /
                  static_cast<double>(planned_bytes(large_plan(), rows_alone).value()),
              (34.0 + 18.0) / 128, 0.001);
  plan.head_dim = 80;
  EXPECT_EQ(planned_bytes(plan), std::nullopt);
}

TEST(LargestBudget, IsTheLastThatFits) {
  KvPlan plan = large_plan();
  const std::uint64_t limit = std::uint64_t{1} << 30;
  const int budget = largest_budget(plan, limit, 256);
  EXPECT_GT(budget, 4096);
  EXPECT_EQ(budget % 256, 0);
  plan.budget = budget;
  EXPECT_LE(planned_bytes(plan).value(), limit);
  plan.budget = budget + 256;
  EXPECT_GT(planned_bytes(plan).value(), limit);
  EXPECT_EQ(largest_budget(plan, 1000, 256), 0);
  EXPECT_EQ(largest_budget(plan, ~std::uint64_t{0}, 256), 131072);
}

}  // namespace
}  // namespace oree::cache
