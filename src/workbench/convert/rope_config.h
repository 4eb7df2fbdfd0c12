// The rotary position embedding that config.json describes.
#pragma once

#include <optional>
#include <vector>

#include "model/architecture.h"
#include "model/rope_frequencies.h"
#include "workbench/convert/config_reader.h"

namespace oree::workbench {

struct RopeConfig {
  double base = 0;
  double local_base = 0;  // of window layers; 0: the same
  model::RopeScalingType scaling = model::RopeScalingType::kNone;
  double factor = 1;
  int original_context = 0;  // tokens; YaRN only, as are the next ones
  double beta_fast = 32;
  double beta_slow = 1;
  double log_multiplier = 0;     // 0: none is written
  double amplitude_factor = 1;   // of what a reader makes of factor and log_multiplier
  double query_temperature = 0;  // 0: none
  std::vector<float> factors;    // [head_dim / 2] that frequencies are divided by; empty: none
};

// transformers 5 has rope_parameters, transformers 4 rope_theta and rope_scaling beside each other; either may differ
// by kind of layer. Throws Error kCorrupt, kUnsupported with the key.
RopeConfig read_rope_config(const ConfigReader& config, const model::Architecture& features, int head_dim,
                            int context_length);

}  // namespace oree::workbench
