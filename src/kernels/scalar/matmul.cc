#include <cstring>

#include "kernels/scalar/elements.h"
#include "kernels/targets.h"
#include "tensor/blocks.h"
#include "tensor/half.h"
#include "tensor/iq4_values.h"

namespace oree::kernels::scalar {
namespace {

template <class Element>
void matmul_float(const MatmulTask& task) noexcept {
  const std::int64_t row_bytes = task.n_cols * Element::kBytes;
  for (std::int64_t row = task.row_begin; row < task.row_end; ++row) {
    const std::byte* weights = static_cast<const std::byte*>(task.weights) + row * row_bytes;
    for (std::int64_t token = 0; token < task.n_tokens; ++token) {
      const float* activations = task.activations + token * task.n_cols;
      float sum = 0;
      for (std::int64_t col = 0; col < task.n_cols; ++col) {
        sum += Element::load(weights, col) * activations[col];
      }
      task.output[token * task.output_stride + row] = sum;
    }
  }
}

// One block of 32 weights: weight i is scales[i / 16] * integers[i] - minimum.
struct WeightBlock {
  int integers[kQuantBlock];
  float scales[2];
  float minimum;
};

struct Q8_0 {
  static constexpr std::int64_t kCols = tensor::kBlockSize;
  using Stored = tensor::BlockQ8_0;
  static WeightBlock unpack(const Stored& stored, std::int64_t) noexcept {
    const float d = tensor::f16_to_f32(stored.d);
    WeightBlock block{{}, {d, d}, 0};
    for (int i = 0; i < kQuantBlock; ++i) {
      block.integers[i] = stored.q[i];
    }
    return block;
  }
};

// Byte i holds value i low and value i + 16 high.
template <class Level>
WeightBlock unpack_nibbles(std::uint16_t scale, const std::uint8_t* q, const Level& level) noexcept {
  const float d = tensor::f16_to_f32(scale);
  WeightBlock block{{}, {d, d}, 0};
  for (int i = 0; i < kQuantBlock / 2; ++i) {
    block.integers[i] = level(q[i] & 15);
    block.integers[i + 16] = level(q[i] >> 4);
  }
  return block;
}

struct Q4_0 {
  static constexpr std::int64_t kCols = tensor::kBlockSize;
  using Stored = tensor::BlockQ4_0;
  static WeightBlock unpack(const Stored& stored, std::int64_t) noexcept {
    return unpack_nibbles(stored.d, stored.q, [](int nibble) { return nibble - 8; });
  }
};

struct Iq4Nl {
  static constexpr std::int64_t kCols = tensor::kBlockSize;
  using Stored = tensor::BlockIq4Nl;
  static WeightBlock unpack(const Stored& stored, std::int64_t) noexcept {
    return unpack_nibbles(stored.d, stored.q, [](int nibble) { return int{tensor::kIq4Values[nibble]}; });
  }
};

// Scale and minimum of block b of a super-block of Q4_K or Q5_K: 6 bits each, of the last four in two places.
template <class Stored>
WeightBlock scaled_block(const Stored& stored, std::int64_t b) noexcept {
  const std::uint8_t* s = stored.scales;
  const int scale = b < 4 ? s[b] & 63 : (s[b + 4] & 15) | (s[b - 4] >> 6) << 4;
  const int minimum = b < 4 ? s[b + 4] & 63 : s[b + 4] >> 4 | (s[b] >> 6) << 4;
  const float factor = tensor::f16_to_f32(stored.d) * static_cast<float>(scale);
  return {{}, {factor, factor}, tensor::f16_to_f32(stored.dmin) * static_cast<float>(minimum)};
}

// Blocks 2 * i and 2 * i + 1 are the low and the high nibbles of bytes 32 * i to 32 * i + 31.
inline int nibble_of(const std::uint8_t* q, std::int64_t b, int i) noexcept {
  return q[b / 2 * 32 + i] >> (b % 2 * 4) & 15;
}

struct Q4K {
  static constexpr std::int64_t kCols = tensor::kSuperBlockSize;
  using Stored = tensor::BlockQ4K;
  static WeightBlock unpack(const Stored& stored, std::int64_t b) noexcept {
    WeightBlock block = scaled_block(stored, b);
    for (int i = 0; i < kQuantBlock; ++i) {
      block.integers[i] = nibble_of(stored.q, b, i);
    }
    return block;
  }
};

struct Q5K {
  static constexpr std::int64_t kCols = tensor::kSuperBlockSize;
  using Stored = tensor::BlockQ5K;
  static WeightBlock unpack(const Stored& stored, std::int64_t b) noexcept {
    WeightBlock block = scaled_block(stored, b);
    for (int i = 0; i < kQuantBlock; ++i) {
      block.integers[i] = nibble_of(stored.q, b, i) + (stored.high[i] >> b & 1) * 16;
    }
    return block;
  }
};

struct Q6K {
  static constexpr std::int64_t kCols = tensor::kSuperBlockSize;
  using Stored = tensor::BlockQ6K;
  static WeightBlock unpack(const Stored& stored, std::int64_t b) noexcept {
    // Of a half of the super-block: low nibbles of 64 bytes are blocks 0 and 1, high ones blocks 2 and 3.
    const std::int64_t half = b / 4;
    const std::int64_t in_half = b % 4;
    const float d = tensor::f16_to_f32(stored.d);
    WeightBlock block{
        {}, {d * static_cast<float>(stored.scales[b * 2]), d * static_cast<float>(stored.scales[b * 2 + 1])}, 0};
    for (int i = 0; i < kQuantBlock; ++i) {
      const int low = stored.q[half * 64 + in_half % 2 * 32 + i] >> (in_half / 2 * 4) & 15;
      const int high = stored.high[half * 32 + i] >> (in_half * 2) & 3;
      block.integers[i] = (low | high << 4) - 32;
    }
    return block;
  }
};

// Products are exact integers inside a run of weights with one scale.
template <class Format>
void matmul_blocks(const MatmulTask& task) noexcept {
  constexpr std::int64_t kBlocksOfStored = Format::kCols / kQuantBlock;
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  const std::int64_t row_bytes = task.n_cols / Format::kCols * std::int64_t{sizeof(typename Format::Stored)};
  for (std::int64_t row = task.row_begin; row < task.row_end; ++row) {
    const std::byte* weights = static_cast<const std::byte*>(task.weights) + row * row_bytes;
    for (std::int64_t token = 0; token < task.n_tokens; ++token) {
      task.output[token * task.output_stride + row] = 0;
    }
    for (std::int64_t b = 0; b < n_blocks; ++b) {
      typename Format::Stored stored;
      std::memcpy(&stored, weights + b / kBlocksOfStored * std::int64_t{sizeof(stored)}, sizeof(stored));
      const WeightBlock block = Format::unpack(stored, b % kBlocksOfStored);
      for (std::int64_t token = 0; token < task.n_tokens; ++token) {
        const std::int8_t* values = task.quantized.values + token * task.n_cols + b * kQuantBlock;
        const float scale = task.quantized.scales[token * n_blocks + b];
        const auto negative_sum = static_cast<float>(task.quantized.negative_sums[token * n_blocks + b]);
        int dots[2] = {0, 0};
        for (int i = 0; i < kQuantBlock; ++i) {
          dots[i / 16] += block.integers[i] * values[i];
        }
        float& sum = task.output[token * task.output_stride + row];
        if (block.scales[0] == block.scales[1]) {
          sum += static_cast<float>(dots[0] + dots[1]) * (block.scales[0] * scale);
        } else {
          sum += static_cast<float>(dots[0]) * (block.scales[0] * scale);
          sum += static_cast<float>(dots[1]) * (block.scales[1] * scale);
        }
        sum += block.minimum * (negative_sum * scale);
      }
    }
  }
}

}  // namespace

void fill_matmul(Table& table) noexcept {
  table.matmul_f32 = matmul_float<F32>;
  table.matmul_f16 = matmul_float<F16>;
  table.matmul_bf16 = matmul_float<Bf16>;
  table.matmul_q8_0 = matmul_blocks<Q8_0>;
  table.matmul_q4_0 = matmul_blocks<Q4_0>;
  table.matmul_iq4_nl = matmul_blocks<Iq4Nl>;
  table.matmul_q4_k = matmul_blocks<Q4K>;
  table.matmul_q5_k = matmul_blocks<Q5K>;
  table.matmul_q6_k = matmul_blocks<Q6K>;
}

}  // namespace oree::kernels::scalar
