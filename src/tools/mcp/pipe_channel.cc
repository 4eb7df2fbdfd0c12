#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/sandboxed_run.h"
#include "oree/error.h"
#include "text/utf8.h"
#include "tools/mcp/channel.h"
#include "tools/mcp/message.h"

namespace oree::mcp {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLongestSend(10'000);
constexpr milliseconds kMomentToEnd(500);
constexpr std::size_t kShownErrorBytes = 400;

class PipeChannel final : public Channel {
 public:
  PipeChannel(RunningProgram program, std::string name) : program_(std::move(program)), name_(std::move(name)) {}

  void send(const std::string& line, const CancelFlag* cancel) override {
    if (broken_off_) {
      throw Error(ErrorCode::kConflict, "a message to the server " + name_ + " broke off", name_);
    }
    const std::string bytes = line + "\n";
    std::string_view left = bytes;
    const auto deadline = Clock::now() + kLongestSend;
    while (!left.empty()) {
      const ssize_t n = ::write(program_.input(), left.data(), left.size());
      if (n > 0) {
        left.remove_prefix(static_cast<std::size_t>(n));
        continue;
      }
      if (errno != EAGAIN && errno != EINTR) {
        throw ended();
      }
      if (cancel != nullptr && cancel->cancelled()) {
        broken_off_ = left.size() < bytes.size();
        throw Error(ErrorCode::kCancelled, "cancelled by the user", name_);
      }
      if (Clock::now() > deadline) {
        broken_off_ = left.size() < bytes.size();
        throw Error(ErrorCode::kIo, "the server " + name_ + " reads nothing", name_, "it may hang; try again");
      }
      // It may wait for us to read before it reads on.
      pollfd event{program_.input(), POLLOUT, 0};
      ::poll(&event, 1, 10);
      take();
    }
  }

  std::optional<std::string> receive(milliseconds longest) override {
    const auto deadline = Clock::now() + longest;
    while (true) {
      if (const std::size_t end = buffer_.find('\n', searched_); end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        searched_ = 0;
        if (line.ends_with('\r')) {
          line.pop_back();
        }
        return line;
      }
      searched_ = buffer_.size();
      if (buffer_.size() > kMaxMessageBytes) {
        throw Error(ErrorCode::kLimit,
                    "a message of the server " + name_ + " is longer than " + std::to_string(kMaxMessageBytes) +
                        " bytes (kMaxMessageBytes)",
                    name_);
      }
      if (at_end_) {
        throw ended();
      }
      const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
      if (left.count() <= 0) {
        take();  // what has come just now counts
        if (buffer_.find('\n', searched_) != std::string::npos) {
          continue;
        }
        return std::nullopt;
      }
      std::array<pollfd, 2> events = {
          {{program_.output(), POLLIN, 0}, {errors_at_end_ ? -1 : program_.errors(), POLLIN, 0}}};
      ::poll(events.data(), events.size(), static_cast<int>(left.count()));
      if (events[0].revents != 0 || events[1].revents != 0) {
        take();
      }
    }
  }

  void close() noexcept override {
    program_.close_input();
    program_.wait(kMomentToEnd);
  }

 private:
  void take() {
    if (buffer_.size() <= kMaxMessageBytes) {  // the rest waits until this is taken
      at_end_ = !read_available(program_.output(), buffer_) || at_end_;
    }
    errors_at_end_ = errors_at_end_ || !read_available(program_.errors(), errors_);
    keep_end(errors_, kMaxKeptErrorBytes);
  }

  Error ended() {
    const std::optional<ProgramEnding> ending = program_.wait(milliseconds(1000));
    read_available(program_.errors(), errors_);
    std::string what = "the server " + name_ + " has ended";
    if (ending && !ending->stopped_for.empty()) {
      what += ": it went beyond its limit of " + ending->stopped_for;
    } else if (ending) {
      what += " with status " + std::to_string(ending->status);
    }
    std::string said = text::replace_invalid_utf8(errors_);
    keep_end(said, kShownErrorBytes);
    said = text::replace_invalid_utf8(said);
    return Error(ErrorCode::kIo, what, name_, said.empty() ? "" : "its last words: " + said);
  }

  RunningProgram program_;
  std::string name_;
  std::string buffer_;
  std::size_t searched_ = 0;
  std::string errors_;
  bool broken_off_ = false;  // half a line was sent
  bool at_end_ = false;
  bool errors_at_end_ = false;
};

}  // namespace

std::unique_ptr<Channel> make_pipe_channel(RunningProgram program, std::string name) {
  return std::make_unique<PipeChannel>(std::move(program), std::move(name));
}

}  // namespace oree::mcp
