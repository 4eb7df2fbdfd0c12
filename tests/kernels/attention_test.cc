// Blockwise attention against plain softmax in double precision, on every CPU target.
#include "kernels/attention.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string_view>

#include "kernels/dispatch.h"
#include "tensor/convert.h"

namespace oree::kernels {
namespace {

using tensor::ElementType;

// Keys and values of one KV head at ascending positions and successive rows, and queries for the last n_tokens of them.
struct Scene {
  int head_dim;
  int group;
  int n_tokens;
  int window;
  ElementType type_k;
  ElementType type_v;
  std::vector<std::int32_t> positions;
  float soft_cap = 0;
  std::int32_t first_row = 0;          // of the first key
  std::vector<float> queries = {};     // [n_tokens, group, head_dim]
  std::vector<std::byte> keys = {};    // [positions, head_dim] as type_k
  std::vector<std::byte> values = {};  // as type_v
  std::vector<float> key_values = {};  // what was stored
  std::vector<float> value_values = {};

  void fill(unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    const auto draw = [&](std::size_t n) {
      std::vector<float> row(n);
      for (float& value : row) {
        value = normal(random);
      }
      return row;
    };
    const auto dim = static_cast<std::size_t>(head_dim);
    queries = draw(static_cast<std::size_t>(n_tokens * group) * dim);
    const auto store = [&](ElementType type, std::vector<std::byte>& stored, std::vector<float>& held) {
      const std::vector<float> rows = draw(positions.size() * dim);
      stored.resize(static_cast<std::size_t>(*tensor::row_bytes(type, rows.size())));
      tensor::quantize_row(type, rows, stored);
      held.resize(rows.size());
      tensor::dequantize_row(type, stored, held);
    };
    store(type_k, keys, key_values);
    store(type_v, values, value_values);
  }

  std::size_t row_bytes(ElementType type) const {
    return static_cast<std::size_t>(*tensor::row_bytes(type, static_cast<std::uint64_t>(head_dim)));
  }

  tensor::KvSegment segment(std::size_t begin, std::size_t end, bool explicit_positions) const {
    return {.keys = keys.data() + begin * row_bytes(type_k),
            .values = values.data() + begin * row_bytes(type_v),
            .n_tokens = static_cast<std::int32_t>(end - begin),
            .first_position = positions[begin],
            .first_row = first_row + static_cast<std::int32_t>(begin),
            .positions = explicit_positions ? positions.data() + begin : nullptr};
  }

  int first_position() const { return positions[positions.size() - static_cast<std::size_t>(n_tokens)]; }

  std::vector<float> run(const Table& table, const std::vector<tensor::KvSegment>& segments, int first,
                         int count) const {
    std::vector<float> output(queries.size());
    std::vector<float> scratch(attention_scratch_floats(group, head_dim));
    const std::int64_t stride = std::int64_t{group} * head_dim;
    for (int token = first; token < first + count; token += attention_tile_tokens(group)) {
      attend(table,
             {.queries = queries.data() + token * stride,
              .token_stride = stride,
              .n_tokens = std::min(attention_tile_tokens(group), first + count - token),
              .group = group,
              .first_position = first_position() + token,
              .window = window,
              .scale = 0.3f,
              .soft_cap = soft_cap,
              .view = {.segments = segments, .type_k = type_k, .type_v = type_v, .head_dim = head_dim},
              .output = output.data() + token * stride},
             scratch);
    }
    return output;
  }

  // What scores are made of: the queries, times the scale. A target that multiplies in int8 rounds them for keys in
  // block formats, 32 dims with one scale.
  std::vector<float> scaled_queries(const Table& table) const {
    std::vector<float> scaled = queries;
    for (float& value : scaled) {
      value *= 0.3f;
    }
    const bool in_blocks = type_k == ElementType::kQ8_0 || type_k == ElementType::kQ4_0;
    if (!in_blocks || std::string_view(table.name) != "avx512_vnni") {
      return scaled;
    }
    for (std::size_t block = 0; block < scaled.size(); block += kQuantBlock) {
      float largest = 0;
      for (std::size_t i = block; i < block + kQuantBlock; ++i) {
        largest = std::max(largest, std::abs(scaled[i]));
      }
      for (std::size_t i = block; i < block + kQuantBlock; ++i) {
        scaled[i] = std::nearbyint(scaled[i] * (127.0f / largest)) * (largest / 127.0f);
      }
    }
    return scaled;
  }

