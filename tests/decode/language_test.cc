#include "decode/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <random>
#include <set>

#include "oree/error.h"
#include "text/utf8.h"

namespace oree::decode {
namespace {

std::bitset<256> bytes_in(std::string_view members) {
  std::bitset<256> bytes;
  for (const char byte : members) bytes.set(static_cast<unsigned char>(byte));
  return bytes;
}

LanguageId unite(LanguagePool& pool, std::initializer_list<LanguageId> members) {
  return pool.unite(std::span(members.begin(), members.size()));
}
LanguageId intersect(LanguagePool& pool, std::initializer_list<LanguageId> members) {
  return pool.intersect(std::span(members.begin(), members.size()));
}

double milliseconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

TEST(Language, LiteralsAcceptThemselvesOnly) {
  LanguagePool pool;
  const std::string long_text = std::string(63, 'x') + "é" + std::string(100, 'y');
  for (const std::string& text : {std::string("a"), std::string("calendar"), std::string("d\0f", 3), long_text}) {
    const LanguageId language = pool.literal(text);
    EXPECT_TRUE(pool.accepts(language, text));
    EXPECT_FALSE(pool.accepts(language, text + "a"));
    EXPECT_FALSE(pool.accepts(language, text.substr(1)));
    EXPECT_EQ(pool.shortest(language), text.size());
    EXPECT_EQ(pool.count(language, 10), 1u);
  }
  EXPECT_EQ(pool.literal(""), kEmptyString);
}

TEST(Language, TheSameLanguageWrittenInSeveralWaysIsOne) {
  LanguagePool pool;
  const LanguageId a = pool.literal("a");
  const LanguageId b = pool.literal("b");
  const LanguageId c = pool.literal("cc");
  EXPECT_EQ(unite(pool, {a, unite(pool, {c, a})}), unite(pool, {c, a}));
  EXPECT_EQ(unite(pool, {a, b}), pool.byte_set(bytes_in("ab")));
  EXPECT_EQ(unite(pool, {}), kNothing);
  EXPECT_EQ(unite(pool, {a, kNothing}), a);
  EXPECT_EQ(unite(pool, {c, pool.complement(c)}), pool.complement(kNothing));
  EXPECT_EQ(intersect(pool, {c, pool.complement(c)}), kNothing);
  EXPECT_EQ(intersect(pool, {pool.any_text(), c}), c);
  EXPECT_EQ(unite(pool, {pool.any_text(), c}), pool.any_text());
  EXPECT_EQ(pool.complement(pool.complement(c)), c);
  EXPECT_EQ(pool.concatenate(pool.concatenate(a, b), c), pool.concatenate(a, pool.concatenate(b, c)));
  EXPECT_EQ(pool.concatenate(pool.literal("ab"), pool.literal("cd")), pool.literal("abcd"));
  EXPECT_EQ(pool.repeat(pool.repeat(a, 0, std::nullopt), 0, std::nullopt), pool.repeat(a, 0, std::nullopt));
  EXPECT_EQ(pool.repeat(pool.repeat(a, 0, 1), 0, 1000), pool.repeat(a, 0, 1000));
  EXPECT_EQ(pool.repeat(pool.repeat(a, 2, 3), 2, 4), pool.repeat(a, 4, 12));
  EXPECT_NE(pool.repeat(pool.repeat(a, 3, 3), 0, 4), pool.repeat(a, 0, 12));
  EXPECT_EQ(pool.concatenate(a, pool.repeat(a, 0, std::nullopt)), pool.repeat(a, 1, std::nullopt));
  EXPECT_EQ(pool.repeat(a, 3, 2), kNothing);
  EXPECT_EQ(pool.repeat(a, 0, 0), kEmptyString);
}

// An expression beside the set of its strings of at most kLongest bytes over the letters a and b, made by enumeration.
constexpr std::size_t kLongest = 5;

std::vector<std::string> all_strings() {
  std::vector<std::string> strings{""};
  for (std::size_t i = 0; i < strings.size(); ++i) {
    if (strings[i].size() == kLongest) break;
    const std::string begin = strings[i];
    strings.push_back(begin + "a");
    strings.push_back(begin + "b");
  }
  return strings;
}

struct Expression {
  LanguageId language;
  std::set<std::string> strings;
};

std::set<std::string> join(const std::set<std::string>& left, const std::set<std::string>& right) {
  std::set<std::string> joined;
  for (const std::string& begin : left) {
    for (const std::string& end : right) {
      if (begin.size() + end.size() <= kLongest) joined.insert(begin + end);
    }
  }
  return joined;
}

Expression random_expression(LanguagePool& pool, std::mt19937& random, int depth) {
  const auto inner = [&] { return random_expression(pool, random, depth - 1); };
  switch (depth == 0 ? random() % 4 : random() % 11) {
    case 0:
      return {pool.literal("a"), {"a"}};
    case 1:
      return {pool.literal("ba"), {"ba"}};
    case 2:
      return {pool.byte_set(bytes_in("ab")), {"a", "b"}};
    case 3: {
      const std::vector<std::string> strings{"", "ab", "abb", "b"};
      return {pool.literals(strings), {strings.begin(), strings.end()}};
    }
    case 4:
    case 5: {
      const Expression first = inner();
      const Expression second = inner();
      return {pool.concatenate(first.language, second.language), join(first.strings, second.strings)};
    }
    case 6: {
      Expression first = inner();
      const Expression second = inner();
      first.strings.insert(second.strings.begin(), second.strings.end());
      return {unite(pool, {first.language, second.language}), first.strings};
    }
    case 7: {
      const Expression first = inner();
      const Expression second = inner();
      std::set<std::string> both;
      for (const std::string& string : first.strings) {
        if (second.strings.contains(string)) both.insert(string);
      }
      return {intersect(pool, {first.language, second.language}), both};
    }
    case 8: {
      const Expression first = inner();
      std::set<std::string> others;
      for (const std::string& string : all_strings()) {
        if (!first.strings.contains(string)) others.insert(string);
      }
      return {pool.complement(first.language), others};
    }
    default: {
      const Expression first = inner();
      const std::uint64_t min = random() % 4;
      const bool bounded = random() % 2 == 0;
      const std::uint64_t max = min + random() % 3;
      std::set<std::string> power{""};
      std::set<std::string> strings;
      // Beyond kLongest repetitions of non-empty strings nothing is short enough.
      for (std::uint64_t n = 0; n <= (bounded ? max : min + kLongest + 1); ++n) {
        if (n >= min) strings.insert(power.begin(), power.end());
        power = join(power, first.strings);
      }
      return {pool.repeat(first.language, min, bounded ? std::optional(max) : std::nullopt), strings};
    }
  }
}

TEST(Language, RandomExpressionsHoldTheStringsThatEnumerationFinds) {
  std::mt19937 random(5);
  const std::vector<std::string> strings = all_strings();
  for (int round = 0; round < 4000; ++round) {
    LanguagePool pool;
    const Expression expression = random_expression(pool, random, 1 + round % 5);
    for (const std::string& string : strings) {
      ASSERT_EQ(pool.accepts(expression.language, string), expression.strings.contains(string))
          << "round " << round << ", \"" << string << "\"";
    }
    // next() gives kNothing where no longer string begins so, and only there, as far as the enumeration can tell.
    for (const std::string& string : expression.strings) {
      LanguageId rest = expression.language;
      for (const char byte : string) rest = pool.next(rest, static_cast<std::uint8_t>(byte));
      ASSERT_NE(rest, kNothing);
    }
    if (!expression.strings.empty()) {
      std::size_t shortest = kLongest;
      for (const std::string& string : expression.strings) shortest = std::min(shortest, string.size());
      // A complement also holds strings of other letters.
      ASSERT_LE(pool.shortest(expression.language), shortest) << "round " << round;
      ASSERT_FALSE(pool.is_empty(expression.language));
      ASSERT_GE(pool.count(expression.language, 1u << 20), expression.strings.size());
    }
    // A walk along shortest() ends after as many bytes as it says.
    LanguageId rest = expression.language;
    if (pool.is_empty(rest)) {
      ASSERT_EQ(pool.shortest(rest), kUnreachable);
      ASSERT_TRUE(expression.strings.empty()) << "round " << round;
      continue;
    }
    for (std::uint32_t left = pool.shortest(rest); left > 0; --left) {
      ASSERT_EQ(pool.shortest(rest), left);
      LanguageId best = kNothing;
      for (unsigned byte = 0; byte < 256; ++byte) {
        const LanguageId candidate = pool.next(rest, static_cast<std::uint8_t>(byte));
        if (candidate == kNothing) continue;
        ASSERT_GE(pool.shortest(candidate) + 1, left);
        if (pool.shortest(candidate) + 1 == left) best = candidate;
      }
      ASSERT_NE(best, kNothing);
      rest = best;
    }
    ASSERT_TRUE(pool.accepts_empty(rest));
  }
}

TEST(Language, CodePointsAreThoseOfTheRangesInUtf8) {
  std::mt19937 random(6);
  const auto encode = [](char32_t code) {
    std::string bytes;
    if (code < 0x80) return std::string(1, static_cast<char>(code));
    const int n = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes += static_cast<char>((0xF0 << (3 - n)) | static_cast<int>(code >> (6 * n)));
    for (int i = n - 1; i >= 0; --i) bytes += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
    return bytes;
  };
  const std::vector<char32_t> borders{0,      'a',    0x7F,   0x80,   0xFF,    0x7FF,   0x800,   0xD7FF,
                                      0xD800, 0xDFFF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0x10FFFF};
  for (int round = 0; round < 200; ++round) {
    LanguagePool pool;
    std::vector<CodePointRange> ranges;
    for (std::size_t i = 0; i < 1 + random() % 4; ++i) {
      char32_t first = random() % 2 ? borders[random() % borders.size()] : static_cast<char32_t>(random() % 0x110000);
      char32_t last = random() % 2 ? borders[random() % borders.size()] : static_cast<char32_t>(random() % 0x110000);
      if (first > last) std::swap(first, last);
      ranges.push_back({first, last});
    }
    const LanguageId language = pool.code_points(ranges);
    const auto check = [&](char32_t code) {
      if (code > 0x10FFFF) return;
      bool expected = false;
      for (const CodePointRange range : ranges) expected = expected || (code >= range.first && code <= range.last);
      if (code >= 0xD800 && code <= 0xDFFF) expected = false;
      ASSERT_EQ(pool.accepts(language, encode(code)), expected)
          << "round " << round << ", " << static_cast<unsigned>(code);
    };
    for (const CodePointRange range : ranges) {
      for (const int delta : {-1, 0, 1}) {
        check(range.first + static_cast<char32_t>(delta));
        check(range.last + static_cast<char32_t>(delta));
      }
    }
    for (const char32_t border : borders) check(border);
    for (int i = 0; i < 200; ++i) check(static_cast<char32_t>(random() % 0x110000));
  }
}

TEST(Language, AnyTextIsWhatTheUtf8CheckSays) {
  LanguagePool pool;
  std::mt19937 random(7);
  const std::string bytes("a\x7F\x80\xBF\xC1\xC2\xDF\xE0\x9F\xA0\xED\xEF\xF0\x8F\x90\xF4\xF5\xFF", 18);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t i = random() % 6; i > 0; --i) text += bytes[random() % bytes.size()];
    EXPECT_EQ(pool.accepts(pool.any_text(), text), !text::find_invalid_utf8(text));
  }
}

