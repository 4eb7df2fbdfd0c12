// Every policy on rows that can be checked by hand.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <random>

#include "cache/policies/expected_attention.h"
#include "cache/policies/keydiff.h"
#include "cache/policies/knorm.h"
#include "cache/policies/lag_kv.h"
#include "cache/policies/q_filters.h"
#include "cache/policies/random.h"
#include "cache/policies/snap_kv.h"
#include "cache/policies/streaming.h"
#include "cache/policy_rows.h"
#include "cache/rope_geometry.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

using testing::ElementsAre;
using testing::FloatNear;

auto near(float value) { return FloatNear(value, 1e-5f); }

TEST(Policies, StreamingScoresThePosition) {
  EXPECT_THAT(scores_of(StreamingPolicy(), Rows{.positions = {0, 3, 9, (1 << 24) - 1}}.of()),
              ElementsAre(0.0f, 3.0f, 9.0f, 16777215.0f));
}

TEST(Policies, KnormScoresMinusTheLength) {
  EXPECT_THAT(scores_of(KnormPolicy(geometry_of(2)), Rows{.positions = {0, 1, 2}, .keys = {3, 4, 0, 0, -6, 8}}.of()),
              ElementsAre(-5.0f, 0.0f, -10.0f));
}

TEST(Policies, KeyDiffScoresMinusTheCosineWithTheMeanDirection) {
  // Directions (1, 0), (1, 0), (0, 1): their mean lies along (2, 1).
  const Rows rows{.positions = {0, 1, 2}, .keys = {7, 0, 1, 0, 0, 3}};
  const float unit = 1 / std::sqrt(5.0f);
  EXPECT_THAT(scores_of(KeyDiffPolicy(kernels::best_table(), geometry_of(2)), rows.of()),
              ElementsAre(near(-2 * unit), near(-2 * unit), near(-unit)));
}

TEST(Policies, QFiltersScoreTheProjection) {
  AttentionGeometry geometry = geometry_of(2);
  geometry.n_layers = 2;
  geometry.n_kv_heads = 2;
  geometry.n_heads = 2;
  const auto filters = std::make_shared<QFilters>(
      QFilters{.n_layers = 2, .n_kv_heads = 2, .head_dim = 2, .values = {0, 0, 0, 0, 0, 0, 2, -1}});
  const QFiltersPolicy policy(kernels::best_table(), geometry, filters);
  const Rows rows{.positions = {0, 1}, .keys = {3, 1, 0, 4}};
  HeadRows head = rows.of();
  head.layer = 1;
  head.kv_head = 1;
  EXPECT_THAT(scores_of(policy, head), ElementsAre(5.0f, -4.0f));
  geometry.head_dim = 4;
  try {
    QFiltersPolicy(kernels::best_table(), geometry, filters);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_THAT(error.what(), testing::HasSubstr("2 layers of 2 KV heads of 4"));
  }
}

TEST(Policies, RandomIsAHashOfSeedHeadAndPosition) {
  const Rows rows{.positions = first_positions(2000)};
  const std::vector<float> scores = scores_of(RandomPolicy(5), rows.of());
  EXPECT_NEAR(std::accumulate(scores.begin(), scores.end(), 0.0) / 2000, 0.5, 0.03);
  EXPECT_THAT(scores, testing::Each(testing::AllOf(testing::Ge(0.0f), testing::Lt(1.0f))));
  EXPECT_THAT(scores_of(RandomPolicy(5), Rows{.positions = {3, 77}}.of()), ElementsAre(scores[3], scores[77]));
  HeadRows other = rows.of();
  other.kv_head = 1;
  EXPECT_NE(scores_of(RandomPolicy(5), other), scores);
  other.kv_head = 0;
  other.layer = 1;
  EXPECT_NE(scores_of(RandomPolicy(5), other), scores);
  EXPECT_NE(scores_of(RandomPolicy(6), rows.of()), scores);
}

