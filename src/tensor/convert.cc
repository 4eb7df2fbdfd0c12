#include "tensor/convert.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/check.h"
#include "tensor/half.h"

namespace oree::tensor {
namespace {

// Converts element by element, or block by block, through memcpy: stored rows need no alignment.
template <class Stored, class Convert>
void read_each(std::span<const std::byte> stored, std::size_t count, Convert convert) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    Stored element;
    std::memcpy(&element, stored.data() + i * sizeof(Stored), sizeof(Stored));
    convert(i, element);
  }
}

template <class Block>
void read_blocks(std::span<const std::byte> stored, std::span<float> output) noexcept {
  constexpr std::size_t kValues = values_in<Block>();
  read_each<Block>(stored, output.size() / kValues,
                   [&](std::size_t i, const Block& block) { dequantize_block(block, output.data() + i * kValues); });
}

template <class Stored, class Convert>
void write_each(std::span<std::byte> stored, std::size_t count, Convert convert) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    const Stored element = convert(i);
    std::memcpy(stored.data() + i * sizeof(Stored), &element, sizeof(Stored));
  }
}

void check_sizes(ElementType type, std::size_t n, std::size_t n_stored_bytes) {
  const auto needed = row_bytes(type, n);
  check(needed.has_value() && *needed <= n_stored_bytes, "a row and its stored bytes have sizes that do not match");
}

// To an integer inside [lowest, highest]; NaN to `lowest`.
int clamped(float value, int lowest, int highest) noexcept {
  if (!(value > static_cast<float>(lowest))) {
    return lowest;
  }
  return value >= static_cast<float>(highest) ? highest : static_cast<int>(value);
}

}  // namespace

BlockQ8_0 quantize_block_q8_0(const float* values) noexcept {
  float largest = 0;
  for (int i = 0; i < kBlockSize; ++i) {
    largest = std::max(largest, std::fabs(values[i]));
  }
  const float d = largest / 127.0f;
  const float inverse = d == 0 ? 0 : 1.0f / d;
  BlockQ8_0 block;
  block.d = f32_to_f16(d);
  for (int i = 0; i < kBlockSize; ++i) {
    block.q[i] = static_cast<std::int8_t>(clamped(std::round(values[i] * inverse), -128, 127));
  }
  return block;
}

BlockQ4_0 quantize_block_q4_0(const float* values) noexcept {
  float largest = values[0];  // by magnitude, with its sign; the first of equals
  for (int i = 1; i < kBlockSize; ++i) {
    if (std::fabs(values[i]) > std::fabs(largest)) {
      largest = values[i];
    }
  }
  const float d = largest / -8.0f;  // the largest lands on 0, the end of the range that has one step more
  const float inverse = d == 0 ? 0 : 1.0f / d;
  BlockQ4_0 block;
  block.d = f32_to_f16(d);
  for (int i = 0; i < kBlockSize / 2; ++i) {
    const int low = clamped(values[i] * inverse + 8.5f, 0, 15);
    const int high = clamped(values[i + kBlockSize / 2] * inverse + 8.5f, 0, 15);
    block.q[i] = static_cast<std::uint8_t>(low | (high << 4));
  }
  return block;
}

void dequantize_row(ElementType type, std::span<const std::byte> stored, std::span<float> output) noexcept {
  check_sizes(type, output.size(), stored.size());
  const std::size_t n = output.size();
  switch (type) {
    case ElementType::kF32:
      read_each<float>(stored, n, [&](std::size_t i, float value) { output[i] = value; });
      break;
    case ElementType::kF16:
      read_each<std::uint16_t>(stored, n, [&](std::size_t i, std::uint16_t value) { output[i] = f16_to_f32(value); });
      break;
    case ElementType::kBf16:
      read_each<std::uint16_t>(stored, n, [&](std::size_t i, std::uint16_t value) { output[i] = bf16_to_f32(value); });
      break;
    case ElementType::kQ8_0:
      read_blocks<BlockQ8_0>(stored, output);
      break;
    case ElementType::kQ4_0:
      read_blocks<BlockQ4_0>(stored, output);
      break;
    case ElementType::kQ4_1:
      read_blocks<BlockQ4_1>(stored, output);
      break;
    case ElementType::kQ5_0:
      read_blocks<BlockQ5_0>(stored, output);
      break;
    case ElementType::kQ5_1:
      read_blocks<BlockQ5_1>(stored, output);
      break;
    case ElementType::kQ2K:
      read_blocks<BlockQ2K>(stored, output);
      break;
    case ElementType::kQ3K:
      read_blocks<BlockQ3K>(stored, output);
      break;
    case ElementType::kQ4K:
      read_blocks<BlockQ4K>(stored, output);
      break;
    case ElementType::kQ5K:
      read_blocks<BlockQ5K>(stored, output);
      break;
    case ElementType::kQ6K:
      read_blocks<BlockQ6K>(stored, output);
      break;
    case ElementType::kIq4Nl:
      read_blocks<BlockIq4Nl>(stored, output);
      break;
    case ElementType::kIq4Xs:
      read_blocks<BlockIq4Xs>(stored, output);
      break;
    case ElementType::kMxfp4:
      read_blocks<BlockMxfp4>(stored, output);
      break;
  }
}

bool can_quantize(ElementType type) noexcept {
  return type == ElementType::kF32 || type == ElementType::kF16 || type == ElementType::kBf16 ||
         type == ElementType::kQ8_0 || type == ElementType::kQ4_0;
}

void quantize_row(ElementType type, std::span<const float> row, std::span<std::byte> stored) noexcept {
  check_sizes(type, row.size(), stored.size());
  const std::size_t n = row.size();
  switch (type) {
    case ElementType::kF32:
      write_each<float>(stored, n, [&](std::size_t i) { return row[i]; });
      break;
    case ElementType::kF16:
      write_each<std::uint16_t>(stored, n, [&](std::size_t i) { return f32_to_f16(row[i]); });
      break;
    case ElementType::kBf16:
      write_each<std::uint16_t>(stored, n, [&](std::size_t i) { return f32_to_bf16(row[i]); });
      break;
    case ElementType::kQ8_0:
      write_each<BlockQ8_0>(stored, n / kBlockSize,
                            [&](std::size_t i) { return quantize_block_q8_0(row.data() + i * kBlockSize); });
      break;
    case ElementType::kQ4_0:
      write_each<BlockQ4_0>(stored, n / kBlockSize,
                            [&](std::size_t i) { return quantize_block_q4_0(row.data() + i * kBlockSize); });
      break;
    default:
      check(false, "a row is written in an element type that is only read");
  }
}

}  // namespace oree::tensor