TEST(Language, AnAutomatonIsFollowedFromItsStart) {
  AutomatonBuilder builder;
  const StateId end = builder.add_state();
  builder.accept(end);
  const StateId middle = builder.add_literal("yz", end);
  const StateId start = builder.add_range('x', 'x', middle);
  builder.add_epsilon(start, middle);
  builder.add_edge(end, ',', ',', start);
  LanguagePool pool;
  const LanguageId language =
      pool.automaton(std::make_shared<const Automaton>(std::move(builder).finish(start)));
  EXPECT_TRUE(pool.accepts(language, "yz"));
  EXPECT_TRUE(pool.accepts(language, "xyz,yz,xyz"));
  EXPECT_FALSE(pool.accepts(language, "xyz,"));
  EXPECT_FALSE(pool.accepts(language, "xxyz"));
  EXPECT_EQ(pool.shortest(language), 2u);
  EXPECT_EQ(pool.count(language, 100), 100u);
  const LanguageId longer = intersect(pool, {language, pool.repeat(pool.any_character(), 4, 6)});
  EXPECT_EQ(pool.shortest(longer), 5u);
  EXPECT_EQ(pool.count(longer, 100), 3u);  // yz,yz xyz,yz yz,xyz
}

TEST(Language, EmptinessOfIntersectionsAndComplementsIsFound) {
  LanguagePool pool;
  const LanguageId digits = pool.repeat(pool.byte_set(bytes_in("0123456789")), 1, std::nullopt);
  const LanguageId letters = pool.repeat(pool.byte_set(bytes_in("abc")), 0, std::nullopt);
  EXPECT_TRUE(pool.is_empty(intersect(pool, {digits, letters})));
  EXPECT_FALSE(pool.is_empty(intersect(pool, {digits, pool.complement(pool.literal("7"))})));
  // a* without the strings of an even and of an odd length has none.
  const LanguageId two = pool.repeat(pool.literal("aa"), 0, std::nullopt);
  const LanguageId odd = pool.concatenate(pool.literal("a"), two);
  const LanguageId all = pool.repeat(pool.literal("a"), 0, std::nullopt);
  const LanguageId none = intersect(pool, {all, pool.complement(two), pool.complement(odd)});
  EXPECT_TRUE(pool.is_empty(none));
  EXPECT_EQ(pool.shortest(none), kUnreachable);
  EXPECT_EQ(pool.count(none, 7), 0u);
  EXPECT_EQ(pool.next(pool.concatenate(pool.literal("x"), intersect(pool, {digits, letters})), 'x'), kNothing);
  // 3 and 5 meet at 15.
  const LanguageId fifteen = intersect(
      pool, {pool.repeat(pool.literal("aaa"), 1, std::nullopt), pool.repeat(pool.literal("aaaaa"), 1, std::nullopt)});
  EXPECT_EQ(pool.shortest(fifteen), 15u);
}

