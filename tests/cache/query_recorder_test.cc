#include "cache/query_recorder.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace oree::cache {
namespace {

constexpr int kHeads = 3;
constexpr int kHeadDim = 4;
constexpr std::size_t kRow = kHeads * kHeadDim;
constexpr int kLast = 5;

std::vector<float> random_rows(int n_tokens, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> rows(static_cast<std::size_t>(n_tokens) * kRow);
  std::generate(rows.begin(), rows.end(), [&] { return normal(random); });
  return rows;
}

struct Text {
  std::vector<float> plain;    // before RoPE
  std::vector<float> rotated;  // after it

  explicit Text(int n_tokens) : plain(random_rows(n_tokens, 1)), rotated(random_rows(n_tokens, 2)) {}

  void feed(QueryRecorder& recorder, int layer, int first, int n_tokens, int chunk) const {
    ThreadPool threads(2);
    for (int begin = first; begin < first + n_tokens; begin += chunk) {
      const std::size_t offset = static_cast<std::size_t>(begin) * kRow;
      recorder.observe({.layer = layer,
                        .first_position = begin,
                        .n_tokens = std::min(chunk, first + n_tokens - begin),
                        .plain_queries = plain.data() + offset,
                        .queries = rotated.data() + offset},
                       threads);
    }
  }
};

QueryRecorder recorder_of_two_layers() {
  return QueryRecorder({.n_heads = kHeads, .head_dim = kHeadDim, .last_queries = kLast, .query_moments = true},
                       {true, true});
}

void expect_recorded(const QueryRecorder& recorder, int layer, const Text& text, int n_tokens) {
  QueryRecorder::LastQueries storage;
  const RecordedQueries recorded = recorder.recorded(layer, storage);
  EXPECT_EQ(recorded.next_position, n_tokens);
  const int n_last = std::min(n_tokens, kLast);
  ASSERT_EQ(recorded.last_positions.size(), static_cast<std::size_t>(n_last));
  for (int i = 0; i < n_last; ++i) {
    const int position = n_tokens - n_last + i;
    EXPECT_EQ(recorded.last_positions[static_cast<std::size_t>(i)], position);
    for (std::size_t value = 0; value < kRow; ++value) {
      EXPECT_EQ(recorded.last[static_cast<std::size_t>(i) * kRow + value],
                text.rotated[static_cast<std::size_t>(position) * kRow + value]);
    }
  }
  EXPECT_EQ(recorded.n_counted, std::max(0, n_tokens - 4));
  for (std::size_t head = 0; head < kHeads; ++head) {
    for (std::size_t i = 0; i < kHeadDim; ++i) {
      double sum = 0;
      for (int token = 4; token < n_tokens; ++token) {
        sum += text.plain[static_cast<std::size_t>(token) * kRow + head * kHeadDim + i];
      }
      EXPECT_DOUBLE_EQ(recorded.sums[head * kHeadDim + i], sum);
      for (std::size_t j = 0; j < kHeadDim; ++j) {
        double product = 0;
        for (int token = 4; token < n_tokens; ++token) {
          const float* query = text.plain.data() + static_cast<std::size_t>(token) * kRow + head * kHeadDim;
          product += double{query[i]} * query[j];
        }
        EXPECT_DOUBLE_EQ(recorded.outer_sums[(head * kHeadDim + i) * kHeadDim + j], product);
      }
    }
  }
}

TEST(QueryRecorder, HoldsTheLastQueriesAndTheSumsOfAllButTheFirstFour) {
  const Text text(40);
  for (const int n_tokens : {0, 1, 3, 4, 5, 6, 11, 40}) {
    for (const int chunk : {1, 2, 3, 7, 40}) {
      SCOPED_TRACE(testing::Message() << n_tokens << " tokens in chunks of " << chunk);
      QueryRecorder recorder = recorder_of_two_layers();
      text.feed(recorder, 1, 0, n_tokens, chunk);
      expect_recorded(recorder, 1, text, n_tokens);
      expect_recorded(recorder, 0, text, 0);
    }
  }
}

TEST(QueryRecorder, ACopyGoesOnByItself) {
  const Text text(40);
  QueryRecorder recorder = recorder_of_two_layers();
  text.feed(recorder, 0, 0, 17, 7);
  QueryRecorder copy = recorder;
  text.feed(copy, 0, 17, 10, 3);
  expect_recorded(copy, 0, text, 27);
  expect_recorded(recorder, 0, text, 17);
}

TEST(QueryRecorder, ResetForgets) {
  const Text text(40);
  QueryRecorder recorder = recorder_of_two_layers();
  text.feed(recorder, 0, 0, 17, 7);
  recorder.reset();
  expect_recorded(recorder, 0, text, 0);
  text.feed(recorder, 0, 0, 9, 9);
  expect_recorded(recorder, 0, text, 9);
}

TEST(QueryRecorder, WhatIsWrittenIsReadBackAndNothingElse) {
  const Text text(40);
  QueryRecorder recorder = recorder_of_two_layers();
  text.feed(recorder, 0, 0, 20, 7);
  text.feed(recorder, 1, 0, 20, 7);
  std::vector<std::byte> bytes;
  recorder.write([&](std::span<const std::byte> part) { bytes.insert(bytes.end(), part.begin(), part.end()); });

  QueryRecorder other = recorder_of_two_layers();
  ByteSource source(bytes);
  ASSERT_TRUE(other.read(source));
  EXPECT_EQ(source.n_left(), 0u);
  text.feed(other, 1, 20, 5, 2);
  expect_recorded(other, 0, text, 20);
  expect_recorded(other, 1, text, 25);

  ByteSource cut({bytes.data(), bytes.size() - 1});
  EXPECT_FALSE(recorder_of_two_layers().read(cut));
  ByteSource whole(bytes);
  EXPECT_FALSE(
      QueryRecorder({.n_heads = kHeads, .head_dim = kHeadDim, .last_queries = kLast + 1}, {true, true}).read(whole));
}

TEST(QueryRecorder, WhatNobodyAskedForIsNotRecorded) {
  const Text text(10);
  QueryRecorder recorder({.n_heads = kHeads, .head_dim = kHeadDim, .last_queries = kLast}, {true, false});
  EXPECT_FALSE(recorder.wants_plain());
  text.feed(recorder, 0, 0, 10, 3);
  text.feed(recorder, 1, 0, 10, 3);
  QueryRecorder::LastQueries storage;
  EXPECT_EQ(recorder.recorded(0, storage).sums, nullptr);
  EXPECT_EQ(recorder.recorded(0, storage).last_positions.size(), 5u);
  EXPECT_TRUE(recorder.recorded(1, storage).last_positions.empty());
  EXPECT_FALSE(QueryRecorder().rule().records());
}

}  // namespace
}  // namespace oree::cache
