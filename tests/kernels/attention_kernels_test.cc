// The products of attention on a block of keys and values against double precision, on every CPU target.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "kernels/dispatch.h"
#include "tensor/convert.h"

namespace oree::kernels {
namespace {

using tensor::ElementType;

constexpr ElementType kTypes[] = {ElementType::kF32, ElementType::kF16, ElementType::kBf16, ElementType::kQ8_0,
                                  ElementType::kQ4_0};

bool in_blocks(ElementType type) { return type == ElementType::kQ8_0 || type == ElementType::kQ4_0; }

// Rows of one type in memory of their own each, at odd addresses, in no order.
struct ScatteredRows {
  std::vector<std::byte> memory;
  std::vector<const std::byte*> rows;
  std::vector<float> values;  // [n_rows, head_dim], as the rows hold them

  ScatteredRows(ElementType type, int n_rows, int head_dim, std::mt19937& random) {
    std::normal_distribution<float> normal;
    const auto dim = static_cast<std::size_t>(head_dim);
    const auto n_bytes = static_cast<std::size_t>(*tensor::row_bytes(type, dim));
    const std::size_t stride = n_bytes + 13;
    memory.resize(static_cast<std::size_t>(n_rows) * stride + 1);
    values.resize(static_cast<std::size_t>(n_rows) * dim);
    for (std::size_t row = 0; row < static_cast<std::size_t>(n_rows); ++row) {
      std::vector<float> drawn(dim);
      for (float& value : drawn) {
        value = normal(random);
      }
      if (row % 3 == 0) {
        drawn[row % dim] *= 50;  // an outlier takes the precision of its block
      }
      std::byte* at = memory.data() + 1 + (static_cast<std::size_t>(n_rows) - 1 - row) * stride;
      tensor::quantize_row(type, drawn, {at, n_bytes});
      tensor::dequantize_row(type, {at, n_bytes}, {values.data() + row * dim, dim});
      rows.push_back(at);
    }
  }
};

// Floats at an address that kernels may take for aligned.
class AlignedFloats {
 public:
  explicit AlignedFloats(std::size_t n) : memory_(n + 16, 0.0f) {}
  float* data() {
    void* at = memory_.data();
    std::size_t n_bytes = memory_.size() * sizeof(float);
    return static_cast<float*>(std::align(64, 1, at, n_bytes));
  }

