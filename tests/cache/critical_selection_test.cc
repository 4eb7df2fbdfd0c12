#include "cache/critical_selection.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "cache/bounded_heads.h"

namespace oree::cache {
namespace {

using testing::ElementsAre;

TEST(CriticalSelection, TheFirstStageTakesHalf) {
  EXPECT_EQ(first_stage_rows(0), 0u);
  EXPECT_EQ(first_stage_rows(1), 1u);
  EXPECT_EQ(first_stage_rows(7), 3u);
  EXPECT_EQ(first_stage_rows(8), 4u);
}

// Head by head as the paper's algorithm 1 has it: half by score, the rest by score times norm.
std::vector<int> plain_selection(const std::vector<float>& scores, const std::vector<float>& norms, std::size_t n_kept,
                                 const std::vector<bool>& reserved) {
  std::vector<bool> chosen(scores.size());
  const auto take_largest = [&](auto&& value) {
    std::size_t best = scores.size();
    for (std::size_t row = 0; row < scores.size(); ++row) {
      if (!chosen[row] && (best == scores.size() || value(row) >= value(best))) {
        best = row;
      }
    }
    chosen[best] = true;
  };
  for (std::size_t i = 0; i < std::max<std::size_t>(n_kept / 2, 1); ++i) {
    take_largest([&](std::size_t row) { return reserved[row] ? 1e38f : scores[row]; });
  }
  for (std::size_t i = std::max<std::size_t>(n_kept / 2, 1); i < n_kept; ++i) {
    take_largest([&](std::size_t row) { return reserved[row] ? 1e38f : (scores[row] + 1e-4f) * norms[row]; });
  }
  std::vector<int> kept;
  for (std::size_t row = 0; row < scores.size(); ++row) {
    if (chosen[row]) {
      kept.push_back(static_cast<int>(row));
    }
  }
  return kept;
}

TEST(CriticalSelection, ALargeValueSavesAMediocreScore) {
  std::vector<float> scores{4, 3, 2, 1, 0.5f};
  const std::vector<float> norms{1, 1, 1, 1, 20};
  std::vector<std::uint32_t> order(5);
  weigh_by_values(scores, norms, 2, order);
  EXPECT_EQ(scores[0], scores[1]);
  EXPECT_GT(scores[1], scores[4]);
  EXPECT_THAT(std::vector(scores.begin() + 2, scores.end()),
              ElementsAre(testing::FloatEq(2.0001f), testing::FloatEq(1.0001f), testing::FloatEq(10.002f)));
}

TEST(CriticalSelection, ScoresBelowZeroCountAgainstALargeValue) {
  std::vector<float> scores{-1, -2, -3};
  std::vector<std::uint32_t> order(3);
  weigh_by_values(scores, std::vector<float>{1, 4, 1}, 1, order);
  EXPECT_GT(scores[2], scores[1]);
}

TEST(CriticalSelection, ACacheKeepsSinksWindowAndWhatTheTwoStagesChoose) {
  std::mt19937 random(2);
  std::uniform_real_distribution<float> draw(-1, 1);
  ThreadPool threads(1);
  for (int round = 0; round < 100; ++round) {
    HeadValues keys(2, std::vector<float>(40));
    HeadValues values(2, std::vector<float>(40));
    for (std::size_t head = 0; head < 2; ++head) {
      for (std::size_t i = 0; i < 40; ++i) {
        keys[head][i] = draw(random);
        values[head][i] = std::abs(draw(random)) * 5;
      }
    }
    EvictionRule rule{.policy = std::make_shared<FirstOfKey>(round % 2 == 0),
                      .budget = 10 + round % 20,
                      .sinks = round % 4,
                      .window = round % 7,
                      .value_norms = std::make_shared<ValueIsNorm>(),
                      .every = 0};
    KvCache at_end = filled_cache(keys, values, {});
    at_end.compress(rule, threads);
    rule.every = 40;  // noted when they are appended
    const KvCache while_reading = filled_cache(keys, values, rule);
    for (int head = 0; head < 2; ++head) {
      std::vector<bool> reserved;
      for (int i = 0; i < 40; ++i) {
        reserved.push_back(i < rule.sinks || i >= 40 - rule.window);
      }
      const std::vector<int> expected =
          plain_selection(keys[static_cast<std::size_t>(head)], values[static_cast<std::size_t>(head)],
                          static_cast<std::size_t>(rule.budget), reserved);
      ASSERT_EQ(at_end.kept(0, head), expected) << "round " << round;
      ASSERT_EQ(while_reading.kept(0, head), expected) << "round " << round;
    }
  }
}

// A head that shares its budget may come to hold fewer rows than the first stage of a uniform one would take.
TEST(CriticalSelection, AHeadMayHoldFewerRowsThanTheFirstStageTakes) {
  HeadValues keys(2, std::vector<float>(300));
  for (std::size_t i = 0; i < 300; ++i) {
    keys[0][i] = static_cast<float>(i % 17) * 0.01f;
    keys[1][i] = 10 + static_cast<float>(i % 13);
  }
  const EvictionRule rule{.policy = std::make_shared<FirstOfKey>(false, true),
                          .budget = 100,
                          .adaptive_heads = true,
                          .value_norms = std::make_shared<ValueIsNorm>(),
                          .every = 4};
  const KvCache weighed = filled_cache(keys, HeadValues(2, std::vector<float>(300, 1.0f)), rule);
  EXPECT_EQ(weighed.kept(0, 0).size() + weighed.kept(0, 1).size(), 200u);
  EXPECT_GE(weighed.kept(0, 0).size(), 20u);
  EvictionRule unweighed_first = rule;
  unweighed_first.value_norms = nullptr;
  KvCache uneven = filled_cache(keys, HeadValues(2, std::vector<float>(300, 1.0f)), unweighed_first);
  ASSERT_EQ(uneven.kept(0, 0).size(), 20u);
  ThreadPool threads(1);
  EvictionRule narrower = rule;
  narrower.budget = 90;
  uneven.compress(narrower, threads);
  EXPECT_EQ(uneven.kept(0, 0).size(), 20u);
  EXPECT_EQ(uneven.kept(0, 1).size(), 160u);
}

// The scores noted while rows were appended are those of another policy.
TEST(CriticalSelection, CompressingUnderAnotherPolicyAsksThatPolicy) {
  const HeadValues keys{{1, 2, 3, 4, 5, 6, 7, 8}};
  EvictionRule rule{.policy = std::make_shared<FirstOfKey>(true), .budget = 8, .every = 8};
  KvCache cache = filled_cache(keys, keys, rule);
  ThreadPool threads(1);
  rule.policy = std::make_shared<FirstOfKey>(true, false, -1.0f);
  rule.budget = 3;
  cache.compress(rule, threads);
  EXPECT_THAT(cache.kept(0, 0), ElementsAre(0, 1, 2));
}

}  // namespace
}  // namespace oree::cache
