// Block formats of weights, as the kernels of 128 bits take them: 32 integers of a signed byte, with their scales. In
// an anonymous namespace, as repeat.h.
#pragma once

#include <arm_neon.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/neon/repeat.h"
#include "tensor/blocks.h"
#include "tensor/iq4_values.h"

namespace oree::kernels::neon {
namespace {

// Weight i of a block is scale[i / 16] * integer i - minimum, and no integer is larger than kMagnitude.
//
// A format's Factors are read from where four rows store kBlocks blocks: factors<b>() gives the scales of their blocks
// b (of the first halves where a half has its own), others<b>() the scales of the second halves or the minima.
// unpack<b>() gives the integers of one row's block. No address needs alignment.
inline constexpr int kLanes = 4;
using StoredRows = const std::byte* [kLanes];
using Integers = int8x16_t[2];

template <class Unsigned>
[[gnu::always_inline]] inline Unsigned read(const std::byte* address) noexcept {
  Unsigned value = 0;
  std::memcpy(&value, address, sizeof(value));
  return value;
}

inline uint8x16_t load_16(const std::byte* address) noexcept {
  return vld1q_u8(reinterpret_cast<const std::uint8_t*>(address));
}

// The f16 at an offset of each of four rows.
[[gnu::always_inline]] inline float32x4_t widen_at(const StoredRows& rows, std::int64_t offset) noexcept {
  uint16x4_t halves = vdup_n_u16(0);
  repeat<kLanes>([&](auto r) {
    constexpr int kLane = decltype(r)::value;
    halves = vset_lane_u16(read<std::uint16_t>(rows[r] + offset), halves, kLane);
  });
  return vcvt_f32_f16(vreinterpret_f16_u16(halves));
}

// The four bytes at an offset of each of four rows.
[[gnu::always_inline]] inline uint32x4_t words_at(const StoredRows& rows, std::int64_t offset) noexcept {
  uint32x4_t words = vdupq_n_u32(0);
  repeat<kLanes>([&](auto r) {
    constexpr int kLane = decltype(r)::value;
    words = vsetq_lane_u32(read<std::uint32_t>(rows[r] + offset), words, kLane);
  });
  return words;
}

// Bits [kFrom, kFrom + the number of bits of mask) of each byte, moved to kTo.
template <int kFrom, int kTo>
[[gnu::always_inline]] inline uint8x16_t move_bits(uint8x16_t bytes, std::uint8_t mask) noexcept {
  const uint8x16_t kept = vdupq_n_u8(static_cast<std::uint8_t>(mask << kTo));
  if constexpr (kFrom < kTo) {
    return vandq_u8(vshlq_n_u8(bytes, kTo - kFrom), kept);
  } else if constexpr (kFrom > kTo) {
    return vandq_u8(vshrq_n_u8(bytes, kFrom - kTo), kept);
  } else {
    return vandq_u8(bytes, kept);
  }
}

template <int kHigh>
[[gnu::always_inline]] inline uint8x16_t nibbles(uint8x16_t bytes) noexcept {
  if constexpr (kHigh != 0) {
    return vshrq_n_u8(bytes, 4);
  } else {
    return vandq_u8(bytes, vdupq_n_u8(15));
  }
}

// Formats with one scale a block, which is what they store first.
template <class Stored, int kMagnitudeOfFormat>
struct SimpleFormat {
  static constexpr std::int64_t kStoredBytes = sizeof(Stored);
  static constexpr int kBlocks = 1;  // of what is stored together
  static constexpr int kMagnitude = kMagnitudeOfFormat;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = false;

  struct Factors {
    float32x4_t d;
    explicit Factors(const StoredRows& rows) noexcept : d(widen_at(rows, 0)) {}
    template <int b>
    float32x4_t factors() const noexcept {
      return d;
    }
    template <int b>
    float32x4_t others() const noexcept {
      return d;
    }
  };
};

struct Q8_0 : SimpleFormat<tensor::BlockQ8_0, 128> {
  template <int b>
  static void unpack(const std::byte* stored, Integers& integers) noexcept {
    repeat<2>([&](auto i) { integers[i] = vreinterpretq_s8_u8(load_16(stored + 2 + i * 16)); });
  }
};

// Values 0 to 15 are the low nibbles of 16 bytes, 16 to 31 the high ones.
struct Q4_0 : SimpleFormat<tensor::BlockQ4_0, 8> {
  template <int b>
  static void unpack(const std::byte* stored, Integers& integers) noexcept {
    const uint8x16_t pairs = load_16(stored + 2);
    integers[0] = vsubq_s8(vreinterpretq_s8_u8(nibbles<0>(pairs)), vdupq_n_s8(8));
    integers[1] = vsubq_s8(vreinterpretq_s8_u8(nibbles<1>(pairs)), vdupq_n_s8(8));
  }
};

struct Iq4Nl : SimpleFormat<tensor::BlockIq4Nl, 127> {
  template <int b>
  static void unpack(const std::byte* stored, Integers& integers) noexcept {
    const int8x16_t levels = vld1q_s8(tensor::kIq4Values);
    const uint8x16_t pairs = load_16(stored + 2);
    integers[0] = vqtbl1q_s8(levels, nibbles<0>(pairs));
    integers[1] = vqtbl1q_s8(levels, nibbles<1>(pairs));
  }
};

// Q4_K and Q5_K: d, dmin, then scales and minima of 6 bits, of the last four in two places. Lane r holds those of row
// r, a block a byte.
template <class Stored, int kMagnitudeOfFormat>
struct MinimumFormat {
  static constexpr std::int64_t kStoredBytes = sizeof(Stored);
  static constexpr int kBlocks = 8;
  static constexpr int kMagnitude = kMagnitudeOfFormat;
  static constexpr bool kHalfScales = false;
  static constexpr bool kHasMinima = true;

