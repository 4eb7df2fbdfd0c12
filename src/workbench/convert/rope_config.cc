#include "workbench/convert/rope_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace oree::workbench {
namespace {

constexpr double kUsualBase = 10000;  // where no family or file says otherwise

constexpr std::array<std::string_view, 16> kKnownKeys = {
    "rope_type",
    "type",
    "rope_theta",
    "factor",
    "original_max_position_embeddings",
    "beta_fast",
    "beta_slow",
    "mscale",
    "mscale_all_dim",
    "attention_factor",
    "truncate",
    "low_freq_factor",
    "high_freq_factor",
    "llama_4_scaling_beta",
    "partial_rotary_factor",
    "max_position_embeddings",  // a copy of the config's own
};

void refuse_unknown_keys(const ConfigReader& rope) {
  for (const auto& [key, value] : rope.object().items()) {
    if (!value.is_null() && std::find(kKnownKeys.begin(), kKnownKeys.end(), key) == kKnownKeys.end()) {
      rope.unsupported(key, "RoPE with this parameter is not supported", "use a model without it");
    }
  }
  if (rope.find_number("partial_rotary_factor").value_or(1.0) != 1.0) {
    rope.unsupported("partial_rotary_factor", "RoPE of a part of each head is not supported", "supported: 1");
  }
}

std::string type_of(const ConfigReader& rope) {
  const std::optional<std::string> type = rope.find_string("rope_type");
  return type ? *type : rope.find_string("type").value_or("default");
}

// Source: Meta's Llama 3.1, as transformers and llama.cpp have it: pairs that turn slowly are divided by the factor,
// those that turn fast are not, and those between are interpolated.
std::vector<float> llama3_factors(const ConfigReader& rope, double base, int head_dim) {
  const double factor = rope.get_positive("factor");
  const double low = rope.get_positive("low_freq_factor");
  const double high = rope.get_positive("high_freq_factor");
  const double original_context = rope.get_dimension("original_max_position_embeddings");
  if (high <= low) {
    rope.corrupt("high_freq_factor", "the value is not larger than low_freq_factor");
  }
  std::vector<float> factors;
  for (int pair = 0; pair < head_dim / 2; ++pair) {
    const double wavelength = 2 * std::numbers::pi * std::pow(base, 2.0 * pair / head_dim);
    const double kept = std::clamp((original_context / wavelength - low) / (high - low), 0.0, 1.0);
    factors.push_back(static_cast<float>(1 / ((1 - kept) / factor + kept)));
  }
  return factors;
}

// What cosines and sines are multiplied by. Source: transformers, modeling_rope_utils.py.
double yarn_amplitude(const ConfigReader& rope, double factor) {
  const auto of_multiplier = [&](double multiplier) {
    return factor <= 1 ? 1.0 : 0.1 * multiplier * std::log(factor) + 1.0;
  };
  if (const std::optional<double> given = rope.find_positive("attention_factor")) {
    return *given;
  }
  const double numerator = rope.find_number("mscale").value_or(0.0);
  const double denominator = rope.find_number("mscale_all_dim").value_or(0.0);
  return numerator != 0 && denominator != 0 ? of_multiplier(numerator) / of_multiplier(denominator) : of_multiplier(1);
}

void read_yarn(const ConfigReader& rope, const model::Architecture& features, int context_length, RopeConfig& result) {
  result.scaling = model::RopeScalingType::kYarn;
  result.factor = rope.get_positive("factor");
  result.original_context = rope.find_dimension("original_max_position_embeddings").value_or(context_length);
  result.beta_fast = rope.find_positive("beta_fast").value_or(result.beta_fast);
  result.beta_slow = rope.find_positive("beta_slow").value_or(result.beta_slow);
  if (!rope.find_bool("truncate").value_or(true)) {
    rope.unsupported("truncate", "YaRN with bounds between pairs is not supported", "supported: true");
  }
  if (features.query_temperature) {
    result.log_multiplier = rope.find_number("mscale_all_dim").value_or(0.0);
    result.query_temperature = rope.find_number("llama_4_scaling_beta").value_or(0.0);
    if (!std::isfinite(result.query_temperature) || result.query_temperature < 0) {
      rope.corrupt("llama_4_scaling_beta", "the value is not a positive number");
    }
  }
  const double by_reader =
      model::yarn_amplitude(static_cast<float>(result.factor), static_cast<float>(result.log_multiplier));
  result.amplitude_factor = yarn_amplitude(rope, result.factor) / by_reader;
  if (!std::isnormal(static_cast<float>(result.amplitude_factor)) || result.amplitude_factor < 0) {
    rope.corrupt("mscale", "it makes YaRN's factor on attention no positive number");
  }
}

void read_scaling(const ConfigReader& rope, const model::Architecture& features, int head_dim, int context_length,
                  RopeConfig& result) {
  const std::string type = type_of(rope);
  if (type != "yarn" && rope.find_number("llama_4_scaling_beta").value_or(0.0) != 0) {
    rope.unsupported("llama_4_scaling_beta", "queries that grow with their position are supported with YaRN alone",
                     "supported: rope_type yarn, or 0");
  }
  if (type == "linear") {
    result.scaling = model::RopeScalingType::kLinear;
    result.factor = rope.get_positive("factor");
  } else if (type == "yarn") {
    read_yarn(rope, features, context_length, result);
  } else if (type == "llama3") {
    result.factors = llama3_factors(rope, result.base, head_dim);
  } else if (type != "default") {
    rope.unsupported(rope.find("rope_type") != nullptr ? "rope_type" : "type",
                     "RoPE scaling of the type \"" + type + "\" is not supported",
                     "supported: default, linear, llama3, yarn");
  }
}

}  // namespace

RopeConfig read_rope_config(const ConfigReader& config, const model::Architecture& features, int head_dim,
                            int context_length) {
  const Json none = Json::object();
  std::optional<ConfigReader> rope = config.find_object("rope_parameters");
  if (!rope) {
    rope = config.find_object("rope_scaling");
  }
  std::optional<ConfigReader> local;
  if (rope && (rope->find("full_attention") != nullptr || rope->find("sliding_attention") != nullptr)) {
    local = rope->find_object("sliding_attention");
    rope = rope->find_object("full_attention");
  }
  const ConfigReader global = rope.value_or(ConfigReader(none, {}));
  refuse_unknown_keys(global);
  RopeConfig result;
  const std::optional<double> own_base = global.find_positive("rope_theta");
  result.base = own_base ? *own_base : config.find_positive("rope_theta").value_or(kUsualBase);
  read_scaling(global, features, head_dim, context_length, result);
  if (local) {
    refuse_unknown_keys(*local);
    if (const std::string type = type_of(*local); type != "default") {
      local->unsupported("rope_type", "RoPE scaling of window layers is not supported", "supported: default");
    }
  }
  if (features.local_rope_base > 0) {
    const std::optional<double> local_base = local ? local->find_positive("rope_theta") : std::nullopt;
    result.local_base =
        local_base ? *local_base : config.find_positive("rope_local_base_freq").value_or(features.local_rope_base);
  } else if (local && local->find_positive("rope_theta").value_or(result.base) != result.base) {
    local->unsupported("rope_theta", "window layers with a RoPE base of their own are not supported here",
                       "supported: the same as that of full_attention");
  }
  if (config.find_number("partial_rotary_factor").value_or(1.0) != 1.0) {
    config.unsupported("partial_rotary_factor", "RoPE of a part of each head is not supported", "supported: 1");
  }
  return result;
}

}  // namespace oree::workbench
