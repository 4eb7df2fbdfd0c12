#include "base/http_header.h"

#include <gtest/gtest.h>

namespace oree::base {
namespace {

TEST(HttpHeader, NamesAreTokensAndNoneOfTheProtocolsOwn) {
  for (const char* name : {"Authorization", "X-Team", "x_1", "User-Agent"}) {
    EXPECT_EQ(header_name_mistake(name), std::nullopt) << name;
  }
  for (const char* name : {"", "a b", "a:", "é", "a\r\nb", "Host", "content-LENGTH", "Mcp-Session-Id"}) {
    EXPECT_NE(header_name_mistake(name), std::nullopt) << name;
  }
}

TEST(HttpHeader, ValuesStandOnOneLine) {
  EXPECT_TRUE(is_header_value("Bearer é ~"));
  EXPECT_TRUE(is_header_value(""));
  for (const char* value : {"a\r\nb", "a\nb", "\x7f", "a\tb"}) EXPECT_FALSE(is_header_value(value)) << value;
}

}  // namespace
}  // namespace oree::base
