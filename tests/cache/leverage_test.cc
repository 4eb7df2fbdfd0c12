#include "cache/policies/leverage.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <random>

#include "cache/policy_rows.h"
#include "cache/random_statistics.h"
#include "cache/rope_geometry.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

constexpr int kDim = 16;

AttentionGeometry rotating_geometry(bool halves = true) {
  AttentionGeometry geometry = geometry_of(kDim, 2);
  geometry.rope.halves = halves;
  for (std::size_t i = 0; i < kDim / 2; ++i) {
    geometry.rope.per_token[i] = std::pow(10000.0, -static_cast<double>(i) * 2 / kDim);
  }
  return geometry;
}

LeveragePolicy policy_of(const AttentionGeometry& geometry, const QueryStatistics& statistics) {
  return {kernels::best_table(), geometry, statistics};
}

// n random keys before RoPE, [n, kDim].
std::vector<float> random_keys(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> keys(n * kDim);
  for (float& value : keys) {
    value = normal(random) * 2;
  }
  return keys;
}

// The keys as RoPE leaves them at their positions.
Rows rotated(const AttentionGeometry& geometry, const std::vector<std::int32_t>& positions, std::vector<float> keys) {
  std::vector<float> cosines(kDim / 2);
  std::vector<float> sines(kDim / 2);
  for (std::size_t i = 0; i < positions.size(); ++i) {
    average_rotation(geometry.rope, positions[i], 1, cosines, sines);
    rotate(geometry.rope, cosines, sines, keys.data() + i * kDim);
  }
  return {.positions = positions, .keys = keys};
}

double mahalanobis(const QueryStatistics& statistics, const float* key) {
  using Square = Eigen::Matrix<double, kDim, kDim>;
  using Vector = Eigen::Matrix<double, kDim, 1>;
  const Vector mean = Eigen::Map<const Eigen::Matrix<float, kDim, 1>>(statistics.key_mean.data()).cast<double>();
  Square covariance = Eigen::Map<const Eigen::Matrix<float, kDim, kDim>>(statistics.key_moment.data()).cast<double>();
  covariance -= mean * mean.transpose();
  covariance += Square::Identity() * (covariance.trace() / kDim * LeveragePolicy::kRidge);
  const Vector deviation = Eigen::Map<const Eigen::Matrix<float, kDim, 1>>(key).cast<double>() - mean;
  return deviation.dot(covariance.inverse() * deviation);
}

TEST(Leverage, IsTheSquaredDistanceFromUsualKeysInTheirOwnDeviations) {
  for (const bool halves : {true, false}) {
    const AttentionGeometry geometry = rotating_geometry(halves);
    const auto statistics = random_statistics(geometry);
    const std::vector<float> keys = random_keys(5, 1);
    const std::vector<float> scores =
        scores_of(policy_of(geometry, *statistics), rotated(geometry, {0, 1, 255, 70000, 9000000}, keys).of());
    for (std::size_t i = 0; i < 5; ++i) {
      const double expected = mahalanobis(*statistics, keys.data() + i * kDim);
      EXPECT_NEAR(scores[i], expected, 2e-3 * expected) << "row " << i;
    }
  }
}

TEST(Leverage, DoesNotDependOnThePosition) {
  const AttentionGeometry geometry = rotating_geometry();
  const LeveragePolicy policy = policy_of(geometry, *random_statistics(geometry));
  std::vector<float> same;
  for (int i = 0; i < 4; ++i) {
    const std::vector<float> key = random_keys(1, 3);
    same.insert(same.end(), key.begin(), key.end());
  }
  const std::vector<float> scores = scores_of(policy, rotated(geometry, {0, 40, 4000, 130000}, same).of());
  for (const float score : scores) {
    EXPECT_NEAR(score, scores.front(), 1e-3f * scores.front());
  }
}

// No query can tell the difference between keys A k with queries A^-T q and keys k with queries q.
TEST(Leverage, IsTheSameForKeysThatAreTheSameToQueries) {
  AttentionGeometry geometry = geometry_of(kDim);  // without rotation, with which A would have to commute
  QueryStatistics plain = *random_statistics(geometry);
  for (std::size_t row = 0; row < kDim; ++row) {
    for (std::size_t column = 0; column < kDim; ++column) {
      plain.key_moment[row * kDim + column] = plain.key_mean[row] * plain.key_mean[column] + (row == column ? 1.0f : 0);
    }
  }
  std::mt19937 random(8);
  std::normal_distribution<float> normal;
  using Square = Eigen::Matrix<float, kDim, kDim>;
  using Vector = Eigen::Matrix<float, kDim, 1>;
  Square change;
  for (float& value : change.reshaped()) {
    value = normal(random) / 4;
  }
  change += Square::Identity();
  QueryStatistics changed = plain;
  Eigen::Map<Vector>(changed.key_mean.data()) = change * Eigen::Map<const Vector>(plain.key_mean.data());
  Eigen::Map<Square>(changed.key_moment.data()) =
      change * Eigen::Map<const Square>(plain.key_moment.data()) * change.transpose();
  const std::vector<float> keys = random_keys(8, 4);
  std::vector<float> changed_keys = keys;
  for (std::size_t i = 0; i < 8; ++i) {
    Eigen::Map<Vector>(changed_keys.data() + i * kDim) = change * Eigen::Map<const Vector>(keys.data() + i * kDim);
  }
  const std::vector<float> expected =
      scores_of(policy_of(geometry, plain), Rows{.positions = first_positions(8), .keys = keys}.of());
  const std::vector<float> actual =
      scores_of(policy_of(geometry, changed), Rows{.positions = first_positions(8), .keys = changed_keys}.of());
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(actual[i], expected[i], 0.05f * expected[i]) << "but for the ridge";
  }
}

TEST(Leverage, KeysThatNeverVariedLeaveFiniteScores) {
  const AttentionGeometry geometry = rotating_geometry();
  QueryStatistics statistics = *random_statistics(geometry);
  std::fill(statistics.key_mean.begin(), statistics.key_mean.end(), 0.0f);
  std::fill(statistics.key_moment.begin(), statistics.key_moment.end(), 0.0f);
  for (const float score :
       scores_of(policy_of(geometry, statistics), rotated(geometry, {0, 1, 2}, random_keys(3, 1)).of())) {
    EXPECT_TRUE(std::isfinite(score));
  }
}

TEST(Leverage, RefusesStatisticsOfOtherModelsAndOfNoKeys) {
  const AttentionGeometry geometry = rotating_geometry();
  QueryStatistics statistics = *random_statistics(geometry);
  statistics.n_layers = 2;
  EXPECT_THROW(policy_of(geometry, statistics), Error);
  statistics = *random_statistics(geometry);
  for (float& value : statistics.key_moment) {
    value = -value;
  }
  EXPECT_THROW(policy_of(geometry, statistics), Error);
}

}  // namespace
}  // namespace oree::cache
