#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include "kernels/dispatch.h"

namespace oree::kernels {
namespace {

TEST(Peak, EveryProductOfInt8IsMadeAndCounted) {
  for (const std::string& name : table_names()) {
    const Table& table = find_table(name);
    for (const std::int64_t rounds : {1, 7, 1100}) {
      double sum = 0;
      const std::int64_t operations = table.int8_peak(rounds, &sum);
      // Factors are 1, and a product costs a multiplication and an addition.
      EXPECT_EQ(sum, static_cast<double>(operations) / 2) << name << ", " << rounds;
      EXPECT_EQ(operations, rounds * table.int8_peak(1, &sum)) << name;
    }
  }
}

TEST(Peak, EveryFloatIsMultipliedAndAdded) {
  for (const std::string& name : table_names()) {
    const Table& table = find_table(name);
    // x <- x / 2 + 1 from 0 is 2 - 2^(1 - steps), and 2 when that is below the rounding.
    double sum = 0;
    const std::int64_t of_one = table.f32_peak(1, &sum);
    EXPECT_GT(sum, 0) << name;
    double limit = 0;
    EXPECT_EQ(table.f32_peak(200, &limit), 200 * of_one) << name;
    EXPECT_GT(limit, 0) << name;
    EXPECT_LE(sum, limit) << name;
    double more = 0;
    table.f32_peak(300, &more);
    EXPECT_EQ(more, limit) << name;
  }
}

TEST(Peak, EveryByteIsReadWhateverTheStreams) {
  std::mt19937_64 random(5);
  std::vector<std::uint64_t> words(8 * 64 * 9);
  std::uint64_t expected = 0;
  for (std::uint64_t& word : words) {
    word = random();
    expected ^= word;
  }
  const auto* bytes = reinterpret_cast<const std::byte*>(words.data());
  const auto n_bytes = static_cast<std::int64_t>(words.size() * sizeof(std::uint64_t));
  for (const std::string& name : table_names()) {
    for (const int streams : {1, 4, 8}) {
      for (const std::int64_t prefetch : {0, 512}) {
        EXPECT_EQ(find_table(name).read_streams(bytes, n_bytes, streams, prefetch), expected)
            << name << ", " << streams << " streams";
      }
    }
  }
}

}  // namespace
}  // namespace oree::kernels