TEST(Policies, TheAverageRotationIsTheMeanOfAllRotations) {
  const RopeGeometry rope{.dimension = 6, .per_token = {1.0, 0.01, 0.0}, .amplitude = 1.5f};
  std::vector<float> cosines(3);
  std::vector<float> sines(3);
  average_rotation(rope, 700, 512, cosines, sines);
  for (std::size_t pair = 0; pair < 3; ++pair) {
    double cosine = 0;
    double sine = 0;
    for (int position = 700; position < 700 + 512; ++position) {
      cosine += std::cos(position * rope.per_token[pair]) / 512;
      sine += std::sin(position * rope.per_token[pair]) / 512;
    }
    EXPECT_NEAR(cosines[pair], 1.5 * cosine, 1e-6);
    EXPECT_NEAR(sines[pair], 1.5 * sine, 1e-6);
  }
}

TEST(Policies, ExpectedAttentionIsSoftmaxOfMeanAndSpreadTimesTheLengthOfTheValue) {
  // 10 queries with mean (2, 0) and covariance [[1, 0], [0, 4]], at scale 1/2.
  const std::vector<double> sums{20, 0};
  const std::vector<double> outer_sums{50, 0, 0, 40};
  const RecordedQueries queries{
      .last_positions = {}, .n_counted = 10, .sums = sums.data(), .outer_sums = outer_sums.data(), .next_position = 14};
  const Rows rows{.positions = {0, 3, 4, 9}, .keys = {5, 5, 6, 6, 1, 0, 0, 2}, .values = {1, 1, 1, 1, 0, 3, 8, 6}};
  const std::vector<float> scores =
      scores_of(ExpectedAttentionPolicy(kernels::best_table(), geometry_of(2)), rows.of(&queries));
  // Logits: 1/2 * 2 + 1/8 * 1 = 1.125, and 1/8 * 4 * 4 = 2.
  const float first = 1 / (1 + std::exp(2.0f - 1.125f));
  EXPECT_THAT(scores, ElementsAre(testing::Gt(1e20f), testing::Gt(1e20f), near(3 * first), near(10 * (1 - first))));
}

TEST(Policies, ExpectedAttentionTurnsTheMeanToWhereQueriesWillBe) {
  AttentionGeometry geometry = geometry_of(2);
  const double step = 2 * std::acos(-1.0) / 4096;  // a quarter of a turn in 1024 tokens
  geometry.rope.per_token = {step};
  const std::vector<double> sums{4, 0};
  const std::vector<double> outer_sums{16, 0, 0, 0};  // one query, no spread
  const RecordedQueries queries{.last_positions = {},
                                .n_counted = 1,
                                .sums = sums.data(),
                                .outer_sums = outer_sums.data(),
                                .next_position = 1024};
  const Rows rows{.positions = {4, 5}, .keys = {1, 0, 0, 1}, .values = {1, 0, 1, 0}};
  double x = 0;
  double y = 0;
  for (int position = 1024; position < 1024 + 512; ++position) {
    x += std::cos(position * step) * 4 * 0.5 / 512;
    y += std::sin(position * step) * 4 * 0.5 / 512;
  }
  const auto first = static_cast<float>(1 / (1 + std::exp(y - x)));
  EXPECT_THAT(scores_of(ExpectedAttentionPolicy(kernels::best_table(), geometry), rows.of(&queries)),
              ElementsAre(near(first), near(1 - first)));
}

