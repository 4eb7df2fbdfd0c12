#include "tools/mcp/session.h"

#include <algorithm>

#include "base/log.h"
#include "oree/error.h"
#include "tools/mcp/elicitation.h"
#include "tools/mcp/json_text.h"

namespace oree::mcp {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPause(50);  // how soon a cancelled call is noticed
constexpr int kMaxUnreadableLines = 1000;
constexpr int kMaxPages = 1000;
constexpr std::size_t kMaxListed = 10'000;
constexpr int kLongestByProgress = 10;  // times the timeout, however often the server says that it goes on
constexpr std::size_t kMaxLoggedBytes = 1000;

Json object_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_object() ? *found : Json::object();
}

// A server's words as a part of one line of ours.
std::string without_controls(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte != 0x7F) {
      line += c;
    } else {
      constexpr const char* kDigits = "0123456789ABCDEF";
      line += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return line;
}

}  // namespace

Session::Session(std::unique_ptr<Channel> channel, const McpServerOptions& options)
    : channel_(std::move(channel)), options_(options) {}

Session::~Session() { channel_->close(); }

void Session::initialize(const CancelFlag* cancel) {
  const Json capabilities = {{"roots", {{"listChanged", false}}}, {"elicitation", {{"form", Json::object()}}}};
  Waiting waiting = start_waiting(options_.start_timeout, cancel);
  channel_->send(request_text(waiting.id, "initialize",
                              {{"protocolVersion", kNewestRevision},
                               {"capabilities", capabilities},
                               {"clientInfo", {{"name", "oree"}, {"title", "Orée"}, {"version", "0.1.0"}}}}),
                 cancel);
  const Json result = wait(waiting, "initialize");
  revision_ = text_of(result, "protocolVersion");
  if (std::find(std::begin(kRevisions), std::end(kRevisions), revision_) == std::end(kRevisions)) {
    throw Error(ErrorCode::kUnsupported,
                "the server " + options_.name + " speaks revision \"" + revision_ +
                    "\" of the Model Context Protocol, which Orée does not",
                options_.name, std::string("Orée speaks 2024-11-05 to ") + kNewestRevision);
  }
  capabilities_ = object_of(result, "capabilities");
  server_ = object_of(result, "serverInfo");
  instructions_ = text_of(result, "instructions");
  channel_->send(notification_text("notifications/initialized", Json::object()), cancel);
}

Json Session::request(const std::string& method, const Json& params, const CancelFlag* cancel) {
  Waiting waiting = start_waiting(options_.call_timeout, cancel);
  Json sent = params;
  if (method == "tools/call") {
    sent["_meta"]["progressToken"] = waiting.id;
  }
  channel_->send(request_text(waiting.id, method, sent), cancel);
  return wait(waiting, method);
}

Session::Waiting Session::start_waiting(milliseconds timeout, const CancelFlag* cancel) {
  const auto now = Clock::now();
  return {++last_id_, timeout, now + timeout, now + kLongestByProgress * timeout, {}, cancel};
}

Json Session::wait(Waiting& waiting, const std::string& method) {
  const auto stop_waiting = [&](const char* reason) {
    if (method != "initialize") {  // which may not be cancelled
      channel_->send(notification_text("notifications/cancelled", {{"requestId", waiting.id}, {"reason", reason}}),
                     waiting.cancel);
    }
  };
  while (!waiting.answer) {
    if (waiting.cancel != nullptr && waiting.cancel->cancelled()) {
      stop_waiting("cancelled by the user");
      throw Error(ErrorCode::kCancelled, "cancelled by the user", options_.name);
    }
    const auto left = std::chrono::ceil<milliseconds>(waiting.deadline - Clock::now());
    if (left.count() <= 0) {
      stop_waiting("it took too long");
      throw Error(ErrorCode::kLimit,
                  "the server " + options_.name + " did not answer " + method + " within " +
                      std::to_string(waiting.timeout.count() / 1000) + " s",
                  options_.name, "try again; a server that is started for the first time may need longer");
    }
    if (const std::optional<std::string> line = channel_->receive(std::min(left, kPause))) {
      take(*line, &waiting);
    }
  }
  if (waiting.answer->kind == Message::Kind::kResult) {
    return std::move(waiting.answer->result);
  }
  const Message& answer = *waiting.answer;
  // Ours, which the bridge alone may say: it answers a call that was not taken, and that is made again.
  if (answer.code == kSessionLost && !options_.url.empty()) {
    throw Error(ErrorCode::kConflict, "the server " + options_.name + " ended the session", options_.name);
  }
  throw Error(answer.code == kTransportFailed  ? ErrorCode::kIo
              : answer.code == kMethodNotFound ? ErrorCode::kUnsupported
                                               : ErrorCode::kInvalid,
              "the server " + options_.name + " answered " + method +
                  " with an error: " + (answer.text.empty() ? std::to_string(answer.code) : answer.text),
              options_.name);
}