  std::vector<double> expected(const Table& table) const {
    const std::vector<float> scaled = scaled_queries(table);
    std::vector<double> output(queries.size(), 0);
    for (int query = 0; query < n_tokens * group; ++query) {
      const int position = first_position() + query / group;
      const float* q = scaled.data() + query * head_dim;
      std::vector<double> weights(positions.size(), 0);
      double sum = 0;
      for (std::size_t key = 0; key < positions.size(); ++key) {
        if (positions[key] > position || (window > 0 && positions[key] <= position - window)) {
          continue;
        }
        double score = 0;
        for (int dim = 0; dim < head_dim; ++dim) {
          score +=
              double{q[dim]} * key_values[key * static_cast<std::size_t>(head_dim) + static_cast<std::size_t>(dim)];
        }
        weights[key] = std::exp(soft_cap > 0 ? soft_cap * std::tanh(score / soft_cap) : score);
        sum += weights[key];
      }
      for (std::size_t key = 0; key < positions.size(); ++key) {
        for (int dim = 0; dim < head_dim; ++dim) {
          output[static_cast<std::size_t>(query * head_dim + dim)] +=
              weights[key] / sum *
              value_values[key * static_cast<std::size_t>(head_dim) + static_cast<std::size_t>(dim)];
        }
      }
    }
    return output;
  }
};

std::vector<std::int32_t> positions_from(int first, int n) {
  std::vector<std::int32_t> positions;
  for (int i = 0; i < n; ++i) {
    positions.push_back(first + i);
  }
  return positions;
}

// n ascending positions with gaps, then `last` without: what an eviction leaves, and the tokens after it.
std::vector<std::int32_t> positions_with_gaps(int n, int last, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::int32_t> positions;
  std::int32_t position = 3;
  for (int i = 0; i < n + last; ++i) {
    positions.push_back(position);
    position += i < n ? 1 + static_cast<int>(random() % 40) : 1;
  }
  return positions;
}

// Cuts the keys [begin, end) into segments of 1 to `longest` keys. All but those of the last `contiguous` keys have
// their positions listed.
std::vector<tensor::KvSegment> ragged(const Scene& scene, std::size_t begin, std::size_t end, std::size_t contiguous,
                                      int longest, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<tensor::KvSegment> segments;
  const std::size_t listed_end = scene.positions.size() - contiguous;
  while (begin < end) {
    const std::size_t limit = begin < listed_end ? std::min(end, listed_end) : end;
    const std::size_t stop = std::min(limit, begin + 1 + random() % static_cast<unsigned>(longest));
    segments.push_back(scene.segment(begin, stop, begin < listed_end));
    begin = stop;
  }
  return segments;
}

// The rounding of a score grows with the terms it is a sum of.
double tolerance(int head_dim) { return 1e-5 + 1e-7 * head_dim; }

class AttentionTest : public testing::TestWithParam<std::string> {
 protected:
  const Table& table() const { return find_table(GetParam()); }
};

TEST_P(AttentionTest, IsSoftmaxOverWhatATokenSees) {
  unsigned seed = 0;
  for (const int head_dim : {1, 6, 16, 20, 32, 64, 80, 100, 128, 256}) {
    for (const int group : {1, 2, 3, 4, 7, 8}) {
      for (const int window : {0, 1, 9, 100}) {
        ++seed;
        const ElementType types[] = {ElementType::kF32, ElementType::kF16, ElementType::kBf16};
        Scene scene{.head_dim = head_dim,
                    .group = group,
                    .n_tokens = 1 + static_cast<int>(seed * 7 % 40),
                    .window = window,
                    .type_k = types[seed % 3],
                    .type_v = types[seed / 3 % 3],
                    .positions = positions_from(0, 150),
                    .soft_cap = seed % 2 == 0 ? 0.0f : 1.5f};
        scene.fill(seed);
        const std::vector<float> output =
            scene.run(table(), {scene.segment(0, 70, false), scene.segment(70, 150, false)}, 0, scene.n_tokens);
        const std::vector<double> expected = scene.expected(table());
        for (std::size_t i = 0; i < output.size(); ++i) {
          ASSERT_NEAR(output[i], expected[i], tolerance(head_dim))
              << "head_dim " << head_dim << ", group " << group << ", window " << window;
        }
      }
    }
  }
}

TEST_P(AttentionTest, IsSoftmaxOverWhatBlockFormatsHold) {
  unsigned seed = 100;
  for (const int head_dim : {32, 64, 96, 128, 160, 256}) {
    for (const int group : {1, 2, 3, 4, 7, 8}) {
      for (const int window : {0, 90}) {
        ++seed;
        const ElementType types[] = {ElementType::kQ8_0, ElementType::kQ4_0, ElementType::kF16};
        Scene scene{.head_dim = head_dim,
                    .group = group,
                    .n_tokens = 1 + static_cast<int>(seed * 7 % 40),
                    .window = window,
                    .type_k = types[seed % 3],
                    .type_v = types[seed / 3 % 3],
                    .positions = positions_from(0, 150)};
        scene.fill(seed);
        const std::vector<float> output =
            scene.run(table(), {scene.segment(0, 70, false), scene.segment(70, 150, false)}, 0, scene.n_tokens);
        const std::vector<double> expected = scene.expected(table());
        for (std::size_t i = 0; i < output.size(); ++i) {
          ASSERT_NEAR(output[i], expected[i], tolerance(head_dim))
              << "head_dim " << head_dim << ", group " << group << ", window " << window;
        }
      }
    }
  }
}

TEST_P(AttentionTest, KeepsThePositionsOfKeysThatStayedAfterAnEviction) {
  Scene scene{.head_dim = 16,
              .group = 2,
              .n_tokens = 5,
              .window = 120,
              .type_k = ElementType::kF16,
              .type_v = ElementType::kF16,
              .positions = {0, 1, 5, 63, 64, 66, 130, 131, 191, 192}};
  for (int i = 0; i < 5; ++i) {
    scene.positions.push_back(200 + i);
  }
  scene.fill(3);
  const std::vector<float> output =
      scene.run(table(), {scene.segment(0, 3, true), scene.segment(3, 10, true), scene.segment(10, 15, false)}, 0, 5);
  const std::vector<double> expected = scene.expected(table());
  for (std::size_t i = 0; i < output.size(); ++i) {
    EXPECT_NEAR(output[i], expected[i], 1e-5);
  }
}

TEST_P(AttentionTest, AWindowOverGapsIsMeasuredInPositions) {
  for (const int window : {0, 1, 25, 700, 3000}) {
    for (const int first_row : {0, 64, 1000}) {
      Scene scene{.head_dim = 32,
                  .group = 3,
                  .n_tokens = 23,
                  .window = window,
                  .type_k = ElementType::kQ8_0,
                  .type_v = ElementType::kQ8_0,
                  .positions = positions_with_gaps(200, 23, static_cast<unsigned>(window)),
                  .first_row = first_row};
      scene.fill(static_cast<unsigned>(window + first_row));
      const std::vector<float> output = scene.run(table(), ragged(scene, 0, 223, 23, 50, 5), 0, 23);
      const std::vector<double> expected = scene.expected(table());
      for (std::size_t i = 0; i < output.size(); ++i) {
        ASSERT_NEAR(output[i], expected[i], 1e-5) << "window " << window << ", first row " << first_row;
      }
    }
  }
}

TEST_P(AttentionTest, BitsDependNeitherOnTilesNorOnSegments) {
  for (const int group : {1, 2, 3, 4}) {
    for (const int window : {0, 37}) {
      Scene scene{.head_dim = 40,
                  .group = group,
                  .n_tokens = 90,
                  .window = window,
                  .type_k = ElementType::kF16,
                  .type_v = ElementType::kBf16,
                  .positions = positions_from(0, 250)};
      scene.fill(static_cast<unsigned>(group + window));
      const std::vector<float> together = scene.run(table(), {scene.segment(0, 250, false)}, 0, 90);
      std::vector<float> one_by_one;
      for (int token = 0; token < 90; ++token) {
        const std::size_t end = static_cast<std::size_t>(160 + token + 1);
        // A token alone, with no later keys, without those before its window, and cut at odd places.
        const std::size_t begin = window == 0 ? 0 : end - static_cast<std::size_t>(window);
        std::vector<tensor::KvSegment> segments;
        for (std::size_t at = begin; at < end; at += 13) {
          segments.push_back(scene.segment(at, std::min(end, at + 13), at % 2 == 0));
        }
        const std::vector<float> output = scene.run(table(), segments, token, 1);
        const auto stride = static_cast<std::ptrdiff_t>(group * scene.head_dim);
        one_by_one.insert(one_by_one.end(), output.begin() + token * stride, output.begin() + (token + 1) * stride);
      }
      EXPECT_EQ(std::memcmp(together.data(), one_by_one.data(), together.size() * sizeof(float)), 0);
    }
  }
}

TEST_P(AttentionTest, BitsAfterAnEvictionDependNeitherOnTilesNorOnSegments) {
  const ElementType types[] = {ElementType::kF16, ElementType::kQ8_0, ElementType::kQ4_0};
  for (const int group : {1, 3, 4}) {
    for (const int window : {0, 900}) {
      Scene scene{.head_dim = 96,
                  .group = group,
                  .n_tokens = 70,
                  .window = window,
                  .type_k = types[group % 3],
                  .type_v = types[(group + 1) % 3],
                  .positions = positions_with_gaps(150, 70, static_cast<unsigned>(group)),
                  .first_row = 30};
      scene.fill(static_cast<unsigned>(group + window));
      const std::vector<float> together =
          scene.run(table(), {scene.segment(0, 150, true), scene.segment(150, 220, false)}, 0, 70);
      for (int token = 0; token < 70; ++token) {
        const auto end = static_cast<std::size_t>(150 + token + 1);
        const int longest = token % 2 == 0 ? 9 : 80;
        const std::vector<float> alone =
            scene.run(table(), ragged(scene, 0, end, 70, longest, static_cast<unsigned>(token)), token, 1);
        const std::size_t stride = static_cast<std::size_t>(group * scene.head_dim);
        const std::size_t at = static_cast<std::size_t>(token) * stride;
        ASSERT_EQ(std::memcmp(together.data() + at, alone.data() + at, stride * sizeof(float)), 0) << "token " << token;
      }
    }
  }
}

TEST_P(AttentionTest, StepsGoByRowsWhateverThePositions) {
  // The same rows once at successive positions and once with gaps: what a token sees is the same, so are its bits.
  Scene scene{.head_dim = 64,
              .group = 2,
              .n_tokens = 1,
              .window = 0,
              .type_k = ElementType::kF16,
              .type_v = ElementType::kF16,
              .positions = positions_from(0, 200)};
  scene.fill(11);
  const std::vector<float> without = scene.run(table(), {scene.segment(0, 200, false)}, 0, 1);
  scene.positions = positions_with_gaps(199, 1, 12);
  const std::vector<float> with = scene.run(table(), {scene.segment(0, 200, true)}, 0, 1);
  EXPECT_EQ(with, without);
}

// A head whose keys are in several parts, the last of them not whole.
Scene long_scene(ElementType type, int group, int n_tokens, int window) {
  Scene scene{.head_dim = 64,
              .group = group,
              .n_tokens = n_tokens,
              .window = window,
              .type_k = type,
              .type_v = type,
              .positions = positions_from(0, 2 * kPartRows + 300)};
  scene.fill(static_cast<unsigned>(group + window));
  return scene;
}

TEST_P(AttentionTest, PartsAddUpToSoftmaxOverAll) {
  for (const ElementType type : {ElementType::kF16, ElementType::kQ8_0}) {
    for (const int window : {0, kPartRows + 500}) {
      const Scene scene = long_scene(type, 3, 40, window);
      const std::vector<float> output =
          scene.run(table(), {scene.segment(0, 1500, false), scene.segment(1500, 2348, false)}, 0, scene.n_tokens);
      const std::vector<double> expected = scene.expected(table());
      for (std::size_t i = 0; i < output.size(); ++i) {
        ASSERT_NEAR(output[i], expected[i], 1e-5) << "window " << window;
      }
    }
  }
}

TEST_P(AttentionTest, PartsMergedInOrderAreTheBitsOfOnePass) {
  for (const int n_tokens : {1, 3}) {
    for (const int window : {0, kPartRows + 500}) {
      const Scene scene = long_scene(ElementType::kF16, 2, n_tokens, window);
      const std::vector<tensor::KvSegment> segments{scene.segment(0, 1500, false), scene.segment(1500, 2348, false)};
      const std::vector<float> expected = scene.run(table(), segments, 0, n_tokens);
      std::vector<float> scratch(attention_scratch_floats(scene.group, scene.head_dim));
      const std::int64_t stride = std::int64_t{scene.group} * scene.head_dim;
      const AttentionTask task{
          .queries = scene.queries.data(),
          .token_stride = stride,
          .n_tokens = n_tokens,
          .group = scene.group,
          .first_position = scene.first_position(),
          .window = window,
          .scale = 0.3f,
          .soft_cap = 0,
          .view = {.segments = segments, .type_k = scene.type_k, .type_v = scene.type_v, .head_dim = scene.head_dim},
          .output = nullptr};
      const Range parts = parts_of(task);
      EXPECT_EQ(parts, (Range{window == 0 ? 0 : (2348 - n_tokens + 1 - window) / kPartRows, 3}));
      const std::size_t n_floats = partial_floats(scene.head_dim);
      std::vector<float> totals(static_cast<std::size_t>(n_tokens * scene.group) * n_floats, 0.0f);
      std::vector<float> partials(totals.size());
      for (std::int32_t part = parts.begin; part < parts.end; ++part) {
        attend_part(table(), task, part, scratch, partials.data());
        for (std::size_t query = 0; query < totals.size(); query += n_floats) {
          merge_partial(scene.head_dim, partials.data() + query, totals.data() + query);
        }
      }
      std::vector<float> output(expected.size());
      for (std::size_t query = 0; query * n_floats < totals.size(); ++query) {
        finish_partial(table(), scene.head_dim, totals.data() + query * n_floats,
                       output.data() + query * static_cast<std::size_t>(scene.head_dim));
      }
      EXPECT_EQ(output, expected) << n_tokens << " tokens, window " << window;
    }
  }
}

TEST_P(AttentionTest, BitsDependOnTilesNeitherWhereAPartEnds) {
  for (const ElementType type : {ElementType::kF16, ElementType::kQ8_0, ElementType::kQ4_0}) {
    const Scene scene = long_scene(type, 4, 320, 0);  // the tokens lie on both sides of the end
    const std::vector<tensor::KvSegment> all{scene.segment(0, 2348, false)};
    const std::vector<float> together = scene.run(table(), all, 0, scene.n_tokens);
    const auto stride = static_cast<std::size_t>(scene.group * scene.head_dim);
    for (const int token : {0, 18, 19, 20, 21, 150, 319}) {
      const std::vector<float> alone = scene.run(table(), all, token, 1);
      const std::size_t at = static_cast<std::size_t>(token) * stride;
      EXPECT_EQ(std::memcmp(together.data() + at, alone.data() + at, stride * sizeof(float)), 0) << "token " << token;
    }
  }
}

TEST_P(AttentionTest, WhatATokenDoesNotSeeDoesNotReachIt) {
  // The last token's key and value are not numbers; the tokens before it share a block and a tile with them.
  Scene scene{.head_dim = 64,
              .group = 2,
              .n_tokens = 20,
              .window = 30,
              .type_k = ElementType::kF32,
              .type_v = ElementType::kF32,
              .positions = positions_from(0, 100)};
  scene.fill(17);
  const std::vector<tensor::KvSegment> segments{scene.segment(0, 100, false)};
  const std::vector<float> expected = scene.run(table(), segments, 0, 20);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t byte = 99 * 64 * sizeof(float); byte < scene.values.size(); byte += sizeof(float)) {
    std::memcpy(scene.keys.data() + byte, &nan, sizeof(nan));
    std::memcpy(scene.values.data() + byte, &nan, sizeof(nan));
  }
  const std::vector<float> output = scene.run(table(), segments, 0, 20);
  const std::size_t n_before = std::size_t{19} * 2 * 64;
  EXPECT_EQ(std::memcmp(output.data(), expected.data(), n_before * sizeof(float)), 0);
  EXPECT_TRUE(std::isnan(output[n_before]));
}

INSTANTIATE_TEST_SUITE_P(Targets, AttentionTest, testing::ValuesIn(table_names()),
                         [](const auto& parameters) { return parameters.param; });

}  // namespace
}  // namespace oree::kernels
