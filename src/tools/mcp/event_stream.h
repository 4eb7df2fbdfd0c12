// Server-sent events, byte by byte. Source: html.spec.whatwg.org, "Server-sent events", 9.2.6.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace oree::mcp {

class EventStream {
 public:
  // data: of an event whose blank line has come; may be "" (an event that only carries an id).
  using OnEvent = std::function<void(const std::string& data)>;

  explicit EventStream(OnEvent on_event) : on_event_(std::move(on_event)) {}

  // Any number of bytes, cut anywhere. Throws Error kLimit (an event beyond kMaxMessageBytes) and what on_event throws.
  void feed(std::string_view bytes);

  // Of the last event that ended; "" when none had one.
  const std::string& last_event_id() const noexcept { return last_event_id_; }
  // How long to wait before asking again, when the server said.
  std::optional<std::chrono::milliseconds> retry() const noexcept { return retry_; }

 private:
  void take_line();
  void take_field(std::string_view name, std::string_view value);
  void dispatch();

  OnEvent on_event_;
  std::string line_;
  std::string data_;
  bool has_data_ = false;
  bool at_start_ = true;  // a byte order mark may come
  bool after_return_ = false;
  std::string pending_event_id_;
  std::string last_event_id_;
  std::optional<std::chrono::milliseconds> retry_;
};

}  // namespace oree::mcp
