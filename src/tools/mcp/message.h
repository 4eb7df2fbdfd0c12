// Messages of JSON-RPC 2.0, as the Model Context Protocol uses them.
// Source: modelcontextprotocol.io/specification/2025-11-25/basic; batches: revision 2025-03-26.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oree/json.h"

namespace oree::mcp {

inline constexpr std::size_t kMaxMessageBytes = std::size_t{16} << 20;

// Codes of JSON-RPC, and of the protocol.
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kRejectedByUser = -1;
// Ours, between the bridge and a session: the server knows the session no more (HTTP 404).
inline constexpr int kSessionLost = -32810;
// Ours: what carries the messages failed.
inline constexpr int kTransportFailed = -32811;

struct Message {
  enum class Kind { kRequest, kNotification, kResult, kError };

  Kind kind;
  Json id;             // a string or a whole number; null for notifications
  std::string method;  // of requests and notifications
  Json params;         // an object, {} when there are none
  Json result;         // an object
  int code = 0;        // of errors
  std::string text;    // of errors
};

// The message, or the messages of a batch. Throws Error kCorrupt (not JSON, or no such message), kLimit.
std::vector<Message> parse_messages(std::string_view text);

// One line each, without its end.
std::string request_text(const Json& id, std::string_view method, const Json& params);
std::string notification_text(std::string_view method, const Json& params);
std::string result_text(const Json& id, const Json& result);
std::string error_text(const Json& id, int code, std::string_view message);

}  // namespace oree::mcp
