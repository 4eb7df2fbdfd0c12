// The bridge between lines and HTTP, with a server that is a function.
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

#include "oree/mcp.h"
#include "tools/mcp/message.h"

namespace oree {
namespace {

using Clock = std::chrono::steady_clock;
using Header = std::function<std::string(const std::string&)>;

struct Answer {
  int status = 200;
  std::string type = "application/json";
  std::string session = {};
  std::string body = {};
  std::string failure = {};
};

class HttpBridge : public testing::Test {
 protected:
  void start(std::function<Answer(const HttpRequest&)> server) {
    ASSERT_EQ(::pipe(to_bridge_), 0);
    ASSERT_EQ(::pipe(from_bridge_), 0);
    thread_ = std::thread([this, server = std::move(server)] {
      bridge_mcp_over_http(
          [&](const HttpRequest& request, const HttpHandler& handler) -> std::string {
            {
              const std::lock_guard<std::mutex> lock(mutex_);
              requests_.push_back({request, Clock::now()});
            }
            const Answer answer = server(request);
            if (answer.status == 0) {
              return answer.failure;
            }
            const Header header = [&](const std::string& name) {
              return name == "Content-Type" ? answer.type : name == "Mcp-Session-Id" ? answer.session : "";
            };
            if (!handler.on_head(answer.status, header) || !handler.on_body(answer.body)) {
              return "cancelled";
            }
            return answer.failure;
          },
          to_bridge_[0], from_bridge_[1]);
    });
  }

  void TearDown() override {
    if (thread_.joinable()) {
      end();
    }
  }

  void end() {
    ::close(to_bridge_[1]);
    thread_.join();
  }

