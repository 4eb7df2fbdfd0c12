#include "tensor/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "tensor/convert.h"
#include "tensor/half.h"

namespace oree::tensor {
namespace {

constexpr ElementType kSearched[] = {ElementType::kQ4_0, ElementType::kQ4K, ElementType::kQ5K, ElementType::kQ6K};

std::string name_of(ElementType type) { return std::string(info(type).name); }

std::string read_golden(const std::string& name) {
  std::ifstream file(std::string(OREE_SOURCE_DIR "/tests/golden/quantize/") + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::byte> stored_as(ElementType type, const std::vector<float>& values) {
  std::vector<std::byte> stored(*row_bytes(type, values.size()));
  quantize_weights(type, values, stored);
  return stored;
}

std::vector<float> through(ElementType type, const std::vector<float>& values) {
  std::vector<float> back(values.size());
  dequantize_row(type, stored_as(type, values), back);
  return back;
}

double rms_error(const std::vector<float>& values, const std::vector<float>& back) {
  double total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double error = static_cast<double>(back[i]) - values[i];
    total += error * error;
  }
  return std::sqrt(total / static_cast<double>(values.size()));
}

std::vector<float> gaussian(std::size_t n, unsigned seed, float scale = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, scale);
  std::vector<float> values(n);
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  return values;
}

TEST(QuantizeGolden, LosesNoMoreThanGgmlDoes) {
  const std::string halves = read_golden("values.f16");
  const auto errors = nlohmann::ordered_json::parse(read_golden("errors.json"));
  const std::size_t n = halves.size() / sizeof(std::uint16_t) / errors.size();
  std::size_t offset = 0;
  for (const auto& [kind, by_type] : errors.items()) {
    std::vector<float> values(n);
    dequantize_row(ElementType::kF16, std::as_bytes(std::span(halves)).subspan(offset, n * 2), values);
    offset += n * 2;
    for (const auto& [name, ggml_error] : by_type.items()) {
      const double ours = rms_error(values, through(*from_name(name), values));
      EXPECT_LE(ours, 1.0001 * ggml_error.template get<double>()) << kind << " as " << name;
    }
  }
  EXPECT_EQ(offset, halves.size());
}

class Quantize : public testing::TestWithParam<ElementType> {};

TEST_P(Quantize, AlignmentAndNeighboursChangeNothing) {
  const std::vector<float> values = gaussian(3 * kSuperBlockSize, 1);
  const std::vector<std::byte> stored = stored_as(GetParam(), values);
  std::vector<std::byte> shifted(stored.size() + 1);
  quantize_weights(GetParam(), values, std::span(shifted).subspan(1));
  EXPECT_EQ(std::memcmp(stored.data(), shifted.data() + 1, stored.size()), 0);
  const std::size_t third = stored.size() / 3;
  const std::vector<std::byte> middle =
      stored_as(GetParam(), {values.begin() + kSuperBlockSize, values.begin() + 2 * kSuperBlockSize});
  EXPECT_EQ(std::memcmp(stored.data() + third, middle.data(), third), 0);
}

TEST_P(Quantize, APowerOfTwoOnlyMovesTheScales) {
  const std::vector<float> values = gaussian(4 * kSuperBlockSize, 2);
  const std::vector<float> expected = through(GetParam(), values);
  std::vector<float> larger = values;
  for (float& value : larger) {
    value *= 64;
  }
  const std::vector<float> back = through(GetParam(), larger);
  for (std::size_t i = 0; i < back.size(); ++i) {
    ASSERT_EQ(back[i], 64 * expected[i]) << "element " << i;
  }
}

TEST_P(Quantize, ZerosStayZeros) {
  for (const float zero : {0.0f, -0.0f, 1e-45f, -0x1p-26f}) {
    for (const float value : through(GetParam(), std::vector<float>(kSuperBlockSize, zero))) {
      EXPECT_EQ(value, 0);
    }
  }
}

TEST_P(Quantize, AConstantIsKeptAsWellAsTheScaleAllows) {
  for (const float constant : {1.0f, -1.0f, 0.3f, -0.0071f, 1000.0f, -65504.0f, 3e5f}) {
    for (const float value : through(GetParam(), std::vector<float>(kSuperBlockSize, constant))) {
      EXPECT_NEAR(value, constant, std::fabs(constant) * 0x1p-10f);
    }
  }
}

TEST_P(Quantize, NearTheLeastScaleNothingGetsWorseThanZeros) {
  for (int exponent = -30; exponent <= -10; ++exponent) {
    std::vector<float> values = gaussian(kSuperBlockSize, static_cast<unsigned>(exponent + 100));
    for (float& value : values) {
      value = std::ldexp(value, exponent);
    }
    const std::vector<float> zeros(values.size());
    EXPECT_LE(rms_error(values, through(GetParam(), values)), rms_error(values, zeros)) << "2^" << exponent;
  }
}

TEST_P(Quantize, LargestWeightIsHeldAndNothingBecomesInfinite) {
  const float largest = largest_weight(GetParam());
  for (const float sign : {1.0f, -1.0f}) {
    std::vector<float> values = gaussian(kSuperBlockSize, 3);
    values[5] = sign * largest;
    const std::vector<float> back = through(GetParam(), values);
    EXPECT_NEAR(back[5] / values[5], 1, 0.04) << sign;
    values[5] = sign * std::numeric_limits<float>::max();
    for (const float value : through(GetParam(), values)) {
      ASSERT_TRUE(std::isfinite(value));
    }
  }
}

TEST_P(Quantize, InfinityAndNanDoNoHarmBeyondTheirBlock) {
  for (const float odd : {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
                          std::numeric_limits<float>::quiet_NaN()}) {
    std::vector<float> values = gaussian(2 * kSuperBlockSize, 4);
    values[kSuperBlockSize + 9] = odd;
    const std::vector<float> back = through(GetParam(), values);
    const std::vector<float> alone = through(GetParam(), {values.begin(), values.begin() + kSuperBlockSize});
    EXPECT_EQ(std::memcmp(back.data(), alone.data(), alone.size() * sizeof(float)), 0);
  }
}

TEST_P(Quantize, AnOutlierLeavesTheOtherRunsAlone) {
  std::vector<float> values = gaussian(kSuperBlockSize, 5, 0.02f);
  values[100] = 5;
  const std::vector<float> back = through(GetParam(), values);
  EXPECT_NEAR(back[100], 5, 0.2);
  const auto n_run = static_cast<std::size_t>(kBlockSize);
  const std::vector<float> first(values.begin(), values.begin() + n_run);
  EXPECT_LT(rms_error(first, {back.begin(), back.begin() + n_run}), 0.02);
}

TEST_P(Quantize, SizesThatDoNotMatchAreAProgrammersMistake) {
  const std::vector<float> values(kSuperBlockSize);
  std::vector<std::byte> stored(*row_bytes(GetParam(), values.size()) - 1);
  EXPECT_DEATH(quantize_weights(GetParam(), values, stored), "");
  EXPECT_DEATH(quantize_weights(GetParam(), std::span(values).first(kSuperBlockSize - 1), stored), "");
}

INSTANTIATE_TEST_SUITE_P(Types, Quantize, testing::ValuesIn(kSearched),
                         [](const auto& test) { return name_of(test.param); });

// Values that a block holds exactly: the search must find its scales again.
TEST(QuantizeExact, Q4KAndQ5KComeBack) {
  std::mt19937 random(6);
  const auto up_to = [&](int top) { return static_cast<int>(random() % static_cast<unsigned>(top + 1)); };
  for (const auto& [type, top] : {std::pair(ElementType::kQ4K, 15), std::pair(ElementType::kQ5K, 31)}) {
    for (int trial = 0; trial < 50; ++trial) {
      const float d = f16_to_f32(f32_to_f16(0.001f * static_cast<float>(1 + up_to(100))));
      const float dmin = f16_to_f32(f32_to_f16(0.001f * static_cast<float>(1 + up_to(100))));
      std::vector<float> values;
      for (int run = 0; run < 8; ++run) {
        const int scale = run == 3 ? 63 : 20 + up_to(43);
        const int minimum = run == 6 ? 63 : up_to(63);
        for (int i = 0; i < kBlockSize; ++i) {
          const int q = i == 4 ? 0 : i == 20 ? top : up_to(top);
          values.push_back(d * static_cast<float>(scale) * static_cast<float>(q) - dmin * static_cast<float>(minimum));
        }
      }
      const std::vector<float> back = through(type, values);
      for (std::size_t i = 0; i < values.size(); ++i) {
        ASSERT_NEAR(back[i], values[i], 1e-5) << name_of(type) << ", trial " << trial << ", element " << i;
      }
    }
  }
}

TEST(QuantizeExact, Q6KComesBack) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 50; ++trial) {
    const float d = f16_to_f32(f32_to_f16(0.0001f * static_cast<float>(1 + random() % 100)));
    std::vector<float> values;
    for (int run = 0; run < 16; ++run) {
      const int scale = run == 3 ? -128 : 60 + static_cast<int>(random() % 68);
      for (int i = 0; i < 16; ++i) {
        const int q = i == 4 ? -32 : static_cast<int>(random() % 64) - 32;
        values.push_back(d * static_cast<float>(scale) * static_cast<float>(q));
      }
    }
    const std::vector<float> back = through(ElementType::kQ6K, values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_NEAR(back[i], values[i], 1e-5) << "trial " << trial << ", element " << i;
    }
  }
}

