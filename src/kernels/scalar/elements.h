// Elements stored as f32, f16 or bf16, one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "tensor/half.h"

namespace oree::kernels::scalar {

inline std::uint16_t read_u16(const void* address) noexcept {
  std::uint16_t value = 0;
  std::memcpy(&value, address, sizeof(value));
  return value;
}

// load(row, i) is element i of a row.
struct F32 {
  static constexpr std::int64_t kBytes = 4;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static float load(const std::byte* row, std::int64_t i) noexcept {
    float value = 0;
    std::memcpy(&value, row + i * kBytes, sizeof(value));
    return value;
  }
};
struct F16 {
  static constexpr std::int64_t kBytes = 2;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static float load(const std::byte* row, std::int64_t i) noexcept {
    return tensor::f16_to_f32(read_u16(row + i * kBytes));
  }
};
struct Bf16 {
  static constexpr std::int64_t kBytes = 2;
  static std::int64_t row_bytes(std::int64_t n) noexcept { return n * kBytes; }
  static float load(const std::byte* row, std::int64_t i) noexcept {
    return tensor::bf16_to_f32(read_u16(row + i * kBytes));
  }
};

}  // namespace oree::kernels::scalar
