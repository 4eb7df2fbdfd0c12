// Operations on rows: every CPU target against the scalar specification, over all tails.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "kernels/dispatch.h"
#include "tensor/convert.h"

namespace oree::kernels {
namespace {

std::vector<float> normal_row(std::size_t n, unsigned seed, float deviation = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, deviation);
  std::vector<float> row(n);
  for (float& value : row) {
    value = normal(random);
  }
  return row;
}

void expect_close(const std::vector<float>& actual, const std::vector<float>& expected, float relative) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual[i], expected[i], relative * std::fabs(expected[i]) + 1e-7f) << "at " << i;
  }
}

class RowsTest : public testing::TestWithParam<std::string> {
 protected:
  const Table& table() const { return find_table(GetParam()); }
  const Table& scalar() const { return find_table("scalar"); }
};

TEST_P(RowsTest, QuantizeRowGivesTheSameBits) {
  std::vector<float> row = normal_row(32 * 40, 1, 3);
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  row[0] = kInfinity;
  row[32] = std::numeric_limits<float>::quiet_NaN();
  std::fill_n(row.begin() + 64, 32, 0.0f);
  std::fill_n(row.begin() + 96, 32, 1e-38f);
  for (int i = 0; i < 32; ++i) {  // the largest is 127, so that halves are ties
    row[static_cast<std::size_t>(128 + i)] = i == 0 ? 127.0f : static_cast<float>(i) - 15.5f;
  }
  const auto n = static_cast<std::int64_t>(row.size());
  std::vector<std::int8_t> values(row.size()), expected_values(row.size());
  std::vector<float> scales(row.size() / 32), expected_scales(row.size() / 32);
  std::vector<std::int32_t> sums(row.size() / 32), expected_sums(row.size() / 32);
  table().quantize_row(row.data(), n, values.data(), scales.data(), sums.data());
  scalar().quantize_row(row.data(), n, expected_values.data(), expected_scales.data(), expected_sums.data());
  EXPECT_EQ(values, expected_values);
  EXPECT_EQ(scales, expected_scales);
  EXPECT_EQ(sums, expected_sums);
  EXPECT_EQ(values[129], -14) << "-14.5 is a tie and goes to the even neighbour";
  for (std::size_t i = 128; i < row.size(); ++i) {
    EXPECT_NEAR(row[i], scales[i / 32] * values[i], 0.5001f * scales[i / 32]);
  }
}

TEST_P(RowsTest, RmsNorm) {
  for (std::size_t n = 1; n < 70; ++n) {
    const std::vector<float> row = normal_row(n, static_cast<unsigned>(n));
    const std::vector<float> weight = normal_row(n, 1000 + static_cast<unsigned>(n));
    std::vector<float> output(n), expected(n);
    table().rms_norm(row.data(), weight.data(), static_cast<std::int64_t>(n), 1e-5f, output.data());
    double squares = 0;
    for (const float value : row) {
      squares += double{value} * value;
    }
    const double factor = 1 / std::sqrt(squares / static_cast<double>(n) + 1e-5);
    for (std::size_t i = 0; i < n; ++i) {
      expected[i] = static_cast<float>(row[i] * factor * weight[i]);
    }
    expect_close(output, expected, 2e-6f);
  }
}

TEST_P(RowsTest, RopeRotatesNeighbours) {
  for (std::int64_t rope_dimension = 2; rope_dimension <= 40; rope_dimension += 2) {
    const std::int64_t head_dim = rope_dimension + 3;
    std::vector<float> heads = normal_row(static_cast<std::size_t>(3 * head_dim), 7);
    std::vector<float> expected = heads;
    std::vector<float> cosines, sines;
    for (int i = 0; i < rope_dimension; ++i) {
      cosines.push_back(std::cos(0.3f * static_cast<float>(i / 2 + 1)));
      sines.push_back(std::sin(0.3f * static_cast<float>(i / 2 + 1)));
    }
    table().rope(heads.data(), 3, head_dim, rope_dimension, cosines.data(), sines.data());
    for (std::int64_t head = 0; head < 3; ++head) {
      for (std::int64_t i = 0; i < rope_dimension; i += 2) {
        float* pair = expected.data() + head * head_dim + i;
        const float even = pair[0];
        pair[0] = even * cosines[static_cast<std::size_t>(i)] - pair[1] * sines[static_cast<std::size_t>(i)];
        pair[1] = even * sines[static_cast<std::size_t>(i)] + pair[1] * cosines[static_cast<std::size_t>(i)];
      }
    }
    for (std::size_t i = 0; i < heads.size(); ++i) {
      EXPECT_NEAR(heads[i], expected[i], 1e-6f);
    }
  }
}

