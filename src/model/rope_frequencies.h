// The angles by which RoPE turns the pairs of a head, with what stretches them to longer contexts.
#pragma once

#include <vector>

namespace oree::model {

enum class RopeScalingType { kNone, kLinear, kYarn };

struct RopeScaling {
  RopeScalingType type = RopeScalingType::kNone;
  float factor = 1;          // how many times longer the context became
  int original_context = 0;  // tokens, before it did; for YaRN
  float beta_fast = 32;      // pairs that turn more often within it keep their frequency,
  float beta_slow = 1;       // those that turn less often are interpolated
  float amplitude = 1;       // of cosines and sines
};

struct RopeFrequencies {
  std::vector<double> per_token;  // [rope_dimension / 2], radians
  float amplitude = 1;            // cosines and sines are multiplied by it
};

// Sources: Su et al. 2021 (RoPE), Peng et al. 2023 (YaRN, section 3.2 with the truncated bounds of its published code).
RopeFrequencies rope_frequencies(int rope_dimension, float base, const RopeScaling& scaling);

// YaRN's factor on attention, 0.1 * ln(factor) + 1, divided by the same with log_multiplier in front of the logarithm,
// as DeepSeek and Mistral have it; 0: not divided.
float yarn_amplitude(float factor, float log_multiplier);

}  // namespace oree::model
