// One conversation with a server: initialised, then requests to and fro.
// Source: modelcontextprotocol.io/specification/2025-11-25.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "oree/cancel.h"
#include "oree/mcp.h"
#include "tools/mcp/channel.h"
#include "tools/mcp/message.h"

namespace oree::mcp {

// Asked for first; the others are accepted when a server knows no newer one.
inline constexpr const char* kNewestRevision = "2025-11-25";
inline constexpr const char* kRevisions[] = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

class Session {
 public:
  // options must outlive the session.
  Session(std::unique_ptr<Channel> channel, const McpServerOptions& options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Throws Error kUnsupported (no revision in common), and as request().
  void initialize(const CancelFlag* cancel = nullptr);

  // The result. While it waits, the server's own requests are answered. Throws Error kInvalid (the server's error),
  // kUnsupported (it does not know the method), kIo, kLimit (no answer and no progress within the timeout), kCorrupt,
  // kCancelled, kConflict (the session is lost).
  Json request(const std::string& method, const Json& params, const CancelFlag* cancel = nullptr);
  // All pages of a list. key: "tools". Throws Error kLimit for too many.
  Json list(const std::string& method, const std::string& key, const CancelFlag* cancel = nullptr);

  bool has(const std::string& capability) const { return capabilities_.contains(capability); }
  const Json& capabilities() const noexcept { return capabilities_; }
  const Json& server() const noexcept { return server_; }
  const std::string& instructions() const noexcept { return instructions_; }
  const std::string& revision() const noexcept { return revision_; }
  // Whether the server said since the last time that its tools are others now.
  bool take_tools_changed();

 private:
  struct Waiting {
    std::int64_t id;
    std::chrono::milliseconds timeout;
    std::chrono::steady_clock::time_point deadline;
    std::chrono::steady_clock::time_point latest;  // however often the server says that it goes on
    std::optional<Message> answer;
    const CancelFlag* cancel;
  };

  Waiting start_waiting(std::chrono::milliseconds timeout, const CancelFlag* cancel);
  Json wait(Waiting& waiting, const std::string& method);
  void take(const std::string& line, Waiting* waiting);
  void answer(const Message& request, const CancelFlag* cancel);
  void notice(const Message& notification, Waiting* waiting);
  Json roots() const;
  std::string elicited(const Message& request) const;

  std::unique_ptr<Channel> channel_;
  const McpServerOptions& options_;
  std::int64_t last_id_ = 0;
  Json capabilities_ = Json::object();
  Json server_ = Json::object();
  std::string instructions_;
  std::string revision_;
  bool tools_changed_ = false;
  int unreadable_lines_ = 0;
};

}  // namespace oree::mcp
