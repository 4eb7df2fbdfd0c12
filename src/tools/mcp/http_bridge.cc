// Streamable HTTP as lines: the session speaks to this as to any server over stdio.
// Source: modelcontextprotocol.io/specification/2025-11-25/basic/transports.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <new>
#include <thread>

#include "oree/error.h"
#include "oree/mcp.h"
#include "tools/mcp/event_stream.h"
#include "tools/mcp/message.h"

namespace oree {
namespace {

using std::chrono::milliseconds;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr milliseconds kFirstRetry(1000);
constexpr milliseconds kLongestRetry(30'000);
constexpr int kMaxResumptions = 100;      // of one answer's stream
constexpr int kMaxFailedResumptions = 5;  // one after another
constexpr std::size_t kMaxShownBytes = 300;
constexpr std::size_t kMaxThreads = 32;
constexpr milliseconds kMomentToEnd(300);
constexpr milliseconds kMomentToListen(2000);  // a server that has no such stream mostly says so at once

class Bridge : public std::enable_shared_from_this<Bridge> {
 public:
  Bridge(HttpClient http, int input, int output) : http_(std::move(http)), input_(input), output_(output) {}

  void run() {
    std::string buffer;
    std::array<char, 65536> bytes;
    while (true) {
      const ssize_t n = ::read(input_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) {
        continue;
      }
      if (n <= 0) {
        break;
      }
      buffer.append(bytes.data(), static_cast<std::size_t>(n));
      std::size_t start = 0;
      for (std::size_t end; (end = buffer.find('\n', start)) != std::string::npos; start = end + 1) {
        try {
          take(buffer.substr(start, end - start));
        } catch (...) {
          continue;  // a session writes messages only; one that there is no memory for is lost
        }
      }
      buffer.erase(0, start);
    }
    finish();
  }

 private:
  void take(const std::string& line) {
    if (line.empty()) {
      return;
    }
    const mcp::Message message = mcp::parse_messages(line).front();
    if (message.kind != mcp::Message::Kind::kRequest) {
      // In order: a server must know that it is initialised before it is asked for more.
      post(line, Json());
      if (message.method == "notifications/initialized") {
        // A server asks its questions on a stream of their own, and one asked before that is open would be lost.
        set_listening(false);
        start_thread(Json(), [this] { listen(); });
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait_for(lock, kMomentToListen, [this] { return listening_; });
      }
      return;
    }
    if (message.method == "initialize") {
      initialize_id_ = message.id;
    }
    start_thread(message.id, [this, line, id = message.id] { post(line, id); });
  }

  // id: of the request that is answered with what goes wrong; null: none.
  template <class Work>
  void start_thread(const Json& id, Work work) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return n_threads_ < kMaxThreads; });
      ++n_threads_;
    }
    // The bridge lives as long as the last of them, which may wait for a server that says nothing more.
    try {
      std::thread([this, self = shared_from_this(), work, id] {
        attempt(id, work);
        end_thread();
      }).detach();
    } catch (const std::exception& error) {
      end_thread();
      fail(id, std::string("the request cannot be made: ") + error.what());
    }
  }

  // Whatever a server sends, headers without end too, costs its own request and no other.
  template <class Work>
  void attempt(const Json& id, const Work& work) noexcept {
    try {
      try {
        work();
      } catch (const std::bad_alloc&) {
        fail(id, "the server's answer needs more memory than the bridge to it has");
      } catch (const std::exception& error) {
        fail(id, std::string("the server's answer cannot be taken: ") + error.what());
      }
    } catch (...) {
      return;  // there is no memory to say so; the request ends by its timeout
    }
  }

  void end_thread() {
    const std::lock_guard<std::mutex> lock(mutex_);
    --n_threads_;
    changed_.notify_all();
  }

  // Waits; true when the bridge ends meanwhile.
  bool pause(milliseconds how_long) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, how_long, [this] { return ending_; });
  }

  void finish() {
    std::string session;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ending_ = true;
      session = session_;
      changed_.notify_all();
    }
    if (!session.empty()) {
      HttpRequest request{"DELETE", headers(), "", std::chrono::seconds(2)};
      http_(request, {[](int, const auto&) { return false; }, [](std::string_view) { return false; }});
    }
    // Threads that still wait for the server end with the process.
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, kMomentToEnd, [this] { return n_threads_ == 0; });
  }

  Headers headers() {
    const std::lock_guard<std::mutex> lock(mutex_);
    Headers result;
    if (!session_.empty()) {
      result.emplace_back("Mcp-Session-Id", session_);
    }
    if (!revision_.empty()) {
      result.emplace_back("MCP-Protocol-Version", revision_);
    }
    return result;
  }

  void emit(const std::string& text) {
    for (mcp::Message& message : mcp::parse_messages(text)) {
      if (message.kind == mcp::Message::Kind::kResult && message.id == initialize_id_) {
        const auto revision = message.result.find("protocolVersion");
        const std::lock_guard<std::mutex> lock(mutex_);
        revision_ = revision != message.result.end() && revision->is_string() ? revision->get<std::string>() : "";
      }
      if (message.kind == mcp::Message::Kind::kError &&
          (message.code == mcp::kSessionLost || message.code == mcp::kTransportFailed)) {
        // Codes of ours, which no server may use: a call that it carried out would be made again.
        fail(message.id, message.text, mcp::kInternalError);
        return;
      }
    }
    std::string line = text;
    std::erase_if(line, [](char c) { return c == '\n' || c == '\r'; });  // JSON needs none of them
    write_line(line);
  }

  void write_line(const std::string& line) {
    const std::string bytes = line + "\n";
    const std::lock_guard<std::mutex> lock(output_mutex_);
    std::string_view left = bytes;
    while (!left.empty()) {
      const ssize_t n = ::write(output_, left.data(), left.size());
      if (n < 0 && errno != EINTR) {
        return;  // nobody reads any more, and the input will end soon
      }
      left.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
  }

  void fail(const Json& id, const std::string& what, int code = mcp::kTransportFailed) {
    if (!id.is_null()) {
      write_line(mcp::error_text(id, code, what));
    }
  }

  // What one stream of events brought.
  struct Stream {
    bool answered = false;
    std::string last_event_id;
    std::optional<milliseconds> retry;
    std::string failure;
  };

  // id: of the request whose answer ends the wait; null: none.
  mcp::EventStream event_stream(Stream& stream, const Json& id) {
    return mcp::EventStream([this, &stream, id](const std::string& data) {
      if (data.empty()) {
        return;
      }
      try {
        for (const mcp::Message& message : mcp::parse_messages(data)) {
          const bool is_answer =
              message.kind == mcp::Message::Kind::kResult || message.kind == mcp::Message::Kind::kError;
          stream.answered = stream.answered || (is_answer && !id.is_null() && message.id == id);
        }
        emit(data);
      } catch (const Error&) {
        return;  // what is no message is passed over
      }
    });
  }

  std::string status_text(int status) {
    const std::string number = "the server answered HTTP " + std::to_string(status);
    switch (status) {
      case 401:
      case 403:
        return number +
               ": it wants other authorisation than it was sent (headers in the agent file, --header; OAuth is not "
               "done yet)";
      case 404:
        return number + ": nothing of the protocol is at this address";
      case 405:
        return number + ": it does not speak streamable HTTP (2025-03-26 or later) at this address";
      default:
        return status >= 300 && status < 400 ? number + ": it leads elsewhere, and Orée follows to no other address"
                                             : number;
    }
  }

  void post(const std::string& line, const Json& id) {
    HttpRequest request{"POST", headers(), line, std::chrono::seconds(300)};
    request.headers.emplace_back("Accept", "application/json, text/event-stream");
    request.headers.emplace_back("Content-Type", "application/json");
    const bool in_session = std::any_of(request.headers.begin(), request.headers.end(),
                                        [](const auto& header) { return header.first == "Mcp-Session-Id"; });
    int status = 0;
    bool events = false;
    std::string body;
    Stream stream;
    mcp::EventStream parser = event_stream(stream, id);
    HttpHandler handler;
    handler.on_head = [&](int code, const auto& header) {
      status = code;
      events = header("Content-Type").starts_with("text/event-stream");
      if (code >= 200 && code < 300 && id == initialize_id_ && !id.is_null()) {
        const std::lock_guard<std::mutex> lock(mutex_);
        session_ = header("Mcp-Session-Id");
      }
      return true;
    };
    handler.on_body = [&](std::string_view bytes) { return take_body(bytes, events, parser, body, stream); };
    const std::string failure = http_(request, handler);
    stream.last_event_id = parser.last_event_id();
    stream.retry = parser.retry();
    if (status == 0) {
      fail(id, "the server cannot be reached: " + failure);
    } else if (status == 404 && in_session) {
      fail(id, "the session has ended", mcp::kSessionLost);
    } else if (status < 200 || status >= 300) {
      answer_refusal(id, status, body);
    } else if (events) {
      finish_stream(stream, id);
    } else if (!id.is_null()) {
      answer(id, status, body, stream.failure.empty() ? failure : stream.failure);
    }
  }

  bool take_body(std::string_view bytes, bool events, mcp::EventStream& parser, std::string& body, Stream& stream) {
    if (!events) {
      body += bytes;
      return body.size() <= mcp::kMaxMessageBytes;
    }
    try {
      parser.feed(bytes);
    } catch (const Error& error) {
      stream.failure = error.what();
      return false;
    }
    return true;
  }

  // An error of the protocol may stand in the body of one of HTTP.
  void answer_refusal(const Json& id, int status, const std::string& body) {
    try {
      for (const mcp::Message& message : mcp::parse_messages(body)) {
        if (message.kind == mcp::Message::Kind::kError) {
          fail(id, status_text(status) + (message.text.empty() ? "" : ": " + message.text.substr(0, kMaxShownBytes)));
          return;
        }
      }
    } catch (const Error&) {
    }
    fail(id, status_text(status));
  }

  void answer(const Json& id, int status, const std::string& body, const std::string& failure) {
    try {
      if (failure.empty() && !body.empty()) {
        emit(body);
        return;
      }
    } catch (const Error& error) {
      fail(id, std::string("the server's answer is no message: ") + error.what());
      return;
    }
    fail(id, failure.empty() ? "the server answered HTTP " + std::to_string(status) + " with nothing"
                             : "the answer broke off: " + failure);
  }

  // A stream that ended before the answer came is taken up where it broke off, as long as the server said how.
  void finish_stream(Stream& stream, const Json& id) {
    if (id.is_null()) {
      return;
    }
    int failures = 0;
    for (int n = 0; !stream.answered && n < kMaxResumptions; ++n) {
      if (stream.last_event_id.empty() || !stream.failure.empty() || failures == kMaxFailedResumptions) {
        fail(id, stream.failure.empty() ? "the server's stream ended without an answer" : stream.failure);
        return;
      }
      if (pause(stream.retry.value_or(kFirstRetry))) {
        return;
      }
      failures = get(stream, id, [](int) {}) ? 0 : failures + 1;
    }
    if (!stream.answered) {
      fail(id, "the server's stream broke off " + std::to_string(kMaxResumptions) + " times (kMaxResumptions)");
    }
  }

  // One GET of a stream; false when the server refused it or could not be reached.
  bool get(Stream& stream, const Json& id, const std::function<void(int)>& on_status) {
    HttpRequest request{"GET", headers(), "", std::chrono::seconds(3600)};
    request.headers.emplace_back("Accept", "text/event-stream");
    if (!stream.last_event_id.empty()) {
      request.headers.emplace_back("Last-Event-ID", stream.last_event_id);
    }
    bool accepted = false;
    mcp::EventStream parser = event_stream(stream, id);
    HttpHandler handler;
    handler.on_head = [&](int code, const auto& header) {
      accepted = code == 200 && header("Content-Type").starts_with("text/event-stream");
      on_status(code);
      return accepted;
    };
    std::string body;
    handler.on_body = [&](std::string_view bytes) {
      return take_body(bytes, true, parser, body, stream) && !stream.answered;
    };
    http_(request, handler);
    if (!parser.last_event_id().empty()) {
      stream.last_event_id = parser.last_event_id();
    }
    if (parser.retry()) {
      stream.retry = parser.retry();
    }
    return accepted;
  }

  // What the server says of its own accord. One that has no such stream says so, and is not asked again.
  void listen() {
    Stream stream;
    auto wait = kFirstRetry;
    for (int failures = 0; failures < kMaxFailedResumptions;) {
      int status = 0;
      const bool accepted = get(stream, Json(), [&](int code) {
        status = code;
        set_listening(true);
      });
      set_listening(true);  // or nothing was there to listen to
      if (accepted) {
        failures = 0;
        wait = stream.retry.value_or(kFirstRetry);
      } else if (status >= 400 && status < 500) {
        return;
      } else {
        ++failures;
        wait = std::min(2 * wait, kLongestRetry);
      }
      if (pause(wait)) {
        return;
      }
    }
  }

  void set_listening(bool listening) {
    const std::lock_guard<std::mutex> lock(mutex_);
    listening_ = listening;
    changed_.notify_all();
  }

  HttpClient http_;
  int input_;
  int output_;
  std::mutex output_mutex_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  bool listening_ = false;
  std::size_t n_threads_ = 0;
  Json initialize_id_;
  std::string session_;
  std::string revision_;
};

}  // namespace

void bridge_mcp_over_http(const HttpClient& http, int input, int output) {
  std::make_shared<Bridge>(http, input, output)->run();
}

}  // namespace oree
