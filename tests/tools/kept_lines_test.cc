#include "tools/kept_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace oree::tools {
namespace {

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    longest = std::max(longest, (end == std::string::npos ? text.size() : end) - begin);
    begin = end == std::string::npos ? text.size() : end + 1;
  }
  return longest;
}

TEST(KeptLines, ComeBackAsTheyWere) {
  const std::string text =
      "BEGIN:VCALENDAR\r\nX-A;B=\"c:d\":one\\, two\r\n three\r\nREFID:x\r\nSUMMARY:y\r\nEND:VCALENDAR\r\n";
  const std::string kept = keep_unknown_lines(text);
  EXPECT_EQ(kept.find("REFID"), std::string::npos);
  EXPECT_EQ(kept.find("X-A"), std::string::npos);
  EXPECT_NE(kept.find("\r\nSUMMARY:y\r\n"), std::string::npos);
  EXPECT_EQ(restore_unknown_lines(kept), text);
}

// RFC 5545, section 3.1; libical takes quadratic time for a line that is not folded.
TEST(KeptLines, AreFolded) {
  std::string text = "BEGIN:VCALENDAR\r\nX-DATA:" + std::string(5000, 'a') + "\r\nBEGIN:X-PART\r\n";
  for (int i = 0; i < 100; ++i) text += "A:some line of a component that nobody knows\r\n";
  text += "END:X-PART\r\nEND:VCALENDAR\r\n";
  const std::string kept = keep_unknown_lines(text);
  EXPECT_LE(longest_line(kept), 85U);  // 12 characters of the name before the first 70 digits, and the line end
  EXPECT_EQ(restore_unknown_lines(kept), text);
}

}  // namespace
}  // namespace oree::tools
