// An agent ready to answer: its file, tools, journal, model and conversation, as `run` and `chat` need it.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/common_options.h"
#include "cli/external_tools.h"
#include "cli/recorder.h"
#include "oree/agent.h"
#include "oree/cancel.h"
#include "oree/engine.h"

namespace oree::cli {

struct AssistantOptions {
  const CLI::App* command = nullptr;  // whose flags they are
  ModelOptions model;
  SamplingOptions sampling;
  std::string agent = "default";
  std::string now;
  int max_tokens = 0;  // a turn; 0: the agent's
  bool keeps_prefixes = true;
  bool yes = false;
  bool plan = false;
  bool records = true;  // the conversation, in the journal
};

void add_assistant_options(CLI::App& command, AssistantOptions& options);

class Assistant {
 public:
  // Gives up internet sockets first, then opens everything. Throws Error.
  explicit Assistant(const AssistantOptions& options);

  // text: answers are written to stdout as they are made, with a line a call before them.
  // Throws Error kCancelled when interrupted.
  AgentAnswer answer(std::string_view request, bool text);

  // The text of a prompt that one of the agent's servers offers. words: "SERVER_NAME", then perhaps its arguments as a
  // JSON object. Throws Error kNotFound with the prompts there are.
  std::string prompt(std::string_view words);

  // A line for each reminder whose time has come and that was not told before. Never throws: what is wrong is a
  // warning.
  std::vector<std::string> due_lines();

 private:
  ToolContext context_;
  AssistantOptions options_;
  AgentFile file_;
  std::unique_ptr<ExternalTools> external_;
  std::vector<std::unique_ptr<Tool>> tools_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<ChatModel> conversation_;
  std::unique_ptr<Recorder> recorder_;  // nullptr: nothing is recorded
  std::unique_ptr<Agent> agent_;
  std::set<std::string> told_;  // uids of reminders
};

// The document of `run` (CONTRACTS.md).
Json answer_json(const AgentAnswer& answer);

// Whether a call that would have changed something was refused.
bool has_refusal(const AgentAnswer& answer) noexcept;
// Whether a call that would have left the machine was refused.
bool has_kept_in(const AgentAnswer& answer) noexcept;
// Whether a call that would have changed something went wrong, and the same tool did not succeed after it.
bool has_failed_write(const AgentAnswer& answer) noexcept;

}  // namespace oree::cli
