#include "tools/mcp/content.h"

#include <gtest/gtest.h>

#include "oree/error.h"

namespace oree::mcp {
namespace {

Json called(const char* result) { return call_result(Json::parse(result), "server", "tool"); }

TEST(McpContent, TextsAreOneText) {
  EXPECT_EQ(called(R"({"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]})"),
            (Json{{"result", "a\nb"}}));
  EXPECT_EQ(called(R"({"content":[]})"), (Json{{"result", ""}}));
}

TEST(McpContent, WhatIsNoTextIsDescribed) {
  const Json result =
      called(R"({"content":[{"type":"text","text":"a"},{"type":"image","mimeType":"image/png","data":"AAAA"},
    {"type":"resource","resource":{"uri":"x:1","text":"t"}},{"type":"resource_link","uri":"x:2","name":"n"},
    {"type":"later"},5]})");
  EXPECT_EQ(result["result"][0], "a");
  EXPECT_EQ(result["result"][1], (Json{{"type", "image"}, {"mimeType", "image/png"}, {"bytes", 3}}));
  EXPECT_EQ(result["result"][2]["resource"]["text"], "t");
  EXPECT_EQ(result["result"][3]["uri"], "x:2");
  EXPECT_EQ(result["result"][4]["type"], "later");
  EXPECT_EQ(result["result"][5]["type"], "unknown");
}

TEST(McpContent, AnErrorOfTheToolIsAnError) {
  try {
    called(R"({"isError":true,"content":[{"type":"text","text":"no such file"}]})");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "tool: no such file");
  }
}

TEST(McpContent, StructuredContentIsTheResult) {
  EXPECT_EQ(called(R"({"content":[{"type":"text","text":"1"}],"structuredContent":{"n":1}})"), (Json{{"n", 1}}));
}

TEST(McpContent, ResourcesAndPromptsAreTexts) {
  EXPECT_EQ(resource_result(Json::parse(R"({"contents":[{"uri":"a:b","mimeType":"text/plain","text":"t"},
                                                         {"uri":"a:c","blob":"AAA="}]})")),
            Json::parse(R"({"contents":[{"uri":"a:b","mimeType":"text/plain","text":"t"},{"uri":"a:c","bytes":2}]})"));
  EXPECT_EQ(prompt_result(Json::parse(R"({"description":"d","messages":[{"role":"user","content":
                                          {"type":"text","text":"hi"}}]})")),
            Json::parse(R"({"description":"d","messages":[{"role":"user","text":"hi"}]})"));
}

}  // namespace
}  // namespace oree::mcp
