// What every policy promises, and how it is found by name.
#include "cache/make_policy.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "cache/policy_rows.h"
#include "cache/query_recorder.h"
#include "cache/random_statistics.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

// What all policies promise, on random rows and on those that overflow.
class AnyPolicyTest : public testing::TestWithParam<std::string> {
 protected:
  static constexpr int kDim = 16;
  static constexpr int kHeads = 4;
  static constexpr int kKvHeads = 2;

  AnyPolicyTest() {
    geometry_.n_layers = 2;
    geometry_.n_heads = kHeads;
    geometry_.n_kv_heads = kKvHeads;
    geometry_.windows = {0, 100};
    geometry_.local_layers = {false, false};
    for (std::size_t i = 0; i < kDim / 2; ++i) {
      geometry_.rope.per_token[i] = std::pow(10000.0, -static_cast<double>(i) * 2 / kDim);
    }
    filters_ = std::make_shared<QFilters>(
        QFilters{.n_layers = 2, .n_kv_heads = kKvHeads, .head_dim = kDim, .values = std::vector<float>(4 * kDim)});
    std::generate(filters_->values.begin(), filters_->values.end(), [&] { return normal_(random_); });
    policy_ = make_policy(GetParam(), {.kernels = &kernels::best_table(),
                                       .geometry = geometry_,
                                       .filters = filters_,
                                       .statistics = random_statistics(geometry_)});
  }

  // n rows with gaps between their positions, and what was recorded of queries up to the last.
  void fill(std::size_t n, float key_scale, float value_scale, float query_scale) {
    rows_ = {};
    std::int32_t position = 0;
    for (std::size_t i = 0; i < n; ++i) {
      rows_.positions.push_back(position);
      position += std::uniform_int_distribution(1, 2)(random_);
    }
    const auto draw = [&](std::size_t size, float scale) {
      std::vector<float> values(size);
      std::generate(values.begin(), values.end(), [&] { return std::clamp(normal_(random_), -3.0f, 3.0f) * scale; });
      return values;
    };
    rows_.keys = draw(n * kDim, key_scale);
    rows_.values = draw(n * kDim, value_scale);
    recorder_ = QueryRecorder({.n_heads = kHeads,
                               .head_dim = kDim,
                               .last_queries = policy_->needs().last_queries,
                               .query_moments = policy_->needs().query_moments},
                              {true, true});
    const auto queries = draw(static_cast<std::size_t>(position) * kHeads * kDim, query_scale);
    ThreadPool threads(1);
    for (const int layer : {0, 1}) {
      recorder_.observe({.layer = layer,
                         .first_position = 0,
                         .n_tokens = position,
                         .plain_queries = queries.data(),
                         .queries = queries.data()},
                        threads);
    }
  }

  std::vector<float> scores(int layer, int kv_head) {
    QueryRecorder::LastQueries storage;
    const RecordedQueries recorded = recorder_.recorded(layer, storage);
    HeadRows head = rows_.of(&recorded);
    head.layer = layer;
    head.kv_head = kv_head;
    return scores_of(*policy_, head);
  }

  std::mt19937 random_{9};
  std::normal_distribution<float> normal_;
  AttentionGeometry geometry_ = geometry_of(kDim);
  std::shared_ptr<QFilters> filters_;
  std::unique_ptr<EvictionPolicy> policy_;
  Rows rows_;
  QueryRecorder recorder_;
};

TEST_P(AnyPolicyTest, FiniteInputsHaveFiniteScores) {
  EXPECT_EQ(policy_->name(), GetParam());
  for (const float keys : {1.0f, 0.0f, 1e-38f, 1e15f, 1e38f}) {
    for (const float values : {1.0f, 0.0f, 1e38f}) {
      for (const float queries : {1.0f, 0.0f, 1e15f, 1e38f}) {
        for (const std::size_t n : {1u, 3u, 70u, 300u}) {
          fill(n, keys, values, queries);
          for (const float score : scores(1, 1)) {
            ASSERT_TRUE(std::isfinite(score)) << "keys " << keys << " values " << values << " queries " << queries;
          }
        }
      }
    }
  }
}

TEST_P(AnyPolicyTest, AStaticScoreDependsOnItsRowAlone) {
  fill(300, 1, 1, 1);
  const std::vector<float> together = scores(1, 0);
  bool same = true;
  for (std::size_t row = 0; row < together.size(); ++row) {
    HeadRows one = rows_.of();
    one.layer = 1;
    one.positions = one.positions.subspan(row, 1);
    one.keys += row * kDim;
    one.values += row * kDim;
    QueryRecorder::LastQueries storage;
    const RecordedQueries recorded = recorder_.recorded(1, storage);
    one.queries = policy_->is_static() ? nullptr : &recorded;
    same &= scores_of(*policy_, one).front() == together[row];
  }
  EXPECT_EQ(same, policy_->is_static());
}

TEST_P(AnyPolicyTest, ScoresTellRowsApart) {
  fill(300, 1, 1, 1);
  std::vector<float> sorted = scores(0, 0);
  std::sort(sorted.begin(), sorted.end());
  EXPECT_GT(std::unique(sorted.begin(), sorted.end()) - sorted.begin(), 100);
}

INSTANTIATE_TEST_SUITE_P(Policies, AnyPolicyTest, testing::ValuesIn([] {
                           std::vector<std::string> names = policy_names();
                           names.erase(names.begin());  // "none"
                           return names;
                         }()),
                         [](const auto& parameters) { return parameters.param; });

TEST(MakePolicy, NamesWhatThereIs) {
  const PolicyContext context{.kernels = &kernels::best_table(), .geometry = geometry_of(2)};
  EXPECT_EQ(make_policy("none", context), nullptr);
  try {
    make_policy("knrom", context);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_EQ(error.where(), "--cache");
    for (const std::string& name : policy_names()) {
      EXPECT_THAT(error.hint(), testing::HasSubstr(name));
    }
  }
  for (const char* name : {"q_filters", "leverage"}) {
    EXPECT_TRUE(policy_reads_filters(name));
    try {
      make_policy(name, context);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kNotFound);
      EXPECT_THAT(error.hint(), testing::HasSubstr("oree calibrate"));
    }
  }
}

TEST(MakePolicy, WhatAnyPolicyNeedsIsEnoughForEach) {
  const EvictionPolicy::Needs any = needs_of_any_policy();
  const auto filters =
      std::make_shared<QFilters>(QFilters{.n_layers = 1, .n_kv_heads = 1, .head_dim = 2, .values = {1, 2}});
  for (const std::string& name : policy_names()) {
    const auto policy = make_policy(name, {.kernels = &kernels::best_table(),
                                           .geometry = geometry_of(2),
                                           .filters = filters,
                                           .statistics = random_statistics(geometry_of(2))});
    if (policy == nullptr) {
      continue;
    }
    const EvictionPolicy::Needs needs = policy->needs();
    EXPECT_LE(needs.keys, any.keys) << name;
    EXPECT_LE(needs.values, any.values) << name;
    EXPECT_LE(needs.last_queries, any.last_queries) << name;
    EXPECT_LE(needs.query_moments, any.query_moments) << name;
  }
}

}  // namespace
}  // namespace oree::cache
