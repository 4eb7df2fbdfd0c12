// The buffers that one forward pass works in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "kernels/dispatch.h"
#include "kernels/key_blocks.h"
#include "model/model.h"

namespace oree::model {

// Activations rounded for block-quantised weights: those of few tokens in rows, of many in tiles where the kernels
// take them.
struct QuantizedBuffer {
  std::vector<std::int8_t> values;
  std::vector<float> scales;
  std::vector<std::int32_t> negative_sums;
  std::vector<kernels::TokenTileBlock> tiles;

  struct Sizes {
    std::size_t values;
    std::size_t blocks;
    std::size_t tiles;
  };
  static Sizes sizes(const kernels::Table& table, std::size_t n_tokens, std::size_t n_cols) noexcept {
    const std::size_t n_blocks = n_cols / kernels::kQuantBlock;
    const bool tiled = kernels::takes_tiles(table, static_cast<std::int64_t>(n_tokens));
    const std::size_t rows = tiled ? static_cast<std::size_t>(table.fewest_tiled_tokens - 1) : n_tokens;
    const std::size_t n_tiles = tiled ? (n_tokens + kernels::kTokenTile - 1) / kernels::kTokenTile : 0;
    return {.values = rows * n_cols, .blocks = rows * n_blocks, .tiles = n_tiles * n_blocks};
  }
  static std::size_t planned_bytes(const Sizes& sizes) noexcept {
    return sizes.values + sizes.blocks * 8 + sizes.tiles * sizeof(kernels::TokenTileBlock);
  }

  void resize(const Sizes& sizes) {
    values.resize(sizes.values);
    scales.resize(sizes.blocks);
    negative_sums.resize(sizes.blocks);
    tiles.resize(sizes.tiles);
  }
  kernels::QuantizedRows rows() noexcept { return {values.data(), scales.data(), negative_sums.data()}; }
  std::size_t bytes() const noexcept {
    return planned_bytes({.values = values.size(), .blocks = scales.size(), .tiles = tiles.size()});
  }
};

// Working memory of a product, aligned as kernels want it.
class MatmulScratch {
 public:
  void resize(std::size_t n_bytes) {
    if (n_bytes > bytes_) {
      memory_.reset(static_cast<std::byte*>(::operator new (n_bytes, std::align_val_t{kAlignment})));
      bytes_ = n_bytes;
    }
  }
  std::byte* data() const noexcept { return memory_.get(); }
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  static constexpr std::size_t kAlignment = 64;
  struct Free {
    void operator()(std::byte* memory) const noexcept { ::operator delete (memory, std::align_val_t{kAlignment}); }
  };
  std::unique_ptr<std::byte, Free> memory_;
  std::size_t bytes_ = 0;
};

// [chunk, rope_dimension]; for RopePairs::kHalves the first half of a row is used.
struct RopeTable {
  std::vector<float> cosines;
  std::vector<float> sines;
};

struct ThreadBuffer {
  std::vector<float> attention;
  std::vector<float> widened;  // [kWidenedRows, the most columns of a matrix without a kernel]; empty when all have one
  MatmulScratch matmul;        // empty when the kernels need none
  std::vector<tensor::KvSegment> segments;
};

// Parts of attention that wait to be merged.
struct Partials {
  std::vector<float> rows;            // [slots, partial_floats], the first of each query for the total
  std::vector<kernels::Range> parts;  // [n_kv_heads], what the tokens see of each
};

// Makes place for what each thread of a forward pass needs; nothing shrinks.
void resize_thread_buffers(std::vector<ThreadBuffer>& threads, const HyperParameters& hyper,
                           const kernels::Table& kernels, const ThreadNeeds& needs);

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
