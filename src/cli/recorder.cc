#include "cli/recorder.h"

#include "cli/output.h"
#include "cli/recorded_options.h"
#include "oree/error.h"

namespace oree::cli {
namespace {

constexpr int kFormat = 1;

Json tools_json(const std::vector<ToolDescription>& tools) {
  Json document = Json::array();
  for (const ToolDescription& tool : tools) {
    document.push_back({{"name", tool.name},
                        {"description", tool.description},
                        {"schema", tool.schema},
                        {"effect", effect_name(tool.effect)},
                        {"source", tool.source}});
  }
  return document;
}

Json permissions_json(const AgentFile& file) {
  Json document = Json::array();
  for (const PermissionRule& rule : file.permissions) {
    Json arguments = Json::object();
    for (const ArgumentPattern& pattern : rule.arguments) {
      arguments[pattern.argument] = pattern.glob;
    }
    document.push_back(
        {{"tool", rule.tool}, {"arguments", arguments}, {"permission", permission_name(rule.permission)}});
  }
  return document;
}

}  // namespace

Json opening_json(const RecordedOpening& opening, const AgentFile& file, const ToolContext& context) {
  return {{"format", kFormat},
          {"agent",
           {{"name", opening.agent},
            {"instructions", opening.instructions},
            {"permissions", permissions_json(file)},
            {"max_steps", file.max_steps},
            {"max_tokens", file.max_tokens}}},
          {"tools", tools_json(opening.tools)},
          {"time_zone", context.time_zone},
          {"model", {{"path", opening.model}, {"fingerprint", opening.fingerprint}}},
          {"engine", engine_json(opening.engine)},
          {"sampling", sampling_json(opening.sampling)},
          {"when_full", when_full_name(opening.when_full)}};
}

RecordedOpening parse_opening(const Json& document) {
  try {
    if (document.at("format") != kFormat) {
      throw Error(ErrorCode::kUnsupported, "the session was recorded in another form", "journal.db",
                  "play it with the version of Orée that recorded it");
    }
    RecordedOpening opening;
    opening.agent = document.at("agent").at("name").get<std::string>();
    opening.instructions = document.at("agent").at("instructions").get<std::string>();
    for (const Json& recorded : document.at("tools")) {
      ToolDescription tool;
      tool.name = recorded.at("name").get<std::string>();
      tool.description = recorded.at("description").get<std::string>();
      tool.schema = recorded.at("schema");
      tool.source = recorded.at("source").get<std::string>();
      opening.tools.push_back(std::move(tool));
    }
    opening.model = document.at("model").at("path").get<std::string>();
    opening.fingerprint = document.at("model").at("fingerprint").get<std::string>();
    opening.engine = parse_engine_options(document.at("engine"));
    opening.sampling = parse_sampling_options(document.at("sampling"));
    for (const WhenFull when_full : {WhenFull::kSummarise, WhenFull::kRefuse}) {
      if (document.at("when_full") == when_full_name(when_full)) {
        opening.when_full = when_full;
      }
    }
    return opening;
  } catch (const Json::exception& error) {
    throw Error(ErrorCode::kCorrupt, std::string("the beginning of the session cannot be read: ") + error.what(),
                "journal.db", "it was made by another version of Orée");
  }
}

Recorder::Recorder(ChatModel& model, Journal& journal, std::string agent, Json opening)
    : model_(model), journal_(journal), agent_(std::move(agent)), opening_(std::move(opening)) {}

std::int64_t Recorder::begin_request() {
  if (keeps_ && session_ == 0) {
    try {
      session_ = journal_.begin_session(agent_, opening_);
      opening_ = nullptr;
    } catch (const Error& error) {
      give_up(error.what());
    }
  }
  return session_;
}

void Recorder::end_request(std::string_view request, std::chrono::sys_seconds now) {
  Json steps = model_.take_steps();
  if (!keeps_) {
    return;
  }
  try {
    const Json part = {{"request", request}, {"now", now.time_since_epoch().count()}, {"steps", std::move(steps)}};
    if (!journal_.record_request(session_, part)) {
      give_up("it has grown too long, or was forgotten");
    }
  } catch (const Error& error) {
    give_up(error.what());
  }
}

void Recorder::give_up(const std::string& why) {
  keeps_ = false;
  warn("this conversation is not recorded from here on: " + why);
}

}  // namespace oree::cli
