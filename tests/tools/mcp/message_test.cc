#include "tools/mcp/message.h"

#include <gtest/gtest.h>

#include "oree/error.h"

namespace oree::mcp {
namespace {

ErrorCode code_of(std::string_view text) {
  try {
    parse_messages(text);
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << text << " was taken";
  return ErrorCode::kInternal;
}

TEST(McpMessage, EveryKindIsRead) {
  const auto request = parse_messages(R"({"jsonrpc":"2.0","id":"a","method":"ping"})").front();
  EXPECT_EQ(request.kind, Message::Kind::kRequest);
  EXPECT_EQ(request.id, "a");
  EXPECT_TRUE(request.params.is_object());
  const auto notification = parse_messages(R"({"jsonrpc":"2.0","method":"n","params":{"x":1}})").front();
  EXPECT_EQ(notification.kind, Message::Kind::kNotification);
  EXPECT_EQ(notification.params["x"], 1);
  const auto result = parse_messages(R"({"jsonrpc":"2.0","id":7,"result":{"y":2}})").front();
  EXPECT_EQ(result.kind, Message::Kind::kResult);
  EXPECT_EQ(result.id, 7);
  const auto error = parse_messages(R"({"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"no"}})").front();
  EXPECT_EQ(error.kind, Message::Kind::kError);
  EXPECT_EQ(error.code, -32601);
  EXPECT_EQ(error.text, "no");
}

TEST(McpMessage, ABatchIsItsMessages) {
  EXPECT_EQ(parse_messages(R"([{"jsonrpc":"2.0","method":"a"},{"jsonrpc":"2.0","id":1,"result":{}}])").size(), 2u);
}

TEST(McpMessage, WhatIsNoMessageIsRefused) {
  for (const char* text : {"", "x", "3", "[]", "{}", R"({"jsonrpc":"1.0","method":"a"})", R"({"jsonrpc":"2.0"})",
                           R"({"jsonrpc":"2.0","method":3})", R"({"jsonrpc":"2.0","method":"a","params":[1]})",
                           R"({"jsonrpc":"2.0","id":1.5,"method":"a"})", R"({"jsonrpc":"2.0","id":{},"method":"a"})",
                           R"({"jsonrpc":"2.0","result":{}})", R"({"jsonrpc":"2.0","id":1,"result":5})",
                           R"({"jsonrpc":"2.0","id":1,"error":"no"})", "{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}"}) {
    EXPECT_EQ(code_of(text), ErrorCode::kCorrupt) << text;
  }
}

TEST(McpMessage, DepthAndLengthHaveLimits) {
  EXPECT_EQ(code_of(std::string(100'000, '[')), ErrorCode::kLimit);
  EXPECT_EQ(code_of(std::string(kMaxMessageBytes + 1, ' ')), ErrorCode::kLimit);
}

TEST(McpMessage, WhatIsWrittenIsReadAgain) {
  const auto request = parse_messages(request_text(3, "tools/call", {{"name", "a\nb"}})).front();
  EXPECT_EQ(request.id, 3);
  EXPECT_EQ(request.params["name"], "a\nb");
  EXPECT_EQ(request_text(3, "m", {{"a", "x\ny"}}).find('\n'), std::string::npos);
  EXPECT_EQ(parse_messages(notification_text("m", Json::object())).front().method, "m");
  EXPECT_EQ(parse_messages(result_text("id", {{"a", 1}})).front().result["a"], 1);
  EXPECT_EQ(parse_messages(error_text(Json(), -1, "no")).front().text, "no");
}

}  // namespace
}  // namespace oree::mcp
