#include "tools/mcp/session.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <thread>

#include "base/log.h"
#include "oree/error.h"

namespace oree::mcp {
namespace {

using std::chrono::milliseconds;

// A server that is a function from each line to the lines it answers with.
class Script final : public Channel {
 public:
  using Server = std::function<std::vector<std::string>(const Message&)>;

  Script(Server server, std::vector<Message>& heard) : server_(std::move(server)), heard_(heard) {}

  void send(const std::string& line, const CancelFlag*) override {
    heard_.push_back(parse_messages(line).front());
    for (std::string& answer : server_(heard_.back())) {
      lines_.push_back(std::move(answer));
    }
  }
  std::optional<std::string> receive(milliseconds longest) override {
    if (lines_.empty()) {
      std::this_thread::sleep_for(std::min(longest, milliseconds(1)));
      return std::nullopt;
    }
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    return line;
  }
  void close() noexcept override {}

 private:
  Server server_;
  std::vector<Message>& heard_;
  std::deque<std::string> lines_;
};

class McpSession : public testing::Test {
 protected:
  McpSession() {
    options.name = "test";
    options.start_timeout = milliseconds(500);
    options.call_timeout = milliseconds(100);
  }

  // The session after its handshake; server: for all other messages.
  std::unique_ptr<Session> open(Script::Server server, const std::string& revision = "2025-11-25") {
    auto session = std::make_unique<Session>(
        std::make_unique<Script>(
            [server = std::move(server), revision](const Message& message) -> std::vector<std::string> {
              if (message.method == "initialize") {
                return {result_text(message.id, {{"protocolVersion", revision},
                                                 {"capabilities", {{"tools", Json::object()}}},
                                                 {"serverInfo", {{"name", "s"}, {"version", "1"}}}})};
              }
              return server ? server(message) : std::vector<std::string>{};
            },
            heard),
        options);
    session->initialize();
    return session;
  }

  ErrorCode code_of(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::kInternal;
  }

