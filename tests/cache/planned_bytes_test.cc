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

TEST(PlannedBytes, ABoundedWindowLayerHasNoRing) {
  KvPlan plan = large_plan();
  plan.windows.assign(26, 512);
  plan.inside_windows = true;
  plan.budget = 400;
  plan.chunk = 16;
  EXPECT_EQ(planned_rows(plan, 0), 400 + 256);
  plan.evict_every = 2000;
  EXPECT_EQ(planned_rows(plan, 0), 400 + 2000);
}

// What a cache with a rule really takes, rows of other heads and window layers included.
TEST(PlannedBytes, AreThoseOfABoundedCacheToo) {
  class FirstValue final : public EvictionPolicy {
   public:
    std::string_view name() const noexcept override { return "first_value"; }
    Needs needs() const noexcept override { return {.keys = true}; }
    bool is_static() const noexcept override { return true; }
    std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
    void score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept override {
      std::fill(scores.begin(), scores.end(), rows.keys[0]);
    }
  };
  ThreadPool threads(1);
  for (const bool inside_windows : {false, true}) {
    for (const int budget : {64, 200, 1000}) {
      KvLayout layout{.n_heads = 3,
                      .n_kv_heads = 3,
                      .head_dim = 64,
                      .windows = {0, 300, 0},
                      .context = 2000,
                      .chunk = 100,
                      .type_k = ElementType::kQ8_0,
                      .type_v = ElementType::kF16};
      layout.eviction = {.policy = std::make_shared<FirstValue>(),
                         .budget = budget,
                         .sinks = 4,
                         .window = 16,
                         .inside_windows = inside_windows,
                         .whole_layers = budget == 64 ? 1 : 0,
                         .every = 128};
      KvCache cache(layout);
      const std::vector<float> row(3 * 64, 0.5f);
      std::size_t most = 0;
      while (cache.room() > 0) {
        const int n = cache.step_room();
        cache.reserve(n);
        for (int layer = 0; layer < 3; ++layer) {
          for (int token = 0; token < n; ++token) {
            cache.store(layer, token, row.data(), row.data());
          }
        }
        cache.commit();
        most = std::max(most, cache.bytes());
        if (cache.eviction_due()) {
          cache.evict(threads);
        }
      }
      const auto planned = static_cast<double>(planned_bytes(kv_plan(layout)).value());
      EXPECT_GE(planned, static_cast<double>(most)) << "budget " << budget;
      EXPECT_LE(planned, static_cast<double>(most) * 1.02) << "budget " << budget;
    }
  }
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
