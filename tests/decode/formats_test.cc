#include "decode/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "decode/regular_expression.h"
#include "oree/json.h"

namespace oree::decode {
namespace {

bool holds(std::string_view format, std::string_view text) {
  LanguagePool pool;
  return pool.accepts(format_language(pool, format).value(), text);
}

// What the suite says and a regular language cannot: whether an internationalised label is a valid one.
const std::set<std::pair<std::string, std::string>>& judged_otherwise() {
  static const std::set<std::pair<std::string, std::string>> cases{{"hostname", "xn--9n2bp8q.xn--9t4b11yi5a"},
                                                                   {"hostname", "xn--zca29lwxobi7a"},
                                                                   {"hostname", "xn--qmbc"},
                                                                   {"hostname", "xn--ll-0ea"},
                                                                   {"hostname", "xn--wva3je"},
                                                                   {"hostname", "xn--4dbc5h"},
                                                                   {"hostname", "xn--4dbc8h"},
                                                                   {"hostname", "xn--k8j5u"},
                                                                   {"hostname", "xn--bck0j"},
                                                                   {"hostname", "xn--vek778f"},
                                                                   {"hostname", "xn--ngba1o"},
                                                                   {"hostname", "xn--0-gyc"},
                                                                   {"hostname", "xn--11b2ezcw70k"},
                                                                   {"hostname", "xn--11b2ezcs70k"},
                                                                   {"hostname", "xn--ngba5hb2804a"},
                                                                   {"hostname", "xn--4gbwdl.xn--wgbh1c"}};
  return cases;
}

TEST(Formats, JudgeAsTheJsonSchemaTestSuiteDoes) {
  const std::filesystem::path suite = OREE_SOURCE_DIR "/../shared/data/json-schema/tests";
  if (!std::filesystem::exists(suite)) GTEST_SKIP() << "there is no " << suite;
  std::map<std::string, int> n_cases;
  for (const char* draft : {"draft7", "draft2020-12"}) {
    for (const std::string_view format : known_formats()) {
      std::ifstream file(suite / draft / "optional/format" / (std::string(format) + ".json"));
      if (!file) continue;  // younger than the draft
      LanguagePool pool;
      const LanguageId language = format_language(pool, format).value();
      for (const Json& group : Json::parse(file)) {
        for (const Json& test : group["tests"]) {
          if (!test["data"].is_string()) continue;
          const std::string text = test["data"];
          bool expected = test["valid"];
          if (judged_otherwise().contains({std::string(format), text})) expected = false;
          ++n_cases[std::string(format)];
          EXPECT_EQ(pool.accepts(language, text), expected)
              << draft << " " << format << " " << test["data"] << ": " << test["description"];
        }
      }
    }
  }
  for (const std::string_view format : known_formats()) EXPECT_GT(n_cases[std::string(format)], 5) << format;
}

TEST(Formats, DatesAreThoseOfTheCalendar) {
  LanguagePool pool;
  const LanguageId dates = format_language(pool, "date").value();
  const auto two_digits = [](int number) { return std::to_string(100 + number).substr(1); };
  for (const int year : {0, 1, 4, 99, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999}) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        const std::string text =
            std::to_string(10000 + year).substr(1) + "-" + two_digits(month) + "-" + two_digits(day);
        const bool expected = month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
        ASSERT_EQ(pool.accepts(dates, text), expected) << text;
      }
    }
  }
}

TEST(Formats, LeapSecondsStandAtTheEndOfADayInUtc) {
  LanguagePool pool;
  const LanguageId times = format_language(pool, "time").value();
  const auto two_digits = [](int number) { return std::to_string(100 + number).substr(1); };
  for (int local = 0; local < 1440; local += 7) {
    for (int offset = 0; offset < 1440; ++offset) {
      for (const int sign : {-1, 1}) {
        const std::string text = two_digits(local / 60) + ":" + two_digits(local % 60) + ":60" +
                                 (sign < 0 ? "-" : "+") + two_digits(offset / 60) + ":" + two_digits(offset % 60);
        const int utc = (local - sign * offset + 2 * 1440) % 1440;
        ASSERT_EQ(pool.accepts(times, text), utc == 1439) << text;
      }
    }
  }
}

TEST(Formats, HoldAsManyCharactersAsTheirStandardsAllow) {
  const std::string label(63, 'a');
  EXPECT_TRUE(holds("hostname", label + "." + label + "." + label + "." + std::string(61, 'b')));
  EXPECT_FALSE(holds("hostname", label + "." + label + "." + label + "." + std::string(62, 'b')));
  EXPECT_TRUE(holds("email", std::string(64, 'a') + "@b.org"));
  EXPECT_FALSE(holds("email", std::string(65, 'a') + "@b.org"));
}

TEST(Formats, EachIsNeitherEmptyNorEverything) {
  LanguagePool pool;
  EXPECT_TRUE(std::is_sorted(known_formats().begin(), known_formats().end()));
  for (const std::string_view format : known_formats()) {
    const LanguageId language = format_language(pool, format).value();
    EXPECT_FALSE(pool.is_empty(language)) << format;
    EXPECT_NE(pool.shortest(language), kUnreachable) << format;
    EXPECT_FALSE(pool.accepts(language, "~ no \x01 format has this \\")) << format;
    EXPECT_EQ(format_language(pool, format), language);
  }
  EXPECT_EQ(format_language(pool, "regex"), std::nullopt);
  EXPECT_EQ(format_language(pool, "Date"), std::nullopt);
}

}  // namespace
}  // namespace oree::decode
