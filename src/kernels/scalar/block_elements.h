// Elements of rows in block formats, one by one.
#pragma once

#include "kernels/scalar/elements.h"
#include "tensor/blocks.h"

namespace oree::kernels::scalar {
namespace {

// load(row, i) is element i of a row.
struct Q8_0 {
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ8_0)};
  }
  static float load(const std::byte* row, std::int64_t i) noexcept {
    const std::byte* block = row + row_bytes(i);
    return static_cast<float>(static_cast<std::int8_t>(block[2 + i % tensor::kBlockSize])) * F16::load(block, 0);
  }
};
struct Q4_0 {
  static std::int64_t row_bytes(std::int64_t n) noexcept {
    return n / tensor::kBlockSize * std::int64_t{sizeof(tensor::BlockQ4_0)};
  }
  static float load(const std::byte* row, std::int64_t i) noexcept {
    const std::byte* block = row + row_bytes(i);
    const int pair = static_cast<int>(block[2 + i % (tensor::kBlockSize / 2)]);
    const int q = i % tensor::kBlockSize < tensor::kBlockSize / 2 ? pair & 15 : pair >> 4;
    return static_cast<float>(q - 8) * F16::load(block, 0);
  }
};

}  // namespace
}  // namespace oree::kernels::scalar