TEST(Policies, LagKvRanksAPartitionAgainstTheNext) {
  // No sinks, partitions of 2 rows. The channels of the next partition span [0, 1] and [0, 2].
  Rows rows{.positions = {0, 1, 2, 3, 4}, .keys = {0, 0, 1, 0, 0, 0, 1, 2, 7, 7}};
  rows.values = rows.keys;
  const LagKvPolicy policy(geometry_of(2), 0, 2);
  // Row 0 is (0, 0), row 1 (1, 0) after the division: the latter's channels differ.
  EXPECT_THAT(scores_of(policy, rows.of()), ElementsAre(0.0f, 0.5f, 1.0f, 1.0f, 1.0f));
  rows.keys = {0, 2, 1, 0, 0, 0, 1, 2, 7, 7};
  rows.values = {0, 0, 0, 0, 0, 0, 1, 2, 7, 7};
  // Keys (0, 1) and (1, 0) deviate alike, and so do values: the later row ranks higher.
  EXPECT_THAT(scores_of(policy, rows.of()), ElementsAre(0.0f, 0.5f, 1.0f, 1.0f, 1.0f));
  rows.keys = {0, 8, 1, 0, 0, 0, 1, 2, 7, 7};
  EXPECT_THAT(scores_of(policy, rows.of()), ElementsAre(0.5f, 0.0f, 1.0f, 1.0f, 1.0f));
}

TEST(Policies, LagKvPrefersLaterRowsWhereThereIsNoSecondPartition) {
  Rows rows{.positions = first_positions(5), .keys = std::vector<float>(10), .values = std::vector<float>(10)};
  EXPECT_THAT(scores_of(LagKvPolicy(geometry_of(2), 1, 3), rows.of()), ElementsAre(1.0f, 0.0f, 0.25f, 0.5f, 0.75f));
}

// The header, step by step, in double.
TEST(Policies, SnapKvIsTheAttentionOfTheLastQueriesSmoothed) {
  constexpr int kWindow = 3;
  constexpr std::size_t kGroup = 2;
  constexpr std::size_t kDim = 4;
  std::mt19937 random(4);
  std::normal_distribution<float> normal;
  for (const int attention_window : {0, 6}) {
    AttentionGeometry geometry = geometry_of(kDim, kGroup);
    geometry.windows = {attention_window};
    Rows rows{.positions = {0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13}};
    rows.keys.resize(rows.positions.size() * kDim);
    std::generate(rows.keys.begin(), rows.keys.end(), [&] { return normal(random); });
    std::vector<float> last(kWindow * kGroup * kDim);
    std::generate(last.begin(), last.end(), [&] { return 2 * normal(random); });
    const std::vector<std::int32_t> last_positions{11, 12, 13};
    const RecordedQueries queries{.last = last.data(), .last_positions = last_positions, .next_position = 14};

    const std::size_t n_past = 9;
    std::vector<double> attention(n_past);
    for (std::size_t token = 0; token < kWindow; ++token) {
      for (std::size_t head = 0; head < kGroup; ++head) {
        std::vector<double> weights(rows.positions.size());
        double sum = 0;
        for (std::size_t row = 0; row < rows.positions.size(); ++row) {
          const int position = rows.positions[row];
          const bool visible = position <= last_positions[token] &&
                               (attention_window == 0 || position > last_positions[token] - attention_window);
          double product = 0;
          for (std::size_t d = 0; d < kDim; ++d) {
            product += double{last[(token * kGroup + head) * kDim + d]} * rows.keys[row * kDim + d];
          }
          weights[row] = visible ? std::exp(product * 0.5) : 0;
          sum += weights[row];
        }
        for (std::size_t row = 0; row < n_past; ++row) {
          attention[row] += weights[row] / sum / (kWindow * kGroup);
        }
      }
    }
    const std::vector<float> scores =
        scores_of(SnapKvPolicy(kernels::best_table(), geometry, kWindow, 3), rows.of(&queries));
    for (std::size_t row = 0; row < n_past; ++row) {
      const double before = row > 0 ? attention[row - 1] : 0;
      const double after = row + 1 < n_past ? attention[row + 1] : 0;
      EXPECT_NEAR(scores[row], (before + attention[row] + after) / 3, 1e-6) << "row " << row;
    }
    for (std::size_t row = n_past; row < scores.size(); ++row) {
      EXPECT_GT(scores[row], 1e20f);
    }
  }
}

}  // namespace
}  // namespace oree::cache
