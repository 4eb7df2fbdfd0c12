// Names of a server's tools, and addresses of servers.
#include <gtest/gtest.h>

#include <random>

#include "oree/error.h"
#include "oree/mcp.h"
#include "tools/mcp/elicitation.h"
#include "tools/mcp/url.h"

namespace oree {
namespace {

TEST(McpToolName, PlainNamesStayAndOthersAreSpelt) {
  EXPECT_EQ(mcp_tool_name("fs", "read_file"), "fs_read_file");
  EXPECT_EQ(mcp_tool_name("gh", "issues/list"), "gh_issues_x2F_list");
  EXPECT_EQ(mcp_tool_name("a", "é b"), "a__xC3__xA9__x20_b");
  EXPECT_EQ(mcp_tool_of("gh", "gh_issues_x2F_list"), "issues/list");
  EXPECT_EQ(mcp_tool_of("gh", "other_list"), std::nullopt);
}

TEST(McpToolName, NoTwoToolsShareAName) {
  // What looks like a spelling is spelt itself.
  EXPECT_NE(mcp_tool_name("a", "x_x2F_y"), mcp_tool_name("a", "x/y"));
  EXPECT_EQ(mcp_tool_of("a", mcp_tool_name("a", "x_x2F_y")), "x_x2F_y");
}

TEST(McpToolName, TheWayBackIsExact) {
  std::mt19937 random(7);
  const std::string letters = "aZ9_-x/. 2F\xC3";
  for (int n = 0; n < 5000; ++n) {
    std::string tool;
    for (std::size_t length = random() % 12; length > 0; --length) {
      tool += letters[random() % letters.size()];
    }
    const std::string name = mcp_tool_name("s", tool);
    if (name.size() < 64) {
      EXPECT_EQ(mcp_tool_of("s", name), tool) << name;
    }
    for (const char c : name) {
      EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-') << name;
    }
  }
}

TEST(McpToolName, LongNamesStayApart) {
  const std::string first = mcp_tool_name("server", std::string(100, 'a') + "1");
  const std::string second = mcp_tool_name("server", std::string(100, 'a') + "2");
  EXPECT_EQ(first.size(), 64u);
  EXPECT_NE(first, second);
  EXPECT_EQ(mcp_tool_of("server", first), std::nullopt);
}

TEST(McpUrl, ItsPartsAreFound) {
  const mcp::Url url = mcp::parse_url("https://example.org/mcp?x=1");
  EXPECT_TRUE(url.secure);
  EXPECT_EQ(url.host, "example.org");
  EXPECT_EQ(url.port, 443);
  EXPECT_EQ(url.path, "/mcp?x=1");
  EXPECT_EQ(mcp::parse_url("http://[::1]:3000").host, "::1");
  EXPECT_EQ(mcp::parse_url("http://[::1]:3000").origin(), "http://[::1]:3000");
  EXPECT_EQ(mcp::parse_url("http://localhost:3000?a").path, "/?a");
}

TEST(McpUrl, AnythingElseIsRefused) {
  for (const char* text :
       {"", "ftp://host/", "http://", "http://:80/", "http://user@host/", "http://host:0/", "http://host:65536/",
        "http://host:8x/", "http://host/ a", "http://host/#a", "http://[::1", "http://host/\r\nX: y"}) {
    EXPECT_THROW(mcp::parse_url(text), Error) << text;
  }
}

TEST(McpElicitation, DefaultsFillWhatIsMissing) {
  const Json schema = {{"properties",
                        {{"a", {{"type", "string"}, {"default", "x"}}},
                         {"b", {{"type", "number"}, {"default", 95.5}}},
                         {"c", {{"type", "string"}}}}}};
  EXPECT_EQ(mcp::with_defaults({{"a", "mine"}}, schema), (Json{{"a", "mine"}, {"b", 95.5}}));
  EXPECT_EQ(mcp::with_defaults(Json(3), Json::object()), Json::object());
}

TEST(McpElicitation, FoldersAreAddresses) {
  EXPECT_EQ(mcp::file_uri("/home/ana/my notes/é"), "file:///home/ana/my%20notes/%C3%A9");
}

}  // namespace
}  // namespace oree
