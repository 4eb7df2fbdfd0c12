#include <cstring>

#include "kernels/targets.h"
#include "tensor/convert.h"
#include "tensor/half.h"

namespace oree::kernels::scalar {
namespace {

void store_f32(const float* row, std::int64_t n, void* stored) noexcept {
  std::memcpy(stored, row, static_cast<std::size_t>(n) * sizeof(float));
}

void store_f16(const float* row, std::int64_t n, void* stored) noexcept {
  for (std::int64_t i = 0; i < n; ++i) {
    const std::uint16_t half = tensor::f32_to_f16(row[i]);
    std::memcpy(static_cast<std::byte*>(stored) + i * 2, &half, sizeof(half));
  }
}

void store_bf16(const float* row, std::int64_t n, void* stored) noexcept {
  for (std::int64_t i = 0; i < n; ++i) {
    const std::uint16_t half = tensor::f32_to_bf16(row[i]);
    std::memcpy(static_cast<std::byte*>(stored) + i * 2, &half, sizeof(half));
  }
}

void store_q8_0(const float* row, std::int64_t n, void* stored) noexcept {
  auto* blocks = static_cast<std::byte*>(stored);
  for (std::int64_t i = 0; i < n; i += tensor::kBlockSize, blocks += sizeof(tensor::BlockQ8_0)) {
    const tensor::BlockQ8_0 block = tensor::quantize_block_q8_0(row + i);
    std::memcpy(blocks, &block, sizeof(block));
  }
}

void store_q4_0(const float* row, std::int64_t n, void* stored) noexcept {
  auto* blocks = static_cast<std::byte*>(stored);
  for (std::int64_t i = 0; i < n; i += tensor::kBlockSize, blocks += sizeof(tensor::BlockQ4_0)) {
    const tensor::BlockQ4_0 block = tensor::quantize_block_q4_0(row + i);
    std::memcpy(blocks, &block, sizeof(block));
  }
}

}  // namespace

void fill_store(Table& table) noexcept {
  table.store_f32 = store_f32;
  table.store_f16 = store_f16;
  table.store_bf16 = store_bf16;
  table.store_q8_0 = store_q8_0;
  table.store_q4_0 = store_q4_0;
}

}  // namespace oree::kernels::scalar
