// Every CPU target against the scalar specification, and one output's bits whatever surrounds it.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "kernels/dispatch.h"
#include "tensor/convert.h"

namespace oree::kernels {
namespace {

using tensor::ElementType;

struct Problem {
  ElementType type;
  std::int64_t n_rows;
  std::int64_t n_cols;
  std::int64_t n_tokens;
  std::vector<std::byte> weights;
  std::vector<float> weight_values;  // dequantised
  std::vector<float> activations;
  std::vector<std::int8_t> values;
  std::vector<float> scales;
  std::vector<std::int32_t> negative_sums;

  Problem(ElementType element_type, std::int64_t rows, std::int64_t cols, std::int64_t tokens, unsigned seed)
      : type(element_type), n_rows(rows), n_cols(cols), n_tokens(tokens) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    const auto row_bytes = static_cast<std::size_t>(*tensor::row_bytes(type, static_cast<std::uint64_t>(cols)));
    const auto row_size = static_cast<std::size_t>(cols);
    // One byte more in front: rows in a file need no alignment.
    weights.resize(1 + row_bytes * static_cast<std::size_t>(rows));
    weight_values.resize(row_size * static_cast<std::size_t>(rows));
    std::vector<float> row(row_size);
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
      for (float& value : row) {
        value = normal(random);
      }
      const std::span<std::byte> stored{weights.data() + 1 + r * row_bytes, row_bytes};
      tensor::quantize_row(type, row, stored);
      tensor::dequantize_row(type, stored, {weight_values.data() + r * row_size, row_size});
    }
    activations.resize(row_size * static_cast<std::size_t>(tokens));
    for (float& value : activations) {
      value = normal(random);
    }
    values.resize(activations.size());
    scales.resize(activations.size() / kQuantBlock);
    negative_sums.resize(scales.size());
    if (reads_quantized_activations(type)) {
      find_table("scalar").quantize_row(activations.data(), cols * tokens, values.data(), scales.data(),
                                        negative_sums.data());
    }
  }

  MatmulTask task(std::vector<float>& output) {
    output.assign(static_cast<std::size_t>(n_rows * n_tokens), -1e30f);
    return {.weights = weights.data() + 1,
            .n_cols = n_cols,
            .row_begin = 0,
            .row_end = n_rows,
            .activations = activations.data(),
            .quantized = {values.data(), scales.data(), negative_sums.data()},
            .n_tokens = n_tokens,
            .output = output.data(),
            .output_stride = n_rows};
  }

  // The activations that the kernels see.
  double activation(std::int64_t token, std::int64_t col) const {
    const auto i = static_cast<std::size_t>(token * n_cols + col);
    return reads_quantized_activations(type) ? double{scales[i / kQuantBlock]} * values[i] : double{activations[i]};
  }
};

std::vector<std::int64_t> column_counts(ElementType type) {
  return reads_quantized_activations(type) ? std::vector<std::int64_t>{32, 64, 96, 160, 1024}
                                           : std::vector<std::int64_t>{1, 7, 8, 15, 16, 17, 33, 96, 257};
}

class MatmulTest : public testing::TestWithParam<std::tuple<std::string, ElementType>> {
 protected:
  const Table& table() const { return find_table(std::get<0>(GetParam())); }
  ElementType type() const { return std::get<1>(GetParam()); }
};

// Float sums of n products of normal numbers differ by at most about n roundings; the tolerance is on the sum of
// magnitudes. Block-quantised products are exact integers inside a block.
TEST_P(MatmulTest, EqualsTheSumInDoublePrecision) {
  unsigned seed = 1;
  for (const std::int64_t n_cols : column_counts(type())) {
    for (const std::int64_t n_rows : {1, 2, 5, 37}) {
      for (const std::int64_t n_tokens : {1, 3, 4, 9}) {
        Problem problem(type(), n_rows, n_cols, n_tokens, ++seed);
        std::vector<float> output;
        matmul_for(table(), type())(problem.task(output));
        for (std::int64_t token = 0; token < n_tokens; ++token) {
          for (std::int64_t row = 0; row < n_rows; ++row) {
            double expected = 0;
            double magnitude = 0;
            for (std::int64_t col = 0; col < n_cols; ++col) {
              const double product =
                  problem.activation(token, col) * problem.weight_values[static_cast<std::size_t>(row * n_cols + col)];
              expected += product;
              magnitude += std::fabs(product);
            }
            EXPECT_NEAR(output[static_cast<std::size_t>(token * n_rows + row)], expected, 2e-6 * magnitude + 1e-7)
                << n_rows << " rows, " << n_cols << " columns, " << n_tokens << " tokens";
          }
        }
      }
    }
  }
}

TEST_P(MatmulTest, AnOutputHasTheSameBitsWhateverTheRangesAndTheOtherTokens) {
  const std::int64_t n_rows = 45;
  const std::int64_t n_cols = reads_quantized_activations(type()) ? 224 : 237;
  const std::int64_t n_tokens = 11;
  const Matmul matmul = matmul_for(table(), type());
  Problem problem(type(), n_rows, n_cols, n_tokens, 99);
  std::vector<float> whole;
  matmul(problem.task(whole));
  std::vector<float> pieces;
  MatmulTask task = problem.task(pieces);
  const std::int64_t n_blocks = n_cols / kQuantBlock;
  for (std::int64_t token = 0; token < n_tokens; ++token) {
    for (std::int64_t row = 0; row < n_rows;) {
      MatmulTask piece = task;
      piece.n_tokens = 1;
      piece.activations += token * n_cols;
      piece.quantized.values += token * n_cols;
      piece.quantized.scales += token * n_blocks;
      piece.quantized.negative_sums += token * n_blocks;
      piece.output += token * n_rows;
      piece.row_begin = row;
      piece.row_end = std::min(n_rows, row + 1 + (row + token) % 7);
      matmul(piece);
      row = piece.row_end;
    }
  }
  EXPECT_EQ(std::memcmp(whole.data(), pieces.data(), whole.size() * sizeof(float)), 0);
}

// What a file may hold although no quantiser writes it: -128.
TEST(MatmulQ8_0, TakesTheLowestInt8) {
  for (const std::string& name : table_names()) {
    Problem problem(ElementType::kQ8_0, 1, 64, 1, 5);
    for (std::size_t block = 0; block < 2; ++block) {
      std::memset(problem.weights.data() + 1 + block * 34 + 2, 0x80, 32);
      const std::uint16_t one = 0x3c00;
      std::memcpy(problem.weights.data() + 1 + block * 34, &one, 2);
    }
    std::fill(problem.values.begin(), problem.values.end(), std::int8_t{-127});
    std::fill(problem.scales.begin(), problem.scales.end(), 1.0f);
    std::fill(problem.negative_sums.begin(), problem.negative_sums.end(), 32 * 127);
    std::vector<float> output;
    find_table(name).matmul_q8_0(problem.task(output));
    EXPECT_EQ(output[0], 64.0f * 128 * 127) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, MatmulTest,
                         testing::Combine(testing::ValuesIn(table_names()),
                                          testing::Values(ElementType::kF32, ElementType::kF16, ElementType::kBf16,
                                                          ElementType::kQ8_0, ElementType::kQ4_0)),
                         [](const auto& parameters) {
                           return std::get<0>(parameters.param) + "_" +
                                  std::string(tensor::info(std::get<1>(parameters.param)).name);
                         });

}  // namespace
}  // namespace oree::kernels
