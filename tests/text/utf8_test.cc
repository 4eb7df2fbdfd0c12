#include "text/utf8.h"

#include "text/golden.h"

namespace oree::text {
namespace {

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

TEST(Utf8, FindsTheFirstErrorWherePythonDoes) {
  for (const Json& row : test::read_json(test::golden("tokenizer/utf8.json"))) {
    const auto expected = row[2].is_null() ? std::nullopt : std::optional(row[2].get<std::size_t>());
    EXPECT_EQ(find_invalid_utf8(from_hex(row[0])), expected) << row[0];
  }
}

TEST(Utf8, ReplacesAsPythonDoes) {
  for (const Json& row : test::read_json(test::golden("tokenizer/utf8.json"))) {
    EXPECT_EQ(replace_invalid_utf8(from_hex(row[0])), from_hex(row[1])) << row[0];
  }
}

TEST(Utf8, FindsAnErrorBehindALongAsciiRun) {
  for (std::size_t length = 0; length < 40; ++length) {
    EXPECT_EQ(find_invalid_utf8(std::string(length, 'a') + "\xFF"), length);
    EXPECT_EQ(find_invalid_utf8(std::string(length, 'a')), std::nullopt);
  }
}

TEST(Utf8Stream, GivesTheSameHoweverTheBytesAreCut) {
  for (const Json& row : test::read_json(test::golden("tokenizer/utf8.json"))) {
    const std::string bytes = from_hex(row[0]);
    Utf8Stream stream;
    std::string text;
    for (const char byte : bytes) text += stream.push(std::string(1, byte));
    text += stream.finish();
    EXPECT_EQ(text, from_hex(row[1])) << row[0];
  }
}

TEST(Utf8Stream, KeepsAnUnfinishedCharacterBack) {
  Utf8Stream stream;
  EXPECT_EQ(stream.push("a\xF0\x9F"), "a");
  EXPECT_EQ(stream.push("\xA6"), "");
  EXPECT_EQ(stream.push("\x99!"), "\xF0\x9F\xA6\x99!");
  EXPECT_EQ(stream.finish(), "");
  EXPECT_EQ(stream.push("\xC3"), "");
  EXPECT_EQ(stream.finish(), "\xEF\xBF\xBD");
  EXPECT_EQ(stream.push("b"), "b") << "finish starts anew";
}

}  // namespace
}  // namespace oree::text
