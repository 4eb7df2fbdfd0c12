#include "tools/mcp/event_stream.h"

#include <gtest/gtest.h>

#include <vector>

#include "oree/error.h"

namespace oree::mcp {
namespace {

struct Heard {
  std::vector<std::string> data;
  std::string last_event_id;
  std::optional<std::chrono::milliseconds> retry;
};

// piece: bytes fed at once.
Heard hear(const std::string& bytes, std::size_t piece) {
  Heard heard;
  EventStream stream([&](const std::string& data) { heard.data.push_back(data); });
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    stream.feed(std::string_view(bytes).substr(at, piece));
  }
  heard.last_event_id = stream.last_event_id();
  heard.retry = stream.retry();
  return heard;
}

TEST(McpEventStream, EventsAreTheSameHoweverTheyAreCut) {
  const std::string bytes =
      "\xEF\xBB\xBF: a comment\nid: 1\nevent: message\ndata: one\ndata:two\n\nid: 2\r\nretry: 500\r\ndata: \r\n\r\n"
      "data: {\"x\": \"a: b\"}\rid\r\rdata: never ended";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const Heard heard = hear(bytes, piece);
    EXPECT_EQ(heard.data, (std::vector<std::string>{"one\ntwo", "", "{\"x\": \"a: b\"}"})) << piece;
    EXPECT_EQ(heard.last_event_id, "") << piece;  // the third event took it back
    EXPECT_EQ(heard.retry, std::chrono::milliseconds(500)) << piece;
  }
}

TEST(McpEventStream, AnIdCountsWhenItsEventEnds) {
  EXPECT_EQ(hear("id: 1\ndata: x\n\nid: 2\n", 3).last_event_id, "1");
  EXPECT_EQ(hear("id: 1\n\n", 3).last_event_id, "1");  // also without data
  EXPECT_EQ(hear(std::string("id: a\0b\ndata: x\n\n", 16), 3).last_event_id, "");
}

TEST(McpEventStream, ARetryThatIsNoNumberIsPassedOver) {
  EXPECT_EQ(hear("retry: soon\nretry: -5\nretry: 99999999999999999999\nretry:\n\n", 2).retry, std::nullopt);
}

TEST(McpEventStream, AnEventHasALimit) {
  EventStream stream([](const std::string&) {});
  const std::string mebibyte(1 << 20, 'x');
  EXPECT_THROW(
      {
        for (int n = 0; n < 20; ++n) {
          stream.feed(mebibyte);
        }
      },
      Error);
}

}  // namespace
}  // namespace oree::mcp
