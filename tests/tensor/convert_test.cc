#include "tensor/convert.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

namespace oree::tensor {
namespace {

std::string read_golden(const std::string& name) {
  std::ifstream file(std::string(OREE_SOURCE_DIR "/tests/golden/tensor/") + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<float> read_floats(const std::string& name) {
  const std::string bytes = read_golden(name);
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

class Convert : public testing::TestWithParam<ElementType> {};

TEST_P(Convert, StoresTheSameBytesAsTheGgufPackage) {
  const std::vector<float> values = read_floats("values.f32");
  ASSERT_GE(values.size(), 82u * kBlockSize);
  const std::string expected = read_golden("values." + std::string(info(GetParam()).name));
  ASSERT_EQ(expected.size(), row_bytes(GetParam(), values.size()));
  std::vector<std::byte> stored(expected.size());
  quantize_row(GetParam(), values, stored);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    ASSERT_EQ(static_cast<unsigned char>(stored[i]), static_cast<unsigned char>(expected[i])) << "byte " << i;
  }
}

TEST_P(Convert, ReadsTheSameNumbersAsTheGgufPackage) {
  const std::string name = "values." + std::string(info(GetParam()).name);
  const std::string stored = read_golden(name);
  const std::vector<float> expected = read_floats(name + ".f32");
  std::vector<float> values(expected.size());
  dequantize_row(GetParam(), std::as_bytes(std::span(stored)), values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint32_t>(values[i]), std::bit_cast<std::uint32_t>(expected[i])) << "element " << i;
  }
}

TEST_P(Convert, NeedsNoAlignment) {
  const std::vector<float> values(2 * kBlockSize, 3.0f);
  const std::size_t size = *row_bytes(GetParam(), values.size());
  std::vector<std::byte> aligned(size);
  std::vector<std::byte> shifted(size + 1);
  quantize_row(GetParam(), values, aligned);
  quantize_row(GetParam(), values, std::span(shifted).subspan(1));
  EXPECT_EQ(std::memcmp(aligned.data(), shifted.data() + 1, size), 0);
  std::vector<float> from_aligned(values.size());
  std::vector<float> from_shifted(values.size());
  dequantize_row(GetParam(), aligned, from_aligned);
  dequantize_row(GetParam(), std::span(shifted).subspan(1), from_shifted);
  EXPECT_EQ(from_shifted, from_aligned);
}

INSTANTIATE_TEST_SUITE_P(Types, Convert,
                         testing::Values(ElementType::kQ8_0, ElementType::kQ4_0, ElementType::kBf16, ElementType::kF16),
                         [](const auto& test) { return std::string(tensor::info(test.param).name); });

class ReadOnly : public testing::TestWithParam<ElementType> {};

TEST_P(ReadOnly, GivesTheSameNumbersAsTheGgufPackage) {
  const std::string name = "blocks." + std::string(info(GetParam()).name);
  const std::string stored = read_golden(name);
  const std::vector<float> expected = read_floats(name + ".f32");
  ASSERT_EQ(row_bytes(GetParam(), expected.size()), stored.size());
  std::vector<float> values(expected.size());
  dequantize_row(GetParam(), std::as_bytes(std::span(stored)), values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(expected[i])) {  // of infinite scales; which NaN, the order of operands decides
      ASSERT_TRUE(std::isnan(values[i])) << "element " << i;
      continue;
    }
    ASSERT_EQ(std::bit_cast<std::uint32_t>(values[i]), std::bit_cast<std::uint32_t>(expected[i])) << "element " << i;
  }
  EXPECT_FALSE(can_quantize(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Types, ReadOnly,
                         testing::Values(ElementType::kQ4_1, ElementType::kQ5_0, ElementType::kQ5_1, ElementType::kQ2K,
                                         ElementType::kQ3K, ElementType::kQ4K, ElementType::kQ5K, ElementType::kQ6K,
                                         ElementType::kIq4Nl, ElementType::kIq4Xs, ElementType::kMxfp4),
                         [](const auto& test) { return std::string(tensor::info(test.param).name); });

TEST(ConvertF32, CopiesBits) {
  const std::vector<float> values = {1.5f, -0.0f, std::numeric_limits<float>::infinity(), 1e-45f};
  std::vector<std::byte> stored(4 * sizeof(float));
  std::vector<float> back(4);
  quantize_row(ElementType::kF32, values, stored);
  dequantize_row(ElementType::kF32, stored, back);
  EXPECT_EQ(std::memcmp(back.data(), values.data(), stored.size()), 0);
}

TEST(ConvertBlocks, SurviveInfinityNanAndSubnormals) {
  const float odd_values[] = {
      std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), std::nanf(""), 1e-45f, -3e-39f,
      std::numeric_limits<float>::max()};
  for (const float odd : odd_values) {
    std::vector<float> values(kBlockSize, 1e-45f);
    values[7] = odd;
    std::vector<std::byte> stored(34);
    std::vector<float> back(kBlockSize);
    quantize_row(ElementType::kQ8_0, values, stored);
    dequantize_row(ElementType::kQ8_0, stored, back);
    quantize_row(ElementType::kQ4_0, values, stored);
    dequantize_row(ElementType::kQ4_0, stored, back);
  }
}

TEST(ConvertDeathTest, SizesThatDoNotMatchAreAProgrammersMistake) {
  const std::vector<float> values(kBlockSize);
  std::vector<std::byte> stored(33);
  EXPECT_DEATH(quantize_row(ElementType::kQ8_0, values, stored), "");
  std::vector<std::byte> four_bits(20);
  EXPECT_DEATH(quantize_row(ElementType::kQ4_1, values, four_bits), "only read");
}

}  // namespace
}  // namespace oree::tensor