TEST(QuantizeExact, Q40ComesBack) {
  std::mt19937 random(8);
  for (int trial = 0; trial < 200; ++trial) {
    const float d = f16_to_f32(f32_to_f16(0.001f * static_cast<float>(1 + random() % 100)));
    std::vector<float> values;
    for (int i = 0; i < kBlockSize; ++i) {
      values.push_back(d * static_cast<float>(i == 4 ? -8 : static_cast<int>(random() % 16) - 8));
    }
    EXPECT_EQ(through(ElementType::kQ4_0, values), values) << "trial " << trial;
  }
}

// By hand: 15 steps of 1 from -2 to 13 in every run, so d * scale = 1 and dmin * minimum = 2.
TEST(QuantizeExact, ARampIsOneStepAValue) {
  std::vector<float> values(kSuperBlockSize);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    values[static_cast<std::size_t>(i)] = static_cast<float>(i % 16 - 2);
  }
  const std::vector<float> back = through(ElementType::kQ4K, values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(back[i], values[i], 0.01);
  }
}

TEST(QuantizeWeights, OtherTypesAreWrittenAsRowsAre) {
  const std::vector<float> values = gaussian(2 * kSuperBlockSize, 9);
  for (const ElementType type : {ElementType::kF32, ElementType::kF16, ElementType::kBf16, ElementType::kQ8_0}) {
    std::vector<std::byte> expected(*row_bytes(type, values.size()));
    quantize_row(type, values, expected);
    EXPECT_EQ(stored_as(type, values), expected) << name_of(type);
    EXPECT_TRUE(can_quantize_weights(type));
  }
  EXPECT_FALSE(can_quantize_weights(ElementType::kQ2K));
  EXPECT_FALSE(can_quantize_weights(ElementType::kMxfp4));
}

TEST(QuantizeWeights, LargestWeightsOfPlainTypesAreTheLastFinite) {
  for (const ElementType type : {ElementType::kF16, ElementType::kBf16, ElementType::kF32}) {
    const float largest = largest_weight(type);
    EXPECT_EQ(through(type, {largest})[0], largest) << name_of(type);
  }
  EXPECT_TRUE(std::isinf(through(ElementType::kBf16, {std::numeric_limits<float>::max()})[0]));
}

}  // namespace
}  // namespace oree::tensor
