// Any bytes as what a server of tools sends: messages, and the stream of events they may come in. A message or an
// Error; the same events however the bytes are cut.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "oree/error.h"
#include "oree/mcp.h"
#include "tools/mcp/content.h"
#include "tools/mcp/event_stream.h"
#include "tools/mcp/message.h"
#include "tools/mcp/url.h"

namespace {

using oree::Error;
using oree::ErrorCode;

void read_message(std::string_view text) {
  try {
    for (const oree::mcp::Message& message : oree::mcp::parse_messages(text)) {
      if (message.kind == oree::mcp::Message::Kind::kRequest) {
        // What is written is read again as it was.
        const auto again =
            oree::mcp::parse_messages(oree::mcp::request_text(message.id, message.method, message.params)).front();
        if (again.id != message.id || again.method != message.method || again.params != message.params) std::abort();
      }
      if (message.kind == oree::mcp::Message::Kind::kResult) {
        oree::mcp::resource_result(message.result);
        oree::mcp::prompt_result(message.result);
        oree::mcp::call_result(message.result, "server", "tool");
      }
    }
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInternal) std::abort();
  }
}

std::vector<std::string> events(std::string_view bytes, std::size_t piece) {
  std::vector<std::string> heard;
  oree::mcp::EventStream stream([&](const std::string& data) { heard.push_back(data); });
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    stream.feed(bytes.substr(at, piece));
  }
  heard.push_back(stream.last_event_id());
  heard.push_back(std::to_string(stream.retry().value_or(std::chrono::milliseconds(-1)).count()));
  return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_message(text);
  const std::vector<std::string> whole = events(text, size + 1);
  if (whole != events(text, 1) || whole != events(text, 3)) std::abort();
  for (const std::string& event : whole) {
    read_message(event);
  }
  try {
    oree::mcp::parse_url(text);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalid) std::abort();
  }
  const std::string tool(text);
  const std::string name = oree::mcp_tool_name("s", tool);
  if (name.size() > 64) std::abort();
  const auto back = oree::mcp_tool_of("s", name);
  if (name.size() < 64 && back != tool) std::abort();
  return 0;
}
