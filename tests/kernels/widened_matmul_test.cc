#include "kernels/widened_matmul.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "kernels/dispatch.h"
#include "tensor/convert.h"

namespace oree::kernels {
namespace {

// Weights of any type give the bits of their dequantised values, whatever the range of rows and the other tokens.
TEST(WidenedMatmul, EqualsTheProductWithDequantisedWeights) {
  constexpr std::int64_t kRows = 21, kCols = 512, kTokens = 5;
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> row(kCols);
  std::vector<float> activations(kTokens * kCols);
  for (float& value : activations) value = normal(random);
  for (const auto type : {tensor::ElementType::kQ4_0, tensor::ElementType::kQ8_0, tensor::ElementType::kF16}) {
    const std::size_t row_bytes = *tensor::row_bytes(type, kCols);
    std::vector<std::byte> weights(kRows * row_bytes);
    std::vector<float> values(kRows * kCols);
    for (std::size_t r = 0; r < kRows; ++r) {
      for (float& value : row) value = normal(random);
      tensor::quantize_row(type, row, {weights.data() + r * row_bytes, row_bytes});
      tensor::dequantize_row(type, {weights.data() + r * row_bytes, row_bytes}, {values.data() + r * kCols, kCols});
    }
    for (const std::string& name : table_names()) {
      const Table& table = find_table(name);
      std::vector<float> expected(kTokens * kRows);
      MatmulTask task{.weights = values.data(),
                      .n_cols = kCols,
                      .row_begin = 0,
                      .row_end = kRows,
                      .activations = activations.data(),
                      .quantized = {},
                      .n_tokens = kTokens,
                      .output = expected.data(),
                      .output_stride = kRows};
      table.matmul_f32(task);
      std::vector<float> output(expected.size());
      std::vector<float> scratch(kWidenedRows * kCols);
      task.weights = weights.data();
      task.output = output.data();
      multiply_widened(table, type, task, scratch.data());
      EXPECT_EQ(std::memcmp(output.data(), expected.data(), output.size() * sizeof(float)), 0) << name;

      std::fill(output.begin(), output.end(), 0.0f);
      for (std::int64_t begin = 0; begin < kRows; begin += 10) {
        task.row_begin = begin;
        task.row_end = std::min(kRows, begin + 10);
        multiply_widened(table, type, task, scratch.data());
      }
      EXPECT_EQ(std::memcmp(output.data(), expected.data(), output.size() * sizeof(float)), 0) << name;
    }
  }
}

}  // namespace
}  // namespace oree::kernels
