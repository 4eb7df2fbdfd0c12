// An agent: instructions, tools and permissions over a chat model; the loop that plans, asks, acts and answers.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/cancel.h"
#include "oree/chat_model.h"
#include "oree/error.h"
#include "oree/journal.h"
#include "oree/tool.h"

namespace oree {

enum class Permission { kAsk, kAllow, kRefuse };

// An agent file (TOML), docs/agents.md. Tools are function names or a prefix with '*' ("calendar_*").
struct AgentFile {
  std::string name;
  std::string description;
  std::string model;  // "" is the default model
  std::string instructions;
  std::vector<std::string> tools;
  std::vector<std::pair<std::string, Permission>>
      permissions;       // the last match wins; without one: read runs, write asks
  int max_steps = 8;     // model turns a request
  int max_tokens = 512;  // tokens a turn
};

// Throws Error kNotFound, kCorrupt (line and column), kInvalid (unknown key, unknown tool).
AgentFile load_agent_file(const std::filesystem::path& path);
// The agent of that name in the folder, or the built-in "default" (every built-in tool). Throws Error kNotFound with
// the names there are.
AgentFile find_agent(std::string_view name, const std::filesystem::path& agents_directory);
std::vector<AgentFile> list_agents(const std::filesystem::path& agents_directory);

enum class Consent { kNotNeeded, kAllowed, kGranted, kRefused };

// "not_needed", "allowed", "granted" or "refused".
std::string_view consent_name(Consent consent) noexcept;

struct CallRecord {
  ToolCall call;
  Effect effect;
  Consent consent;
  Json result;
  bool failed = false;      // result is {"error": ...}, and `error` the same with its parts
  std::string summary;      // what the plan said, "" when there was none
  std::int64_t journal_id;  // 0 when nothing was written
  std::optional<Error> error = {};
  bool repeated = false;  // failed because the very call was made before in this request
};

struct AgentAnswer {
  std::string text;
  std::vector<CallRecord> calls;
  Usage usage;
  StopReason stop = StopReason::kEnd;
  std::string cut_call;  // calls that ended before they were whole, by the limit of tokens; none of them was made
  Forgotten forgotten;   // what the conversation no longer holds, so that the context holds the rest
};

// What the loop tells the outside while it runs; any may be empty.
struct AgentEvents {
  // Asks the person; true grants. Absent: every write that needs consent is refused.
  std::function<bool(const ToolDescription& tool, const Json& arguments, const std::string& summary)> ask_consent;
  std::function<void(const CallRecord& call)> on_call;
  std::function<void(std::string_view utf8)> on_text;
};

struct AgentOptions {
  bool grant_writes = false;  // --yes: consent of the person for every write of this run
  bool plan_only = false;     // --plan: calls are planned and shown, none is carried out
};

class Agent {
 public:
  // The model must have been opened with tools_of(file)'s descriptions. The references must outlive the agent.
  Agent(const AgentFile& file, ChatModel& model, const std::vector<std::unique_ptr<Tool>>& tools, Journal& journal,
        ToolContext context, AgentOptions options);
  ~Agent();

  // One request to its answer. Every call that was carried out is in the journal, also when this throws or is
  // cancelled. Throws Error kInvalid (empty request, invalid UTF-8), kLimit (request too long).
  AgentAnswer handle(std::string_view request, const AgentEvents& events, const CancelFlag* cancel = nullptr);

  // Moves the agent's clock, e.g. before each request of a chat.
  void set_now(std::chrono::sys_seconds now) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The descriptions of the tools an agent may call, in the order of `tools`.
std::vector<ToolDescription> tools_of(const AgentFile& file, const std::vector<std::unique_ptr<Tool>>& tools);

// One call by hand, as the loop would make it: validated, consented, journaled.
// Throws Error kInvalid (arguments do not fit the schema), kNotFound (no such tool, with the nearest names).
CallRecord call_tool(const std::vector<std::unique_ptr<Tool>>& tools, const ToolCall& call, Journal& journal,
                     const ToolContext& context, const AgentOptions& options, const AgentEvents& events);

}  // namespace oree
