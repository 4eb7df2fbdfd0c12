#include "tools/mcp/event_stream.h"

#include <algorithm>

#include "oree/error.h"
#include "tools/mcp/message.h"

namespace oree::mcp {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kMaxRetryDigits = 9;

}  // namespace

void EventStream::feed(std::string_view bytes) {
  for (const char byte : bytes) {
    if (byte == '\n' && after_return_) {
      after_return_ = false;  // the second half of one line's end
      continue;
    }
    after_return_ = byte == '\r';
    if (byte == '\n' || byte == '\r') {
      take_line();
      continue;
    }
    line_ += byte;
    if (line_.size() + data_.size() > kMaxMessageBytes) {
      throw Error(
          ErrorCode::kLimit,
          "an event of the server is longer than " + std::to_string(kMaxMessageBytes) + " bytes (kMaxMessageBytes)",
          "event stream");
    }
  }
}

void EventStream::take_line() {
  std::string_view line = line_;
  if (at_start_ && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  at_start_ = false;
  if (line.empty()) {
    line_.clear();
    dispatch();
    return;
  }
  if (line.front() != ':') {  // a comment otherwise
    const std::size_t colon = line.find(':');
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) {
      value.remove_prefix(1);
    }
    take_field(line.substr(0, colon), value);
  }
  line_.clear();
}

void EventStream::take_field(std::string_view name, std::string_view value) {
  if (name == "data") {
    data_ += has_data_ ? "\n" : "";
    data_ += value;
    has_data_ = true;
  } else if (name == "id" && value.find('\0') == std::string_view::npos) {
    pending_event_id_ = value;
  } else if (name == "retry" && !value.empty() && value.size() <= kMaxRetryDigits &&
             std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    retry_ = std::chrono::milliseconds(std::stol(std::string(value)));
  }
}

void EventStream::dispatch() {
  last_event_id_ = pending_event_id_;
  if (!has_data_) {
    return;
  }
  std::string data;
  data.swap(data_);
  has_data_ = false;
  on_event_(data);
}

}  // namespace oree::mcp
