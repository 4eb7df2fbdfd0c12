#include "agent/file_delta.h"

#include <gtest/gtest.h>

#include <random>

namespace oree::agent {
namespace {

TEST(FileDelta, KeepsOnlyWhatChanged) {
  const FileDelta delta = make_delta("BEGIN\none\ntwo\nEND\n", "BEGIN\none\nthree\nEND\n");
  EXPECT_EQ(delta.offset_bytes, 11u);
  EXPECT_EQ(delta.removed, "wo");
  EXPECT_EQ(delta.inserted, "hree");
}

TEST(FileDelta, LeadsThereAndBackForRandomTexts) {
  std::mt19937 random(7);
  const auto text = [&] {
    std::string value(random() % 12, 'a');
    for (char& c : value) {
      c = static_cast<char>('a' + random() % 2);  // few letters, so that ends overlap
    }
    return value;
  };
  for (int i = 0; i < 5000; ++i) {
    const std::string before = text();
    const std::string after = text();
    const FileDelta delta = make_delta(before, after);
    EXPECT_EQ(apply_delta(delta, before), after);
    EXPECT_EQ(apply_delta(reversed(delta), after), before);
    EXPECT_LE(delta.removed.size(), before.size());
  }
}

TEST(FileDelta, RefusesATextItWasNotMadeFor) {
  const FileDelta delta = make_delta("one two", "one three");
  EXPECT_FALSE(apply_delta(delta, "one"));
  EXPECT_FALSE(apply_delta(delta, "one xxx"));
  EXPECT_FALSE(apply_delta({~std::uint64_t{0}, "", "x"}, "short"));
}

}  // namespace
}  // namespace oree::agent