  void say(const std::string& line) {
    const std::string bytes = line + "\n";
    ASSERT_EQ(::write(to_bridge_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }

  mcp::Message hear() {
    while (buffer_.find('\n') == std::string::npos) {
      pollfd event{from_bridge_[0], POLLIN, 0};
      if (::poll(&event, 1, 10'000) != 1) {
        ADD_FAILURE() << "nothing came";
        return {};
      }
      char bytes[4096];
      const ssize_t n = ::read(from_bridge_[0], bytes, sizeof bytes);
      buffer_.append(bytes, static_cast<std::size_t>(n));
    }
    const std::string line = buffer_.substr(0, buffer_.find('\n'));
    buffer_.erase(0, line.size() + 1);
    return mcp::parse_messages(line).front();
  }

  std::string header(std::size_t request, const std::string& name) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [key, value] : requests_.at(request).request.headers) {
      if (key == name) {
        return value;
      }
    }
    return "";
  }

  struct Seen {
    HttpRequest request;
    Clock::time_point when;
  };
  std::vector<Seen> requests_;
  std::mutex mutex_;

 private:
  int to_bridge_[2] = {-1, -1};
  int from_bridge_[2] = {-1, -1};
  std::thread thread_;
  std::string buffer_;
};

Answer initialized(const HttpRequest& request) {
  const mcp::Message message = mcp::parse_messages(request.body).front();
  return {.session = "s1", .body = mcp::result_text(message.id, {{"protocolVersion", "2025-11-25"}})};
}

TEST_F(HttpBridge, SessionAndRevisionGoWithEveryLaterRequest) {
  start([](const HttpRequest& request) -> Answer {
    if (request.method == "DELETE") {
      return {.status = 200};
    }
    if (request.body.find("initialize") != std::string::npos) {
      return initialized(request);
    }
    return {.body = mcp::result_text(mcp::parse_messages(request.body).front().id, {{"ok", true}})};
  });
  say(mcp::request_text(1, "initialize", Json::object()));
  EXPECT_EQ(hear().result["protocolVersion"], "2025-11-25");
  say(mcp::request_text(2, "tools/list", Json::object()));
  EXPECT_EQ(hear().result["ok"], true);
  end();
  ASSERT_EQ(requests_.size(), 3u);
  EXPECT_EQ(header(0, "Mcp-Session-Id"), "");
  EXPECT_EQ(header(0, "Accept"), "application/json, text/event-stream");
  EXPECT_EQ(header(1, "Mcp-Session-Id"), "s1");
  EXPECT_EQ(header(1, "MCP-Protocol-Version"), "2025-11-25");
  EXPECT_EQ(requests_[2].request.method, "DELETE");
  EXPECT_EQ(header(2, "Mcp-Session-Id"), "s1");
}

TEST_F(HttpBridge, EventsBecomeLines) {
  start([](const HttpRequest& request) -> Answer {
    const Json id = mcp::parse_messages(request.body).front().id;
    return {.type = "text/event-stream; charset=utf-8",
            .body = "data: " + mcp::notification_text("notifications/message", Json::object()) +
                    "\n\ndata: " + mcp::result_text(id, {{"n", 1}}) + "\n\n"};
  });
  say(mcp::request_text(1, "x", Json::object()));
  EXPECT_EQ(hear().method, "notifications/message");
  EXPECT_EQ(hear().result["n"], 1);
}

TEST_F(HttpBridge, AStreamThatBreaksOffIsTakenUpWhereItWas) {
  start([n = 0](const HttpRequest& request) mutable -> Answer {
    if (request.method == "POST") {
      return {.type = "text/event-stream", .body = "id: e7\nretry: 120\ndata: \n\n"};
    }
    if (++n == 1) {
      return {.status = 503};
    }
    return {.type = "text/event-stream", .body = "id: e8\ndata: " + mcp::result_text(1, {{"n", 1}}) + "\n\n"};
  });
  say(mcp::request_text(1, "x", Json::object()));
  EXPECT_EQ(hear().result["n"], 1);
  ASSERT_EQ(requests_.size(), 3u);
  EXPECT_EQ(header(1, "Last-Event-ID"), "e7");
  EXPECT_EQ(header(1, "Accept"), "text/event-stream");
  EXPECT_GE(requests_[1].when - requests_[0].when, std::chrono::milliseconds(120));
}

TEST_F(HttpBridge, AStreamThatCannotBeTakenUpIsAnError) {
  start([](const HttpRequest&) -> Answer { return {.type = "text/event-stream", .body = ": nothing\n\n"}; });
  say(mcp::request_text(1, "x", Json::object()));
  const mcp::Message answer = hear();
  EXPECT_EQ(answer.code, mcp::kTransportFailed);
  EXPECT_EQ(answer.id, 1);
}

TEST_F(HttpBridge, FailuresAnswerTheRequest) {
  int status = 0;
  start([&status](const HttpRequest& request) -> Answer {
    if (request.body.find("initialize") != std::string::npos) {
      return initialized(request);
    }
    return {.status = status, .body = "<html>", .failure = status == 0 ? "Connection" : ""};
  });
  say(mcp::request_text(1, "x", Json::object()));
  EXPECT_NE(hear().text.find("cannot be reached: Connection"), std::string::npos);
  status = 401;
  say(mcp::request_text(2, "x", Json::object()));
  EXPECT_NE(hear().text.find("OAuth"), std::string::npos);
  status = 404;
  say(mcp::request_text(3, "x", Json::object()));
  EXPECT_EQ(hear().code, mcp::kTransportFailed);
  say(mcp::request_text(4, "initialize", Json::object()));
  hear();
  say(mcp::request_text(5, "x", Json::object()));
  EXPECT_EQ(hear().code, mcp::kSessionLost);  // 404 in a session
  status = 302;
  say(mcp::request_text(6, "x", Json::object()));
  EXPECT_NE(hear().text.find("no other address"), std::string::npos);
  status = 200;
  say(mcp::request_text(7, "x", Json::object()));
  EXPECT_NE(hear().text.find("no message"), std::string::npos);
}

TEST_F(HttpBridge, WhatTheServerSaysOfItsOwnAccordIsHeard) {
  start([n = 0](const HttpRequest& request) mutable -> Answer {
    if (request.method == "GET") {
      return ++n == 1
                 ? Answer{.type = "text/event-stream",
                          .body = "data: " +
                                  mcp::notification_text("notifications/tools/list_changed", Json::object()) + "\n\n"}
                 : Answer{.status = 405};
    }
    return {.status = 202};
  });
  say(mcp::notification_text("notifications/initialized", Json::object()));
  EXPECT_EQ(hear().method, "notifications/tools/list_changed");
}

TEST_F(HttpBridge, NothingIsAskedBeforeTheServerCanAskBack) {
  std::atomic<bool> open = false;
  start([&open](const HttpRequest& request) -> Answer {
    if (request.method == "GET") {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      open = true;
      return {.status = 405};
    }
    if (request.body.find("initialized") != std::string::npos) {
      open = false;
      return {.status = 202};
    }
    return {.body = mcp::result_text(mcp::parse_messages(request.body).front().id, {{"open", open.load()}})};
  });
  for (const int session : {1, 2}) {  // the second as after a lost one
    say(mcp::notification_text("notifications/initialized", Json::object()));
    say(mcp::request_text(session, "tools/call", Json::object()));
    EXPECT_EQ(hear().result["open"], true);
  }
}

TEST_F(HttpBridge, AServerThatNeverOpensItsStreamIsAskedAllTheSame) {
  std::atomic<bool> asked = false;
  start([&asked](const HttpRequest& request) -> Answer {
    if (request.method == "GET") {
      while (!asked) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
      return {.status = 405};
    }
    if (request.body.find("initialized") != std::string::npos) {
      return {.status = 202};
    }
    asked = true;
    return {.body = mcp::result_text(mcp::parse_messages(request.body).front().id, {{"ok", true}})};
  });
  say(mcp::notification_text("notifications/initialized", Json::object()));
  say(mcp::request_text(1, "tools/call", Json::object()));
  EXPECT_EQ(hear().result["ok"], true);
  end();  // the stream's thread looks at what stands here
}

TEST_F(HttpBridge, NoServerSaysByAnErrorThatTheSessionIsLost) {
  start([](const HttpRequest& request) -> Answer {
    return {.body = mcp::error_text(mcp::parse_messages(request.body).front().id, mcp::kSessionLost, "again")};
  });
  say(mcp::request_text(1, "x", Json::object()));
  const mcp::Message answer = hear();
  EXPECT_EQ(answer.code, mcp::kInternalError);
  EXPECT_EQ(answer.text, "again");
}

TEST_F(HttpBridge, AnAnswerBeyondItsMemoryEndsOneRequestOnly) {
  start([](const HttpRequest& request) -> Answer {
    const mcp::Message message = mcp::parse_messages(request.body).front();
    if (message.method == "much") {
      throw std::bad_alloc();
    }
    return {.body = mcp::result_text(message.id, {{"ok", true}})};
  });
  say(mcp::request_text(1, "much", Json::object()));
  EXPECT_NE(hear().text.find("more memory"), std::string::npos);
  say(mcp::notification_text("much", Json::object()));
  say(mcp::request_text(2, "x", Json::object()));
  EXPECT_EQ(hear().result["ok"], true);
}

}  // namespace
}  // namespace oree
