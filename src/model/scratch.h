// The buffers that one forward pass works in.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/key_blocks.h"
#include "model/model.h"

namespace oree::model {

// Activations rounded for block-quantised weights.
struct QuantizedBuffer {
  std::vector<std::int8_t> values;
  std::vector<float> scales;
  std::vector<std::int32_t> negative_sums;

  void resize(std::size_t n_tokens, std::size_t n_cols) {
    values.resize(n_tokens * n_cols);
    scales.resize(n_tokens * (n_cols / kernels::kQuantBlock));
    negative_sums.resize(scales.size());
  }
  kernels::QuantizedRows rows() noexcept { return {values.data(), scales.data(), negative_sums.data()}; }
  static std::size_t planned_bytes(std::size_t n_tokens, std::size_t n_cols) noexcept {
    return n_tokens * n_cols + n_tokens * (n_cols / kernels::kQuantBlock) * 8;
  }
  std::size_t bytes() const noexcept { return values.size() + scales.size() * 4 + negative_sums.size() * 4; }
};

// [chunk, rope_dimension]; for RopePairs::kHalves the first half of a row is used.
struct RopeTable {
  std::vector<float> cosines;
  std::vector<float> sines;
};

struct ThreadBuffer {
  std::vector<float> attention;
  std::vector<float> widened;  // [kWidenedRows, the most columns of a matrix without a kernel]; empty when all have one
  std::vector<tensor::KvSegment> segments;
};

// Parts of attention that wait to be merged.
struct Partials {
  std::vector<float> rows;            // [slots, partial_floats], the first of each query for the total
  std::vector<kernels::Range> parts;  // [n_kv_heads], what the tokens see of each
};

// Makes place for what each thread of a forward pass needs; nothing shrinks.
void resize_thread_buffers(std::vector<ThreadBuffer>& threads, const HyperParameters& hyper, const ThreadNeeds& needs);

struct Model::Scratch::Buffers {
  int chunk = 0;
  std::vector<float> stream;         // [chunk, embedding_length], the residual stream
  std::vector<float> normed;         // [chunk, embedding_length]
  std::vector<float> projected;      // [chunk, embedding_length], what is added to the stream
  std::vector<float> queries;        // [chunk, n_heads * head_dim]
  std::vector<float> keys;           // [chunk, n_kv_heads * head_dim]
  std::vector<float> values;         // [chunk, n_kv_heads * head_dim]
  std::vector<float> plain_queries;  // before RoPE; empty until somebody wants them
  std::vector<float> plain_keys;     // the same
  std::vector<float> attended;       // [chunk, n_heads * head_dim]
  std::vector<float> gate;           // [chunk, feed_forward_length]; becomes the hidden activations
  std::vector<float> up;             // [chunk, feed_forward_length]
  RopeTable rope;                    // of layers with the model's RoPE base
  RopeTable local_rope;              // of window layers with a base of their own; empty: none
  QuantizedBuffer input;             // of normed, then of attended: [chunk, the wider of the two]
  QuantizedBuffer hidden;            // of gate
  Partials partials;
  std::vector<ThreadBuffer> threads;
};

}  // namespace oree::model