TEST(Language, CountsOfFiniteSetsAreExact) {
  LanguagePool pool;
  const std::vector<std::string> strings{"get", "got", "post", "", "posts"};
  EXPECT_EQ(pool.count(pool.literals(strings), 100), 5u);
  EXPECT_EQ(pool.count(pool.literals(strings), 3), 3u);
  EXPECT_EQ(pool.count(pool.repeat(pool.byte_set(bytes_in("ab")), 0, 3), 100), 15u);
  EXPECT_EQ(pool.count(pool.any_text(), ~std::uint64_t{0}), ~std::uint64_t{0});
}

TEST(Language, LongCountsAreNotUnrolled) {
  LanguagePool pool;
  const std::size_t before = pool.n_bytes();
  const LanguageId many = pool.repeat(pool.any_character(), 0, 1000000);
  EXPECT_LT(pool.n_bytes(), before + 10000);
  EXPECT_TRUE(pool.accepts(many, std::string(10000, 'x')));
  EXPECT_FALSE(pool.accepts(pool.repeat(pool.literal("ab"), 3, 200), "abab"));
  EXPECT_THROW(pool.repeat(pool.literal("a"), std::uint64_t{1} << 40, std::nullopt), Error);
}

TEST(Language, ThousandsOfLiteralsShareWhatTheyBeginAndEndWith) {
  LanguagePool pool;
  std::vector<std::string> strings;
  for (int i = 0; i < 5000; ++i) strings.push_back("region-" + std::to_string(i) + "-of-the-world");
  const std::size_t before = pool.n_bytes();
  const LanguageId language = pool.literals(strings);
  EXPECT_LT(pool.n_bytes() - before, 700000u);
  EXPECT_TRUE(pool.accepts(language, strings[4711]));
  EXPECT_FALSE(pool.accepts(language, "region-5000-of-the-world"));
  EXPECT_EQ(pool.count(language, 10000), 5000u);
}

