#include "tensor/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace oree::tensor {
namespace {

// The value of an f16 from the definition in IEEE 754.
double f16_value(std::uint16_t half) {
  const int exponent = (half >> 10) & 31;
  const int fraction = half & 1023;
  const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  return (half & 0x8000) != 0 ? -magnitude : magnitude;
}

TEST(Half, EveryFiniteF16HasItsDefinedValueAndComesBack) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    if ((half & 0x7c00) == 0x7c00) {
      continue;
    }
    const float value = f16_to_f32(half);
    ASSERT_EQ(value, f16_value(half)) << bits;
    ASSERT_EQ(std::signbit(value), (half & 0x8000) != 0) << bits;
    ASSERT_EQ(f32_to_f16(value), half);
  }
}

TEST(Half, F16RoundsToTheNearestTiesToEven) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (unsigned bits = 0; bits < 0x7c00; ++bits) {
    const auto lower = static_cast<std::uint16_t>(bits);
    const auto upper = static_cast<std::uint16_t>(bits + 1);  // infinity above the largest: as if it were 65536
    const auto middle = static_cast<float>((f16_value(lower) + f16_value(upper)) / 2);  // exact in an f32
    ASSERT_EQ(f32_to_f16(middle), (bits & 1) == 0 ? lower : upper) << bits;
    ASSERT_EQ(f32_to_f16(std::nextafter(middle, 0.0f)), lower) << bits;
    ASSERT_EQ(f32_to_f16(std::nextafter(middle, kInfinity)), upper) << bits;
    ASSERT_EQ(f32_to_f16(-middle), ((bits & 1) == 0 ? lower : upper) | 0x8000) << bits;
  }
}

TEST(Half, F16InfinityAndNan) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(f32_to_f16(kInfinity), 0x7c00);
  EXPECT_EQ(f32_to_f16(-kInfinity), 0xfc00);
  EXPECT_EQ(f32_to_f16(std::numeric_limits<float>::max()), 0x7c00);
  EXPECT_EQ(f16_to_f32(0x7c00), kInfinity);
  EXPECT_EQ(f16_to_f32(0xfc00), -kInfinity);
  for (unsigned fraction = 1; fraction < 1024; ++fraction) {
    ASSERT_TRUE(std::isnan(f16_to_f32(static_cast<std::uint16_t>(0x7c00 | fraction))));
  }
  // A NaN whose payload lies in the bits an f16 does not have.
  const auto nan = f32_to_f16(std::bit_cast<float>(0x7f800001u));
  EXPECT_EQ(nan & 0x7c00, 0x7c00);
  EXPECT_NE(nan & 0x03ff, 0);
}

TEST(Half, EveryBf16ComesBackAndHalvesRoundToEven) {
  for (unsigned bits = 0; bits < 0x7f80; ++bits) {
    const auto lower = static_cast<std::uint16_t>(bits);
    ASSERT_EQ(f32_to_bf16(bf16_to_f32(lower)), lower);
    const auto middle = std::bit_cast<float>((bits << 16) | 0x8000u);
    ASSERT_EQ(f32_to_bf16(middle), bits + (bits & 1)) << bits;
    ASSERT_EQ(f32_to_bf16(std::bit_cast<float>((bits << 16) | 0x7fffu)), lower) << bits;
    ASSERT_EQ(f32_to_bf16(std::bit_cast<float>((bits << 16) | 0x8001u)), bits + 1) << bits;
  }
  EXPECT_EQ(f32_to_bf16(-std::numeric_limits<float>::infinity()), 0xff80);
  EXPECT_TRUE(std::isnan(bf16_to_f32(f32_to_bf16(std::bit_cast<float>(0x7f800001u)))));
}

}  // namespace
}  // namespace oree::tensor