 private:
  std::vector<float> memory_;
};

std::size_t padded(int head_dim) { return (static_cast<std::size_t>(head_dim) + 15) / 16 * 16; }

class AttentionKernelsTest : public testing::TestWithParam<std::string> {
 protected:
  const Table& table() const { return find_table(GetParam()); }
};

TEST_P(AttentionKernelsTest, ScoresAreDotProductsWithinTheirRounding) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  constexpr double kEpsilon = std::numeric_limits<float>::epsilon();
  for (const ElementType type : kTypes) {
    const KeyKernels& kernels = *key_kernels_for(table(), type);
    for (const int head_dim : {1, 7, 16, 33, 32, 64, 80, 96, 100, 128, 160, 256}) {
      if (in_blocks(type) && head_dim % kQuantBlock != 0) {
        continue;
      }
      for (const int n_keys : {1, 5, 16, 17, 31, 32, 48, 63, 64}) {
        const ScatteredRows keys(type, n_keys, head_dim, random);
        const int n_queries = 1 + static_cast<int>(random() % 20);
        const auto dim = static_cast<std::size_t>(head_dim);
        std::vector<float> queries(static_cast<std::size_t>(n_queries) * dim);
        for (float& value : queries) {
          value = normal(random);
        }
        std::fill_n(queries.begin(), std::min(dim, std::size_t{32}), 0.0f);  // a block without a scale
        std::vector<float> prepared(static_cast<std::size_t>(n_queries) * padded(head_dim));
        for (int query = 0; query < n_queries; ++query) {
          kernels.prepare(queries.data() + query * head_dim, head_dim,
                          prepared.data() + static_cast<std::size_t>(query) * padded(head_dim));
        }
        AlignedFloats packed(kKeyBlock * padded(head_dim));
        AlignedFloats scores(static_cast<std::size_t>(n_queries * kKeyBlock));
        kernels.pack(keys.rows.data(), n_keys, head_dim, packed.data());
        kernels.score({.queries = prepared.data(),
                       .packed = packed.data(),
                       .n_queries = n_queries,
                       .n_keys = n_keys,
                       .head_dim = head_dim,
                       .scores = scores.data()});
        for (int query = 0; query < n_queries; ++query) {
          const float* q = queries.data() + query * head_dim;
          for (int key = 0; key < n_keys; ++key) {
            const float* k = keys.values.data() + key * head_dim;
            double expected = 0;
            double sizes = 0;      // sum of |query| * |key|
            double step_half = 0;  // sum of |key| times half a step of the query's int8 numbers
            for (int begin = 0; begin < head_dim; begin += kQuantBlock) {
              double largest = 0;
              double of_block = 0;
              for (int i = begin; i < std::min(head_dim, begin + static_cast<int>(kQuantBlock)); ++i) {
                expected += double{q[i]} * k[i];
                sizes += std::abs(double{q[i]} * k[i]);
                largest = std::max(largest, std::abs(double{q[i]}));
                of_block += std::abs(double{k[i]});
              }
              step_half += largest / 254 * of_block;
            }
            const bool rounded = in_blocks(type) && GetParam() == "avx512_vnni";
            const double bound = head_dim * kEpsilon * sizes + (rounded ? step_half * (1 + 1e-4) : 0);
            ASSERT_LE(std::abs(scores.data()[query * kKeyBlock + key] - expected), bound)
                << tensor::info(type).name << ", head_dim " << head_dim << ", " << n_queries << " queries, key " << key
                << " of " << n_keys;
          }
        }
      }
    }
  }
}

TEST_P(AttentionKernelsTest, MixAddsWeightedValuesOfARange) {
  std::mt19937 random(2);
  std::uniform_real_distribution<float> uniform;
  constexpr double kEpsilon = std::numeric_limits<float>::epsilon();
  for (const ElementType type : kTypes) {
    for (const int head_dim : {1, 7, 16, 33, 32, 64, 80, 96, 100, 128, 160, 256}) {
      if (in_blocks(type) && head_dim % kQuantBlock != 0) {
        continue;
      }
      for (const int n_keys : {1, 5, 17, 32, 63, 64}) {
        const ScatteredRows values(type, n_keys, head_dim, random);
        const int n_queries = 1 + static_cast<int>(random() % 20);
        const int begin = static_cast<int>(random() % static_cast<unsigned>(n_keys));
        const int end = begin + 1 + static_cast<int>(random() % static_cast<unsigned>(n_keys - begin));
        AlignedFloats weights(static_cast<std::size_t>(n_queries * kKeyBlock));
        for (int i = 0; i < n_queries * kKeyBlock; ++i) {
          weights.data()[i] = uniform(random);
        }
        AlignedFloats packed(kKeyBlock * padded(head_dim));
        const std::size_t stride = padded(head_dim);
        AlignedFloats accumulators(static_cast<std::size_t>(n_queries) * stride);
        std::fill_n(accumulators.data(), static_cast<std::size_t>(n_queries) * stride, 3.0f);
        value_kernels_for(table(), type)->pack(values.rows.data(), n_keys, head_dim, packed.data());
        table().mix_block({.weights = weights.data(),
                           .packed = packed.data(),
                           .n_queries = n_queries,
                           .n_keys = n_keys,
                           .begin = begin,
                           .end = end,
                           .head_dim = head_dim,
                           .accumulators = accumulators.data()});
        for (int query = 0; query < n_queries; ++query) {
          for (int dim = 0; dim < head_dim; ++dim) {
            double expected = 3;
            double sizes = 3;
            for (int key = begin; key < end; ++key) {
              const double term = double{weights.data()[query * kKeyBlock + key]} *
                                  values.values[static_cast<std::size_t>(key * head_dim + dim)];
              expected += term;
              sizes += std::abs(term);
            }
            ASSERT_NEAR(accumulators.data()[static_cast<std::size_t>(query) * stride + static_cast<std::size_t>(dim)],
                        expected, (n_keys + 1) * kEpsilon * sizes)
                << tensor::info(type).name << ", head_dim " << head_dim << ", keys " << begin << " to " << end;
          }
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, AttentionKernelsTest, testing::ValuesIn(table_names()),
                         [](const auto& parameters) { return parameters.param; });

}  // namespace
}  // namespace oree::kernels
