#include <cstring>

#include "kernels/scalar/elements.h"
#include "kernels/targets.h"

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

// A block of 32 values: scale (f16), then int8 each.
struct Q8_0 {
  static constexpr std::int64_t kBytes = 34;
  static int dot(const std::byte* block, const std::int8_t* activations) noexcept {
    int sum = 0;
    for (int i = 0; i < kQuantBlock; ++i) {
      sum += static_cast<int>(static_cast<std::int8_t>(block[2 + i])) * activations[i];
    }
    return sum;
  }
};

// A block of 32 values: scale (f16), then 4 bits each, less 8; byte i holds value i low and value i + 16 high.
struct Q4_0 {
  static constexpr std::int64_t kBytes = 18;
  static int dot(const std::byte* block, const std::int8_t* activations) noexcept {
    int sum = 0;
    for (int i = 0; i < kQuantBlock / 2; ++i) {
      const int pair = static_cast<int>(block[2 + i]);
      sum += ((pair & 15) - 8) * activations[i] + ((pair >> 4) - 8) * activations[i + 16];
    }
    return sum;
  }
};

template <class Block>
void matmul_blocks(const MatmulTask& task) noexcept {
  const std::int64_t n_blocks = task.n_cols / kQuantBlock;
  for (std::int64_t row = task.row_begin; row < task.row_end; ++row) {
    const std::byte* weights = static_cast<const std::byte*>(task.weights) + row * n_blocks * Block::kBytes;
    for (std::int64_t token = 0; token < task.n_tokens; ++token) {
      const std::int8_t* values = task.quantized.values + token * task.n_cols;
      const float* scales = task.quantized.scales + token * n_blocks;
      float sum = 0;
      for (std::int64_t b = 0; b < n_blocks; ++b) {
        const std::byte* block = weights + b * Block::kBytes;
        const int dot = Block::dot(block, values + b * kQuantBlock);
        sum += static_cast<float>(dot) * (tensor::f16_to_f32(read_u16(block)) * scales[b]);
      }
      task.output[token * task.output_stride + row] = sum;
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
}

}  // namespace oree::kernels::scalar
