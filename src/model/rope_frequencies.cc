#include "model/rope_frequencies.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace oree::model {
namespace {

// The (fractional) pair that turns so often within the original context.
double pair_of_rotations(double rotations, int rope_dimension, double base, int original_context) {
  return rope_dimension * std::log(original_context / (rotations * 2 * std::numbers::pi)) / (2 * std::log(base));
}

}  // namespace

RopeFrequencies rope_frequencies(int rope_dimension, float base, const RopeScaling& scaling) {
  const int n_pairs = rope_dimension / 2;
  RopeFrequencies result{{}, scaling.amplitude};
  double low = 0;
  double high = 0;
  if (scaling.type == RopeScalingType::kYarn) {
    const auto pair = [&](double rotations) {
      return pair_of_rotations(rotations, rope_dimension, base, scaling.original_context);
    };
    low = std::max(std::floor(pair(scaling.beta_fast)), 0.0);
    high = std::min(std::ceil(pair(scaling.beta_slow)), rope_dimension - 1.0);
    if (low == high) {
      high += 0.001;
    }
  }
  for (int i = 0; i < n_pairs; ++i) {
    const double frequency = std::pow(static_cast<double>(base), -static_cast<double>(i) / n_pairs);
    double interpolated = scaling.type == RopeScalingType::kNone ? 0.0 : 1.0;  // share of frequency / factor
    if (scaling.type == RopeScalingType::kYarn) {
      interpolated = std::clamp((i - low) / (high - low), 0.0, 1.0);
    }
    result.per_token.push_back(frequency * (1 - interpolated) + frequency / scaling.factor * interpolated);
  }
  return result;
}

float yarn_amplitude(float factor, float log_multiplier) {
  const auto amplitude = [factor](float multiplier) {
    return factor <= 1 ? 1.0f : 0.1f * multiplier * std::log(factor) + 1.0f;
  };
  return log_multiplier == 0 ? amplitude(1) : amplitude(1) / amplitude(log_multiplier);
}

}  // namespace oree::model
