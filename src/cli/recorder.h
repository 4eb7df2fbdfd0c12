// Keeps the conversation of `run` or `chat` in the journal, so that `oree journal replay` can play it again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "oree/agent.h"
#include "oree/engine.h"
#include "oree/journal.h"
#include "oree/recording.h"

namespace oree::cli {

// What a conversation begins with, in JSON, and back.
struct RecordedOpening {
  std::string agent;
  std::string instructions;
  std::vector<ToolDescription> tools;
  std::string model;        // the file
  std::string fingerprint;  // Engine::fingerprint
  EngineOptions engine;
  SamplingOptions sampling;
};

// file: for the rules it was under.
Json opening_json(const RecordedOpening& opening, const AgentFile& file, const ToolContext& context);
// Throws Error kCorrupt, kUnsupported.
RecordedOpening parse_opening(const Json& document);

class Recorder {
 public:
  // All must outlive it.
  Recorder(ChatModel& model, Journal& journal, std::string agent, Json opening);

  // What the agent is to talk to.
  ChatModel& model() noexcept { return model_; }

  // Before each request: its session in the journal, 0 when none is kept. A journal that cannot be written is warned of
  // once, and no more is recorded.
  std::int64_t begin_request();
  void end_request(std::string_view request, std::chrono::sys_seconds now);

 private:
  void give_up(const std::string& why);

  RecordingModel model_;
  Journal& journal_;
  std::string agent_;
  Json opening_;
  std::int64_t session_ = 0;
  bool keeps_ = true;
};

}  // namespace oree::cli
