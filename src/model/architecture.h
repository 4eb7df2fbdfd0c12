// What sets the families of decoders apart, as data: the forward pass asks for features, never for a family.
// docs/recipes/add_an_architecture.md
#pragma once

#include <span>
#include <string_view>

namespace oree::model {

// Which values of a head RoPE rotates together: i with i + 1, or i with i + rope_dimension / 2.
enum class RopePairs { kNeighbours, kHalves };

// Of the gate: x / (1 + exp(-x)), or GELU in its tanh form.
enum class Activation { kSilu, kGelu };

struct Architecture {
  std::string_view name;    // general.architecture
  std::string_view models;  // for people
  RopePairs rope_pairs = RopePairs::kNeighbours;
  Activation activation = Activation::kSilu;
  bool query_key_norms = false;    // attn_q_norm, attn_k_norm: RMSNorm of each head before RoPE
  bool post_norms = false;         // post_attention_norm, post_ffw_norm: RMSNorm of what is added to the stream
  bool scaled_embedding = false;   // by the square root of its length
  bool query_temperature = false;  // attention.temperature_scale: queries grow with their position
  bool soft_caps = false;          // attn_logit_softcapping, final_logit_softcapping: cap * tanh(x / cap)
  // Layer l is global where l mod period is 0 or, with last_is_global, period - 1. 0: the file tells, or all are alike.
  int window_period = 0;
  bool last_is_global = false;
  int default_window = 0;     // tokens, where the file names none
  float local_rope_base = 0;  // of window layers; 0: the same as of global ones
  int wide_scale_layers = 0;  // the model of so many layers divides scores by sqrt(embedding_length / n_heads), which
                              // its file does not say
};

std::span<const Architecture> architectures() noexcept;

// nullptr when it is none of them.
const Architecture* find_architecture(std::string_view name) noexcept;

}  // namespace oree::model
