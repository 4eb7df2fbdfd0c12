// The keys of a model's GGUF metadata, in the order in which llama.cpp's files have them.
#include <cmath>

#include "workbench/convert/model_config.h"

namespace oree::workbench {
namespace {

class Keys {
 public:
  Keys(gguf::Writer& writer, std::string_view architecture)
      : writer_(writer), prefix_(std::string(architecture) + ".") {}

  void set(std::string_view key, int value) {
    writer_.set_uint32(prefix_ + std::string(key), static_cast<std::uint32_t>(value));
  }
  void set(std::string_view key, double value) {
    writer_.set_float32(prefix_ + std::string(key), static_cast<float>(value));
  }
  void set(std::string_view key, std::string_view value) { writer_.set_string(prefix_ + std::string(key), value); }
  void set(std::string_view key, const std::vector<bool>& values) {
    writer_.set_bools(prefix_ + std::string(key), values);
  }

 private:
  gguf::Writer& writer_;
  std::string prefix_;
};

void write_rope(const RopeConfig& rope, int head_dim, Keys& keys) {
  using namespace std::string_view_literals;
  keys.set("rope.dimension_count", head_dim);
  keys.set("rope.freq_base", rope.base);
  if (rope.local_base > 0) {
    keys.set("rope.freq_base_swa", rope.local_base);
  }
  if (rope.scaling == model::RopeScalingType::kLinear) {
    keys.set("rope.scaling.type", "linear"sv);
    keys.set("rope.scaling.factor", rope.factor);
  }
  if (rope.scaling == model::RopeScalingType::kYarn) {
    keys.set("rope.scaling.type", "yarn"sv);
    keys.set("rope.scaling.factor", rope.factor);
    keys.set("rope.scaling.original_context_length", rope.original_context);
    keys.set("rope.scaling.yarn_beta_fast", rope.beta_fast);
    keys.set("rope.scaling.yarn_beta_slow", rope.beta_slow);
    if (rope.log_multiplier != 0) {
      keys.set("rope.scaling.yarn_log_multiplier", rope.log_multiplier);
    }
    constexpr double kRounding = 1e-6;  // of a float
    if (std::fabs(rope.amplitude_factor - 1) > kRounding) {
      keys.set("rope.scaling.attn_factor", rope.amplitude_factor);
    }
  }
  if (rope.query_temperature > 0) {
    keys.set("attention.temperature_scale", rope.query_temperature);
  }
}

}  // namespace

void write_model_config(const ModelConfig& config, gguf::Writer& writer) {
  writer.set_string("general.architecture", config.features->name);
  Keys keys(writer, config.features->name);
  keys.set("block_count", config.n_layers);
  keys.set("context_length", config.context_length);
  keys.set("embedding_length", config.embedding_length);
  keys.set("feed_forward_length", config.feed_forward_length);
  keys.set("attention.head_count", config.n_heads);
  keys.set("attention.head_count_kv", config.n_kv_heads);
  keys.set("attention.key_length", config.head_dim);
  keys.set("attention.value_length", config.head_dim);
  keys.set("attention.layer_norm_rms_epsilon", config.norm_epsilon);
  keys.set("vocab_size", config.vocabulary_size);
  write_rope(config.rope, config.head_dim, keys);
  if (config.window > 0) {
    keys.set("attention.sliding_window", config.window);
  }
  if (!config.window_layers.empty()) {
    keys.set("attention.sliding_window_pattern", config.window_layers);
  }
  if (config.attention_soft_cap > 0) {
    keys.set("attn_logit_softcapping", config.attention_soft_cap);
    keys.set("final_logit_softcapping", config.logit_soft_cap);
  }
}

}  // namespace oree::workbench