TEST_P(RowsTest, SiluMultiply) {
  for (std::size_t n = 1; n < 40; ++n) {
    std::vector<float> gate = normal_row(n, static_cast<unsigned>(n), 5);
    gate[0] = n % 2 == 0 ? 200.0f : -200.0f;
    const std::vector<float> up = normal_row(n, 50 + static_cast<unsigned>(n));
    std::vector<float> output(n), expected(n);
    table().silu_multiply(gate.data(), up.data(), static_cast<std::int64_t>(n), output.data());
    for (std::size_t i = 0; i < n; ++i) {
      expected[i] = static_cast<float>(gate[i] / (1 + std::exp(-double{gate[i]})) * up[i]);
    }
    expect_close(output, expected, 2e-6f);
  }
}

TEST_P(RowsTest, RopeRotatesHalves) {
  for (std::int64_t half = 1; half <= 20; ++half) {
    const std::int64_t head_dim = 2 * half + 3;
    std::vector<float> heads = normal_row(static_cast<std::size_t>(3 * head_dim), 7);
    std::vector<float> expected = heads;
    std::vector<float> cosines, sines;
    for (int i = 0; i < half; ++i) {
      cosines.push_back(std::cos(0.3f * static_cast<float>(i + 1)));
      sines.push_back(std::sin(0.3f * static_cast<float>(i + 1)));
    }
    table().rope_halves(heads.data(), 3, head_dim, 2 * half, cosines.data(), sines.data());
    for (std::int64_t head = 0; head < 3; ++head) {
      for (std::int64_t i = 0; i < half; ++i) {
        float& first = expected[static_cast<std::size_t>(head * head_dim + i)];
        float& second = expected[static_cast<std::size_t>(head * head_dim + i + half)];
        const float x = first;
        first = x * cosines[static_cast<std::size_t>(i)] - second * sines[static_cast<std::size_t>(i)];
        second = x * sines[static_cast<std::size_t>(i)] + second * cosines[static_cast<std::size_t>(i)];
      }
    }
    for (std::size_t i = 0; i < heads.size(); ++i) {
      EXPECT_NEAR(heads[i], expected[i], 1e-6f);
    }
  }
}

TEST_P(RowsTest, GeluMultiply) {
  for (std::size_t n = 1; n < 40; ++n) {
    std::vector<float> gate = normal_row(n, static_cast<unsigned>(n), 3);
    gate[0] = n % 2 == 0 ? 60.0f : -60.0f;
    const std::vector<float> up = normal_row(n, 50 + static_cast<unsigned>(n));
    std::vector<float> output(n);
    table().gelu_multiply(gate.data(), up.data(), static_cast<std::int64_t>(n), output.data());
    for (std::size_t i = 0; i < n; ++i) {
      const double g = gate[i];
      const double inner = std::sqrt(2 / std::acos(-1.0)) * (g + 0.044715 * g * g * g);
      EXPECT_NEAR(output[i], 0.5 * g * (1 + std::tanh(inner)) * up[i], 3e-6 * std::fabs(g * up[i]) + 1e-7) << g;
    }
  }
}

TEST_P(RowsTest, SoftCap) {
  for (std::size_t n = 1; n < 40; ++n) {
    std::vector<float> x = normal_row(n, static_cast<unsigned>(n), 60);
    x[0] = n % 2 == 0 ? 1e6f : -1e6f;
    const std::vector<float> given = x;
    table().soft_cap(x.data(), 30.0f, static_cast<std::int64_t>(n));
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_NEAR(x[i], 30 * std::tanh(given[i] / 30.0), 30 * 3e-7) << given[i];
    }
  }
}

