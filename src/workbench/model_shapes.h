// The dimensions of well-known models, for measurements that need no trained weights.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "workbench/quantization_plan.h"

namespace oree::workbench {

struct ModelShape {
  std::string_view name;          // "ministral-3-3b"
  std::string_view architecture;  // general.architecture
  int n_layers;
  int embedding_length;
  int n_heads;
  int n_kv_heads;
  int head_dim;
  int feed_forward_length;
  int vocabulary_size;
  bool is_tied;        // the embedding is the output too
  int context_length;  // tokens
  float rope_base;
  int window = 0;         // tokens of window layers; 0: there are none
  int window_period = 0;  // of llama: the last of every so many layers is global
};

std::span<const ModelShape> model_shapes() noexcept;

// Throws Error kUsage with the names there are.
const ModelShape& find_model_shape(std::string_view name);

// Every tensor that a file of the shape has.
std::vector<TensorShape> tensors_of(const ModelShape& shape);

}  // namespace oree::workbench
