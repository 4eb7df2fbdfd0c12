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

constexpr int kDim = 80;  // two blocks of rows and a part

AttentionGeometry rotating_geometry(bool halves = true) {
  AttentionGeometry geometry = geometry_of(kDim, 2);
  geometry.rope.halves = halves;
  for (std::size_t i = 0; i < kDim / 2; ++i) {
    geometry.rope.per_token[i] = std::pow(10000.0, -static_cast<double>(i) * 2 / kDim);
  }
  return geometry;
}

QFilters filters_along(std::vector<float> direction) {
  return {.n_layers = 1, .n_kv_heads = 1, .head_dim = kDim, .values = std::move(direction)};
}

// With a filter of no length: leverage alone.
LeveragePolicy policy_of(const AttentionGeometry& geometry, const QueryStatistics& statistics) {
  return {kernels::best_table(), geometry, filters_along(std::vector<float>(kDim)), statistics};
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

TEST(Leverage, IsTheLogarithmOfTheSquaredDistanceFromUsualKeysInTheirOwnDeviations) {
  for (const bool halves : {true, false}) {
    const AttentionGeometry geometry = rotating_geometry(halves);
    const auto statistics = random_statistics(geometry);
    const std::vector<float> keys = random_keys(5, 1);
    const std::vector<float> scores =
        scores_of(policy_of(geometry, *statistics), rotated(geometry, {0, 1, 255, 70000, 9000000}, keys).of());
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_NEAR(scores[i], std::log(mahalanobis(*statistics, keys.data() + i * kDim)), 2e-3) << "row " << i;
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
    EXPECT_NEAR(score, scores.front(), 1e-3f);
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
    value = normal(random) / 40;
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
    EXPECT_NEAR(actual[i], expected[i], 0.05f) << "but for the ridge";
  }
}

// The spread of a projection by brute force: over usual keys at the positions where it is taken.
TEST(Leverage, LeansTowardsTheFilterByDeviationsOfItsProjection) {
  const AttentionGeometry geometry = rotating_geometry();
  const auto statistics = random_statistics(geometry, 5, 400);
  std::vector<float> direction = random_keys(1, 11);
  const LeveragePolicy with(kernels::best_table(), geometry, filters_along(direction), *statistics);
  const std::vector<float> keys = random_keys(300, 12);
  const Rows rows = rotated(geometry, first_positions(300), keys);
  const std::vector<float> scores = scores_of(with, rows.of());
  const std::vector<float> alone = scores_of(policy_of(geometry, *statistics), rows.of());
  // The difference is proportional to the projection; the factor is the weight over the spread.
  const auto projection = [&](std::size_t row) {
    double sum = 0;
    for (std::size_t i = 0; i < kDim; ++i) {
      sum += double{direction[i]} * rows.keys[row * kDim + i];
    }
    return sum;
  };
  const double factor = (scores[7] - alone[7]) / projection(7);
  for (std::size_t row = 0; row < 300; ++row) {
    EXPECT_NEAR(scores[row] - alone[row], factor * projection(row), 1e-4);
  }
  // Keys of the same first two moments: mean plus and minus scaled columns of a square root of the covariance.
  using Square = Eigen::Matrix<double, kDim, kDim>;
  using Vector = Eigen::Matrix<double, kDim, 1>;
  const Vector mean = Eigen::Map<const Eigen::Matrix<float, kDim, 1>>(statistics->key_mean.data()).cast<double>();
  Square covariance = Eigen::Map<const Eigen::Matrix<float, kDim, kDim>>(statistics->key_moment.data()).cast<double>();
  covariance -= mean * mean.transpose();
  const Square root = Eigen::LLT<Square>(covariance).matrixL();
  double sum = 0;
  double squares = 0;
  int n = 0;
  for (int position = 0; position < 64 * 63; position += 63) {
    for (int column = 0; column < kDim; ++column) {
      for (const double sign : {1.0, -1.0}) {
        const Vector key = mean + sign * std::sqrt(double{kDim}) * root.col(column);
        const Eigen::Matrix<float, kDim, 1> plain = key.cast<float>();
        const Rows turned = rotated(geometry, {position}, std::vector<float>(plain.data(), plain.data() + kDim));
        double along = 0;
        for (std::size_t i = 0; i < kDim; ++i) {
          along += double{direction[i]} * turned.keys[i];
        }
        sum += along;
        squares += along * along;
        ++n;
      }
    }
  }
  const double spread = std::sqrt(squares / n - sum / n * sum / n);
  EXPECT_NEAR(factor, LeveragePolicy::kFilterWeight / spread, 0.01 * factor);
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