// Each is either followed or refused, in time and memory.
TEST(Language, BombsEndInALimit) {
  const auto optional = [](LanguagePool& pool, LanguageId language) { return pool.repeat(language, 0, 1); };
  const auto star = [](LanguagePool& pool, LanguageId language) { return pool.repeat(language, 0, std::nullopt); };
  const std::vector<std::function<LanguageId(LanguagePool&)>> bombs{
      [&](LanguagePool& pool) {
        const LanguageId both = pool.concatenate(star(pool, pool.literal("b")), star(pool, pool.literal("c")));
        return pool.concatenate(pool.repeat(optional(pool, pool.literal("a")), 1000, 1000),
                                pool.repeat(both, 500, 500));
      },
      [&](LanguagePool& pool) {  // an exponential number of derivatives
        LanguageId language = kEmptyString;
        const LanguageId ab = pool.byte_set(bytes_in("ab"));
        for (int n = 2; n < 40; n += 1) {
          const LanguageId late =
              pool.concatenate(pool.concatenate(star(pool, ab), pool.literal("a")),
                               pool.repeat(ab, static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(n)));
          language = n == 2 ? late : intersect(pool, {language, n % 2 ? pool.complement(late) : late});
        }
        return language;
      },
      [&](LanguagePool& pool) {  // empty, but only after lcm(2, 3, 5, 7, ..) bytes
        std::vector<LanguageId> members;
        for (const std::uint64_t prime : {2, 3, 5, 7, 11, 13, 17, 19}) {
          members.push_back(star(pool, pool.repeat(pool.literal("a"), prime, prime)));
        }
        members.push_back(pool.complement(kEmptyString));
        return pool.intersect(members);
      },
      [&](LanguagePool& pool) {
        LanguageId language = pool.literal("a");
        for (int i = 0; i < 300; ++i) {
          language =
              pool.complement(pool.concatenate(star(pool, language), unite(pool, {pool.literal("b"), language})));
        }
        return language;
      }};
  for (std::size_t i = 0; i < bombs.size(); ++i) {
    const double milliseconds = milliseconds_of([&] {
      LanguagePool pool;
      try {
        LanguageId language = bombs[i](pool);
        static_cast<void>(pool.shortest(language));
        for (const char byte : std::string_view("aabbccabcab")) {
          language = pool.next(language, static_cast<std::uint8_t>(byte));
        }
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kLimit) << error.what();
      }
      EXPECT_LT(pool.n_bytes(), std::size_t{1} << 27);
    });
    EXPECT_LT(milliseconds, 1000) << "bomb " << i;  // some tens on a quiet machine
    if (std::getenv("OREE_PRINT_TIMES") != nullptr) std::cerr << "bomb " << i << ": " << milliseconds << " ms\n";
  }
}

}  // namespace
}  // namespace oree::decode
