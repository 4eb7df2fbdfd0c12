#include <array>
#include <cstring>

#include "kernels/targets.h"

namespace oree::kernels::scalar {
namespace {

constexpr int kValues = 1024;      // of each factor; both stay in the first-level cache
constexpr int kAccumulators = 32;  // so that no addition waits for the one before

std::int64_t int8_peak(std::int64_t n_rounds, double* result) noexcept {
  std::array<std::int8_t, kValues> left;
  std::array<std::int8_t, kValues> right;
  left.fill(1);
  right.fill(1);
  double sum = 0;
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    left[static_cast<std::size_t>(round % kValues)] = 1;  // a round may not be taken out of the loop
    std::int32_t dot = 0;
    for (std::size_t i = 0; i < kValues; ++i) {
      dot += static_cast<std::int32_t>(left[i]) * right[i];
    }
    asm volatile("" : "+r"(dot) : "r"(left.data()) : "memory");
    sum += dot;
  }
  *result = sum;
  return n_rounds * kValues * 2;
}

std::int64_t f32_peak(std::int64_t n_rounds, double* result) noexcept {
  std::array<float, kAccumulators> sums{};
  float factor = 0.5f;
  float term = 1.0f;
  asm volatile("" : "+m"(factor), "+m"(term));  // otherwise constants, and the limit known
  for (std::int64_t round = 0; round < n_rounds; ++round) {
    for (float& sum : sums) {
      sum = sum * factor + term;
    }
  }
  *result = 0;
  for (const float sum : sums) {
    *result += static_cast<double>(sum);
  }
  return n_rounds * kAccumulators * 2;
}

template <int kStreams>
std::uint64_t read_side_by_side(const std::byte* bytes, std::int64_t n_bytes, std::int64_t prefetch_bytes) noexcept {
  constexpr std::int64_t kLine = 64;
  const std::int64_t run = n_bytes / kStreams;
  std::array<std::uint64_t, 8> words{};
  for (std::int64_t at = 0; at < run; at += kLine) {
    for (int stream = 0; stream < kStreams; ++stream) {
      const std::byte* line = bytes + stream * run + at;
      if (prefetch_bytes > 0) {
        __builtin_prefetch(line + prefetch_bytes);
      }
      std::array<std::uint64_t, 8> loaded;
      std::memcpy(loaded.data(), line, sizeof loaded);
      for (std::size_t word = 0; word < words.size(); ++word) {
        words[word] ^= loaded[word];
      }
    }
  }
  std::uint64_t all = 0;
  for (const std::uint64_t word : words) {
    all ^= word;
  }
  return all;
}

std::uint64_t read_streams(const std::byte* bytes, std::int64_t n_bytes, int n_streams,
                           std::int64_t prefetch_bytes) noexcept {
  switch (n_streams) {
    case 8:
      return read_side_by_side<8>(bytes, n_bytes, prefetch_bytes);
    case 4:
      return read_side_by_side<4>(bytes, n_bytes, prefetch_bytes);
    default:
      return read_side_by_side<1>(bytes, n_bytes, prefetch_bytes);
  }
}

}  // namespace

void fill_peak(Table& table) noexcept {
  table.int8_peak = int8_peak;
  table.f32_peak = f32_peak;
  table.read_streams = read_streams;
}

}  // namespace oree::kernels::scalar