TEST_P(RowsTest, AddAndScale) {
  for (std::size_t n = 1; n < 40; ++n) {
    std::vector<float> x = normal_row(n, 1), expected = x;
    const std::vector<float> y = normal_row(n, 2);
    table().add(x.data(), y.data(), static_cast<std::int64_t>(n));
    table().scale(x.data(), 0.37f, static_cast<std::int64_t>(n));
    for (std::size_t i = 0; i < n; ++i) {
      expected[i] = (expected[i] + y[i]) * 0.37f;
    }
    EXPECT_EQ(x, expected);
  }
}

TEST_P(RowsTest, SoftmaxInStepsIsTheSoftmaxOfAll) {
  for (std::size_t n = 1; n <= 64; ++n) {
    const std::vector<float> all = normal_row(3 * n, static_cast<unsigned>(n), 10);
    std::vector<double> weights(all.size(), 0);
    float maximum = 0;
    float sum = 0;
    for (std::size_t begin = 0; begin < all.size(); begin += n) {
      std::vector<float> scores(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                all.begin() + static_cast<std::ptrdiff_t>(begin + n));
      const float factor = table().softmax_step(scores.data(), static_cast<std::int64_t>(n), &maximum, &sum);
      for (std::size_t i = 0; i < begin; ++i) {
        weights[i] *= factor;
      }
      std::copy(scores.begin(), scores.end(), weights.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    double total = 0;
    const double largest = *std::max_element(all.begin(), all.end());
    for (const float score : all) {
      total += std::exp(score - largest);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_NEAR(weights[i] / sum, std::exp(all[i] - largest) / total, 3e-6);
    }
  }
}

TEST_P(RowsTest, SoftmaxOfNegativeScoresFarFromZero) {
  std::vector<float> scores(20, -5000.0f);
  scores[3] = -4999.0f;
  float maximum = 0;
  float sum = 0;
  EXPECT_EQ(table().softmax_step(scores.data(), 20, &maximum, &sum), 0.0f);
  EXPECT_EQ(maximum, -4999.0f);
  EXPECT_EQ(scores[3], 1.0f);
  EXPECT_NEAR(sum, 1 + 19 * std::exp(-1.0), 1e-4);
}

TEST_P(RowsTest, StoreGivesTheSameBits) {
  std::vector<float> row = normal_row(67, 3, 100);
  row[0] = 1e6f;
  row[1] = -1e-7f;
  row[2] = 1.0f + 0x1p-11f;  // a tie in f16, to even
  row[3] = 1.0f + 3 * 0x1p-11f;
  row[4] = std::numeric_limits<float>::infinity();
  row[5] = 0x1p-25f;
  for (const auto store : {&Table::store_f32, &Table::store_f16, &Table::store_bf16}) {
    std::vector<std::byte> stored(67 * 4), expected(67 * 4);
    (table().*store)(row.data(), 67, stored.data());
    (scalar().*store)(row.data(), 67, expected.data());
    EXPECT_EQ(stored, expected);
  }
}

TEST_P(RowsTest, StoresBlocksAsTensorQuantizeRow) {
  const std::pair<StoreRow, tensor::ElementType> stores[] = {{table().store_q8_0, tensor::ElementType::kQ8_0},
                                                             {table().store_q4_0, tensor::ElementType::kQ4_0}};
  std::vector<float> row = normal_row(32 * 200, 5, 3);
  std::fill_n(row.begin(), 32, 0.0f);
  std::fill_n(row.begin() + 32, 32, -0.0f);
  std::fill_n(row.begin() + 64, 32, 1e-40f);  // the inverse of its scale is infinite
  std::fill_n(row.begin() + 96, 32, -1e-38f);
  for (int i = 0; i < 32; ++i) {
    const auto at = static_cast<std::size_t>(i);
    row[128 + at] = i == 0 ? 127.0f : static_cast<float>(i) - 15.5f;     // halves in q8_0
    row[160 + at] = i == 0 ? -8.0f : static_cast<float>(i % 16) - 7.5f;  // and in q4_0
    row[192 + at] = i == 20 ? -2.0f : i == 27 ? 2.0f : 0.1f;             // the first of two largest has the sign
    row[224 + at] = i == 3 ? 2.0f : i == 4 ? -2.0f : -0.1f;
    row[256 + at] = i == 31 ? 3e38f : 1e38f;  // beyond what the scale holds
    row[288 + at] = std::ldexp(i % 2 == 0 ? 1.0f : -1.0f, -i);
  }
  for (const auto& [store, type] : stores) {
    const std::size_t n_bytes = *tensor::row_bytes(type, row.size());
    std::vector<std::byte> stored(n_bytes), expected(n_bytes);
    store(row.data(), static_cast<std::int64_t>(row.size()), stored.data());
    tensor::quantize_row(type, row, expected);
    EXPECT_EQ(stored, expected) << tensor::info(type).name;
  }
}

// Row i of the matrix by its definition: the sign is that of the number of bits which i and j share.
TEST_P(RowsTest, HadamardIsTheOrthonormalMatrixOfSigns) {
  for (const std::size_t n : {1u, 2u, 3u, 4u, 6u, 8u, 16u, 24u, 32u, 40u, 64u, 80u, 96u, 128u, 256u}) {
    const std::vector<float> row = normal_row(n, static_cast<unsigned>(n));
    std::vector<float> output = row;
    table().hadamard(output.data(), static_cast<std::int64_t>(n));
    std::size_t block = 1;
    while (n % (2 * block) == 0) {
      block *= 2;
    }
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < block; ++j) {
        const double value = row[i / block * block + j];
        sum += std::popcount(i % block & j) % 2 == 0 ? value : -value;
      }
      EXPECT_NEAR(output[i], sum / std::sqrt(static_cast<double>(block)), 2e-6) << "n " << n << ", at " << i;
    }
  }
}

