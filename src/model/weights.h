// The tensors of a model file, found, checked and bound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gguf/file.h"
#include "kernels/table.h"
#include "model/model.h"
#include "tensor/element_type.h"

namespace oree::model {

// [n_rows, n_cols], row after row; points into the file's map.
struct Matrix {
  const std::byte* data = nullptr;
  tensor::ElementType type{};
  std::int64_t n_rows = 0;
  std::int64_t n_cols = 0;
  std::size_t row_bytes = 0;
  kernels::Matmul matmul = nullptr;    // nullptr: kernels::multiply_widened
  bool quantized_activations = false;  // whether matmul reads those
};

// Q and K rows are in the order of the architecture's RopePairs. A vector that the model does not have is empty.
struct LayerWeights {
  std::vector<float> attention_norm;          // [embedding_length]
  Matrix query;                               // [n_heads * head_dim, embedding_length]
  Matrix key;                                 // [n_kv_heads * head_dim, embedding_length]
  Matrix value;                               // [n_kv_heads * head_dim, embedding_length]
  std::vector<float> query_bias;              // [n_heads * head_dim]
  std::vector<float> key_bias;                // [n_kv_heads * head_dim]
  std::vector<float> value_bias;              // [n_kv_heads * head_dim]
  std::vector<float> query_norm;              // [head_dim]
  std::vector<float> key_norm;                // [head_dim]
  std::vector<float> attention_post_norm;     // [embedding_length]
  std::vector<float> feed_forward_post_norm;  // [embedding_length]
  Matrix attention_output;                    // [embedding_length, n_heads * head_dim]
  std::vector<float> feed_forward_norm;       // [embedding_length]
  Matrix gate;                                // [feed_forward_length, embedding_length]
  Matrix up;                                  // [feed_forward_length, embedding_length]
  Matrix down;                                // [embedding_length, feed_forward_length]
};

struct Weights {
  Matrix embedding;  // [vocabulary_size, embedding_length]
  std::vector<LayerWeights> layers;
  std::vector<float> output_norm;     // [embedding_length]
  Matrix output;                      // [vocabulary_size, embedding_length]; the embedding when the file ties them
  std::vector<float> rope_factors;    // [rope_dimension / 2]; frequencies are divided by them; empty: none
  std::int64_t max_widened_cols = 0;  // the most columns of a matrix without a kernel; 0: all have one
};

// Throws Error as Model's constructor; kUnsupported names a tensor that this architecture does not use.
Weights bind_weights(const gguf::File& file, const HyperParameters& hyper_parameters, const kernels::Table& kernels);

}  // namespace oree::model