  struct Factors {
    float32x4_t d, dmin;
    uint32x4_t scales[2], minima[2];

    [[gnu::always_inline]] explicit Factors(const StoredRows& rows) noexcept
        : d(widen_at(rows, 0)), dmin(widen_at(rows, 2)) {
      const uint32x4_t first = words_at(rows, 4);
      const uint32x4_t second = words_at(rows, 8);
      const uint32x4_t third = words_at(rows, 12);
      const uint32x4_t six_bits = vdupq_n_u32(0x3f3f3f3f);
      const uint32x4_t four_bits = vdupq_n_u32(0x0f0f0f0f);
      const uint32x4_t upper_two = vdupq_n_u32(0x30303030);
      scales[0] = vandq_u32(first, six_bits);
      minima[0] = vandq_u32(second, six_bits);
      scales[1] = vorrq_u32(vandq_u32(third, four_bits), vandq_u32(vshrq_n_u32(first, 2), upper_two));
      minima[1] = vorrq_u32(vandq_u32(vshrq_n_u32(third, 4), four_bits), vandq_u32(vshrq_n_u32(second, 2), upper_two));
    }
    template <int b>
    float32x4_t factors() const noexcept {
      return vmulq_f32(d, byte_of<b % 4>(scales[b / 4]));
    }
    template <int b>
    float32x4_t others() const noexcept {
      return vmulq_f32(dmin, byte_of<b % 4>(minima[b / 4]));
    }

   private:
    template <int byte>
    static float32x4_t byte_of(uint32x4_t words) noexcept {
      if constexpr (byte == 3) {
        return vcvtq_f32_u32(vshrq_n_u32(words, 24));
      } else if constexpr (byte == 0) {
        return vcvtq_f32_u32(vandq_u32(words, vdupq_n_u32(255)));
      } else {
        return vcvtq_f32_u32(vandq_u32(vshrq_n_u32(words, byte * 8), vdupq_n_u32(255)));
      }
    }
  };
};

struct Q4K : MinimumFormat<tensor::BlockQ4K, 15> {
  template <int b>
  static void unpack(const std::byte* stored, Integers& integers) noexcept {
    repeat<2>(
        [&](auto i) { integers[i] = vreinterpretq_s8_u8(nibbles<b % 2>(load_16(stored + 16 + b / 2 * 32 + i * 16))); });
  }
};

struct Q5K : MinimumFormat<tensor::BlockQ5K, 31> {
  template <int b>
  static void unpack(const std::byte* stored, Integers& integers) noexcept {
    repeat<2>([&](auto i) {
      const uint8x16_t low = nibbles<b % 2>(load_16(stored + 48 + b / 2 * 32 + i * 16));
      const uint8x16_t high = move_bits<b, 4>(load_16(stored + 16 + i * 16), 1);
      integers[i] = vreinterpretq_s8_u8(vorrq_u8(low, high));
    });
  }
};

struct Q6K {
  static constexpr std::int64_t kStoredBytes = sizeof(tensor::BlockQ6K);
  static constexpr int kBlocks = 8;
  static constexpr int kMagnitude = 32;
  static constexpr bool kHalfScales = true;
  static constexpr bool kHasMinima = false;

  template <int b>
  static void unpack(const std::byte* stored, Integers& integers) noexcept {
    // Of a half of the super-block: low nibbles of 64 bytes are blocks 0 and 1, high ones blocks 2 and 3.
    constexpr int kHalf = b / 4;
    constexpr int kInHalf = b % 4;
    repeat<2>([&](auto i) {
      const uint8x16_t low = nibbles<kInHalf / 2>(load_16(stored + kHalf * 64 + kInHalf % 2 * 32 + i * 16));
      const uint8x16_t high = move_bits<kInHalf * 2, 4>(load_16(stored + 128 + kHalf * 32 + i * 16), 3);
      integers[i] = vsubq_s8(vreinterpretq_s8_u8(vorrq_u8(low, high)), vdupq_n_s8(32));
    });
  }

  // Lane r holds the scales of row r, a run of 16 a byte.
  struct Factors {
    float32x4_t d;
    uint32x4_t scales[4];

    [[gnu::always_inline]] explicit Factors(const StoredRows& rows) noexcept : d(widen_at(rows, 208)) {
      repeat<4>([&](auto i) { scales[i] = words_at(rows, 192 + i * 4); });
    }
    template <int b>
    float32x4_t factors() const noexcept {
      return of_run<2 * b>();
    }
    template <int b>
    float32x4_t others() const noexcept {
      return of_run<2 * b + 1>();
    }

   private:
    template <int run>
    float32x4_t of_run() const noexcept {
      const int32x4_t words = vreinterpretq_s32_u32(scales[run / 4]);
      return vmulq_f32(d, vcvtq_f32_s32(vshrq_n_s32(vshlq_n_s32(words, 24 - run % 4 * 8), 24)));
    }
  };
};

}  // namespace
}  // namespace oree::kernels::neon