TEST_P(RowsTest, HadamardUndoesItselfAndKeepsDotProducts) {
  for (const std::size_t n : {32u, 64u, 80u, 96u, 128u}) {
    const std::vector<float> query = normal_row(n, 1), key = normal_row(n, 2);
    std::vector<float> turned_query = query, turned_key = key;
    table().hadamard(turned_query.data(), static_cast<std::int64_t>(n));
    table().hadamard(turned_key.data(), static_cast<std::int64_t>(n));
    double before = 0, after = 0;
    for (std::size_t i = 0; i < n; ++i) {
      before += double{query[i]} * key[i];
      after += double{turned_query[i]} * turned_key[i];
    }
    EXPECT_NEAR(after, before, 1e-5);
    table().hadamard(turned_key.data(), static_cast<std::int64_t>(n));
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_NEAR(turned_key[i], key[i], 2e-6);
    }
  }
}

TEST_P(RowsTest, HadamardGivesTheSameBits) {
  for (std::size_t n = 1; n <= 256; ++n) {
    std::vector<float> row = normal_row(n, static_cast<unsigned>(n), 10), expected = row;
    table().hadamard(row.data(), static_cast<std::int64_t>(n));
    scalar().hadamard(expected.data(), static_cast<std::int64_t>(n));
    EXPECT_EQ(row, expected) << n;
  }
}

TEST_P(RowsTest, HadamardMakesRowsWithAnOutlierKeepMoreOfTheirScoresIn4Bits) {
  const std::vector<float> query = normal_row(128, 3);
  double plain_error = 0, turned_error = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::vector<float> key = normal_row(128, 100 + seed);
    key[seed] *= 20;  // as trained models have in some dimensions of their keys
    const auto score_error = [&](bool turn) {
      std::vector<float> q = query, k = key, read(128);
      if (turn) {
        table().hadamard(q.data(), 128);
        table().hadamard(k.data(), 128);
      }
      std::vector<std::byte> stored(*tensor::row_bytes(tensor::ElementType::kQ4_0, 128));
      table().store_q4_0(k.data(), 128, stored.data());
      tensor::dequantize_row(tensor::ElementType::kQ4_0, stored, read);
      double error = 0;
      for (std::size_t i = 0; i < 128; ++i) {
        error += double{q[i]} * (double{read[i]} - k[i]);
      }
      return error * error;
    };
    plain_error += score_error(false);
    turned_error += score_error(true);
  }
  EXPECT_LT(turned_error, 0.7 * plain_error);
}

INSTANTIATE_TEST_SUITE_P(Targets, RowsTest, testing::ValuesIn(table_names()),
                         [](const auto& parameters) { return parameters.param; });

}  // namespace
}  // namespace oree::kernels
