#include "model/rope_frequencies.h"

#include <gtest/gtest.h>

#include <cmath>

namespace oree::model {
namespace {

TEST(RopeFrequencies, FallGeometrically) {
  const RopeFrequencies plain = rope_frequencies(8, 10000, {});
  EXPECT_EQ(plain.amplitude, 1.0f);
  ASSERT_EQ(plain.per_token.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_DOUBLE_EQ(plain.per_token[i], std::pow(10.0, -static_cast<double>(i)));
}

TEST(RopeFrequencies, LinearScalingDividesAll) {
  const RopeFrequencies scaled = rope_frequencies(8, 10000, {.type = RopeScalingType::kLinear, .factor = 4});
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_DOUBLE_EQ(scaled.per_token[i], std::pow(10.0, -static_cast<double>(i)) / 4);
  }
}

// Peng et al. 2023: pairs that turn often are kept, those that do not turn once are interpolated, between lies a ramp.
TEST(RopeFrequencies, YarnKeepsFastPairsAndInterpolatesSlowOnes) {
  const RopeFrequencies plain = rope_frequencies(128, 1e6, {});
  const RopeFrequencies yarn =
      rope_frequencies(128, 1e6, {.type = RopeScalingType::kYarn, .factor = 16, .original_context = 16384});
  EXPECT_DOUBLE_EQ(yarn.per_token[0], plain.per_token[0]);
  EXPECT_DOUBLE_EQ(yarn.per_token[63], plain.per_token[63] / 16);
  for (std::size_t i = 0; i + 1 < 64; ++i) {
    const double share = yarn.per_token[i] / plain.per_token[i];
    EXPECT_GE(share, yarn.per_token[i + 1] / plain.per_token[i + 1]);
    const double rotations = 16384 * plain.per_token[i] / (2 * std::acos(-1.0));
    if (rotations > 36) {
      EXPECT_DOUBLE_EQ(share, 1.0) << i;
    }
    if (rotations < 0.8) {
      EXPECT_DOUBLE_EQ(share, 1.0 / 16) << i;
    }
  }
}

TEST(RopeFrequencies, AContextTooShortForTheRampIsNoDivisionByZero) {
  const RopeFrequencies yarn =
      rope_frequencies(2, 10000, {.type = RopeScalingType::kYarn, .factor = 2, .original_context = 1});
  EXPECT_TRUE(std::isfinite(yarn.per_token[0]));
}

TEST(YarnAmplitude, GrowsWithTheFactorUnlessItIsDividedOutAgain) {
  EXPECT_FLOAT_EQ(yarn_amplitude(16, 0), 0.1f * std::log(16.0f) + 1);
  EXPECT_FLOAT_EQ(yarn_amplitude(16, 1), 1.0f);
  EXPECT_FLOAT_EQ(yarn_amplitude(1, 0), 1.0f);
}

}  // namespace
}  // namespace oree::model