Json Session::list(const std::string& method, const std::string& key, const CancelFlag* cancel) {
  Json all = Json::array();
  Json params = Json::object();
  std::set<std::string> seen;
  for (int page = 0; page < kMaxPages; ++page) {
    const Json result = request(method, params, cancel);
    const auto entries = result.find(key);
    if (entries == result.end() || !entries->is_array()) {
      throw Error(ErrorCode::kCorrupt, "the server " + options_.name + " answered " + method + " without " + key,
                  options_.name);
    }
    for (const Json& entry : *entries) {
      all.push_back(entry);
    }
    if (all.size() > kMaxListed) {
      break;
    }
    const std::string cursor = text_of(result, "nextCursor");
    if (cursor.empty()) {
      return all;
    }
    if (!seen.insert(cursor).second) {
      throw Error(ErrorCode::kCorrupt, "the server " + options_.name + " lists the same page of " + key + " again",
                  options_.name);
    }
    params["cursor"] = cursor;
  }
  throw Error(
      ErrorCode::kLimit,
      "the server " + options_.name + " lists more than " + std::to_string(kMaxListed) + " " + key + " (kMaxListed)",
      options_.name);
}

bool Session::take_tools_changed() {
  while (const std::optional<std::string> line = channel_->receive(milliseconds(0))) {
    take(*line, nullptr);
  }
  return std::exchange(tools_changed_, false);
}

void Session::take(const std::string& line, Waiting* waiting) {
  std::vector<Message> messages;
  try {
    messages = parse_messages(line);
  } catch (const Error& error) {
    // Some servers log to stdout. What is no message is passed over, within reason.
    if (++unreadable_lines_ > kMaxUnreadableLines) {
      throw Error(ErrorCode::kCorrupt, "the server " + options_.name + " writes no messages: " + error.what(),
                  options_.name, "check that the command starts a server that speaks over stdio");
    }
    return;
  }
  for (Message& message : messages) {
    switch (message.kind) {
      case Message::Kind::kRequest:
        answer(message, waiting != nullptr ? waiting->cancel : nullptr);
        break;
      case Message::Kind::kNotification:
        notice(message, waiting);
        break;
      case Message::Kind::kResult:
      case Message::Kind::kError:
        // An answer to something that nobody waits for any more is dropped.
        if (waiting != nullptr && message.id == Json(waiting->id)) {
          waiting->answer = std::move(message);
        }
        break;
    }
  }
}

void Session::answer(const Message& request, const CancelFlag* cancel) {
  if (request.method == "ping") {
    channel_->send(result_text(request.id, Json::object()), cancel);
  } else if (request.method == "roots/list") {
    channel_->send(result_text(request.id, {{"roots", roots()}}), cancel);
  } else if (request.method == "elicitation/create") {
    channel_->send(elicited(request), cancel);
  } else if (request.method == "sampling/createMessage") {
    channel_->send(error_text(request.id, kRejectedByUser, "Orée lends its model to no server"), cancel);
  } else {
    channel_->send(error_text(request.id, kMethodNotFound, "Orée does not know " + request.method), cancel);
  }
}

std::string Session::elicited(const Message& request) const {
  const std::string mode = text_of(request.params, "mode");
  if (!mode.empty() && mode != "form") {
    return error_text(request.id, kInvalidParams, "Orée asks for what a form holds, and opens no addresses");
  }
  if (!options_.elicit) {
    return result_text(request.id, {{"action", "decline"}});
  }
  const Json schema = object_of(request.params, "requestedSchema");
  std::optional<Json> content = options_.elicit(text_of(request.params, "message"), schema);
  if (!content) {
    return result_text(request.id, {{"action", "decline"}});
  }
  return result_text(request.id, {{"action", "accept"}, {"content", with_defaults(std::move(*content), schema)}});
}

void Session::notice(const Message& notification, Waiting* waiting) {
  const Json& params = notification.params;
  if (notification.method == "notifications/tools/list_changed") {
    tools_changed_ = true;
  } else if (notification.method == "notifications/progress") {
    const auto token = params.find("progressToken");
    if (waiting == nullptr || token == params.end() || *token != Json(waiting->id)) {
      return;
    }
    // A server that goes on gets more time, but not for ever.
    waiting->deadline = std::min(Clock::now() + waiting->timeout, waiting->latest);
    const auto progress = params.find("progress");
    if (options_.on_progress && progress != params.end() && progress->is_number()) {
      const auto total = params.find("total");
      options_.on_progress(
          progress->get<double>(),
          total != params.end() && total->is_number() ? std::optional(total->get<double>()) : std::nullopt,
          text_of(params, "message"));
    }
  } else if (notification.method == "notifications/message") {
    const std::string level = text_of(params, "level");
    const bool grave = level == "error" || level == "critical" || level == "alert" || level == "emergency";
    const auto data = params.find("data");
    if (grave && data != params.end()) {
      std::string text =
          data->is_string() ? data->get<std::string>() : data->dump(-1, ' ', false, Json::error_handler_t::replace);
      text.resize(std::min(text.size(), kMaxLoggedBytes));
      log(LogLevel::kWarning, "the server " + options_.name + " says: " + without_controls(text));
    }
  }
}

Json Session::roots() const {
  Json roots = Json::array();
  for (const auto* folders : {&options_.write, &options_.read}) {
    for (const std::filesystem::path& folder : *folders) {
      roots.push_back({{"uri", file_uri(folder.string())}, {"name", folder.filename().string()}});
    }
  }
  return roots;
}

}  // namespace oree::mcp