  McpServerOptions options;
  std::vector<Message> heard;
};

TEST_F(McpSession, TheHandshakeNamesWhatTheClientCan) {
  const auto session = open({});
  EXPECT_EQ(session->revision(), "2025-11-25");
  EXPECT_TRUE(session->has("tools"));
  EXPECT_FALSE(session->has("prompts"));
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(heard[0].params["protocolVersion"], "2025-11-25");
  EXPECT_TRUE(heard[0].params["capabilities"].contains("roots"));
  EXPECT_TRUE(heard[0].params["capabilities"].contains("elicitation"));
  EXPECT_FALSE(heard[0].params["capabilities"].contains("sampling"));
  EXPECT_EQ(heard[1].method, "notifications/initialized");
}

TEST_F(McpSession, OlderRevisionsAreSpokenAndUnknownOnesNot) {
  EXPECT_EQ(open({}, "2025-06-18")->revision(), "2025-06-18");
  EXPECT_EQ(code_of([&] { open({}, "2031-01-01"); }), ErrorCode::kUnsupported);
}

TEST_F(McpSession, PagesAreReadToTheEnd) {
  const auto session = open([](const Message& message) -> std::vector<std::string> {
    const std::string cursor = message.params.value("cursor", "");
    Json result = {{"tools", Json::array({{{"name", "tool" + cursor}}})}};
    if (cursor != "2") {
      result["nextCursor"] = cursor.empty() ? "1" : "2";
    }
    return {result_text(message.id, result)};
  });
  EXPECT_EQ(session->list("tools/list", "tools").size(), 3u);
}

TEST_F(McpSession, PagesThatComeRoundAgainAreAnError) {
  const auto session = open([](const Message& message) -> std::vector<std::string> {
    return {result_text(message.id, {{"tools", Json::array()}, {"nextCursor", "same"}})};
  });
  EXPECT_EQ(code_of([&] { session->list("tools/list", "tools"); }), ErrorCode::kCorrupt);
}

TEST_F(McpSession, TheServersRequestsAreAnsweredMeanwhile) {
  options.read = {"/home/ana/docs"};
  const auto session = open([](const Message& message) -> std::vector<std::string> {
    if (message.kind != Message::Kind::kRequest) {
      return {};
    }
    return {request_text("a", "ping", Json::object()),
            request_text("b", "roots/list", Json::object()),
            request_text("c", "sampling/createMessage", Json::object()),
            request_text("d", "elicitation/create", {{"message", "?"}}),
            request_text("e", "what/ever", Json::object()),
            result_text(message.id, Json::object())};
  });
  session->request("tools/call", {{"name", "t"}});
  ASSERT_EQ(heard.size(), 8u);
  EXPECT_EQ(heard[3].result, Json::object());
  EXPECT_EQ(heard[4].result["roots"][0]["uri"], "file:///home/ana/docs");
  EXPECT_EQ(heard[5].code, kRejectedByUser);
  EXPECT_EQ(heard[6].result["action"], "decline");
  EXPECT_EQ(heard[7].code, kMethodNotFound);
}

TEST_F(McpSession, AFormIsFilledInByThePerson) {
  options.elicit = [](const std::string&, const Json&) { return std::optional(Json{{"name", "Ana"}}); };
  const auto session = open([](const Message& message) -> std::vector<std::string> {
    if (message.kind != Message::Kind::kRequest) {
      return {};
    }
    const Json schema = {{"properties", {{"name", {{"default", "x"}}}, {"age", {{"default", 30}}}}}};
    return {request_text(1, "elicitation/create", {{"message", "?"}, {"requestedSchema", schema}}),
            request_text(2, "elicitation/create", {{"mode", "url"}, {"url", "https://x"}}),
            result_text(message.id, Json::object())};
  });
  session->request("tools/call", {{"name", "t"}});
  EXPECT_EQ(heard[3].result, (Json{{"action", "accept"}, {"content", {{"name", "Ana"}, {"age", 30}}}}));
  EXPECT_EQ(heard[4].code, kInvalidParams);
}

TEST_F(McpSession, AnErrorNamesTheServerAndWhatItSaid) {
  const auto session = open([](const Message& message) -> std::vector<std::string> {
    return {error_text(message.id, -32602, "no such tool")};
  });
  try {
    session->request("tools/call", {{"name", "t"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_NE(std::string(error.what()).find("no such tool"), std::string::npos);
    EXPECT_EQ(error.where(), "test");
  }
}

TEST_F(McpSession, WhoDoesNotAnswerIsToldThatNobodyWaits) {
  const auto session = open({});
  EXPECT_EQ(code_of([&] { session->request("tools/call", {{"name", "t"}}); }), ErrorCode::kLimit);
  EXPECT_EQ(heard.back().method, "notifications/cancelled");
  EXPECT_EQ(heard.back().params["requestId"], heard[2].id);
}

TEST_F(McpSession, ACancelledCallIsCancelledThere) {
  options.call_timeout = milliseconds(60'000);
  const auto session = open({});
  CancelFlag cancel;
  cancel.cancel();
  EXPECT_EQ(code_of([&] { session->request("tools/call", {{"name", "t"}}, &cancel); }), ErrorCode::kCancelled);
  EXPECT_EQ(heard.back().method, "notifications/cancelled");
}

TEST_F(McpSession, ProgressGivesMoreTimeButNotForEver) {
  std::vector<double> progress;
  options.on_progress = [&](double done, std::optional<double>, const std::string&) { progress.push_back(done); };
  auto steps = std::make_shared<int>(0);
  Json id;
  class Slow final : public Channel {
   public:
    explicit Slow(Json& id) : id_(id) {}
    void send(const std::string& line, const CancelFlag*) override {
      const Message message = parse_messages(line).front();
      if (message.method == "initialize") {
        first_ = result_text(message.id, {{"protocolVersion", "2025-11-25"}});
      } else if (message.kind == Message::Kind::kRequest) {
        id_ = message.id;
      }
    }
    std::optional<std::string> receive(milliseconds) override {
      if (!first_.empty()) {
        return std::exchange(first_, "");
      }
      std::this_thread::sleep_for(milliseconds(20));
      return notification_text("notifications/progress", {{"progressToken", id_}, {"progress", ++n_}});
    }
    void close() noexcept override {}

   private:
    Json& id_;
    std::string first_;
    int n_ = 0;
  };
  Session session(std::make_unique<Slow>(id), options);
  session.initialize();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of([&] { session.request("tools/call", {{"name", "t"}}); }), ErrorCode::kLimit);
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_GT(took, milliseconds(500));  // far beyond 100 ms of silence
  EXPECT_LT(took, milliseconds(20'000));
  EXPECT_GT(progress.size(), 1u);
}

TEST_F(McpSession, AnswersToNobodyAndNoiseAreDropped) {
  const auto session = open([](const Message& message) -> std::vector<std::string> {
    return {"Server started!",
            result_text(999, Json::object()),
            error_text(Json(), -1, "?"),
            "{\"jsonrpc\":\"2.0\"}",
            notification_text("notifications/tools/list_changed", Json::object()),
            result_text(message.id, {{"ok", true}})};
  });
  EXPECT_EQ(session->request("x", Json::object())["ok"], true);
  EXPECT_TRUE(session->take_tools_changed());
  EXPECT_FALSE(session->take_tools_changed());
}

TEST_F(McpSession, WhatAServerLogsStaysInItsLine) {
  std::string logged;
  set_log_sink([&](LogLevel, std::string_view text) { logged = text; });
  const auto session = open([](const Message& message) -> std::vector<std::string> {
    return {notification_text("notifications/message", {{"level", "error"}, {"data", "a\noree: done \x1b[2J"}}),
            result_text(message.id, Json::object())};
  });
  session->request("x", Json::object());
  set_log_sink({});
  EXPECT_EQ(logged, "the server test says: a\\x0Aoree: done \\x1B[2J");
}

TEST_F(McpSession, NothingButNoiseIsAnError) {
  const auto session = open([](const Message&) { return std::vector<std::string>(1500, "noise"); });
  EXPECT_EQ(code_of([&] { session->request("x", Json::object()); }), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace oree::mcp
