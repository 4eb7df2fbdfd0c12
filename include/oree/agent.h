// An agent: instructions, tools and permissions over a chat model; the loop that plans, asks, acts and answers.
#pragma once

#include <cstdint>
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
#include "oree/paths.h"
#include "oree/tool.h"

namespace oree {

enum class Permission { kAsk, kAllow, kRefuse };

// An argument of a call that has to fit for a rule to count. glob: '*' stands for any text within one part of a path,
// '**' for any text, '\\' takes the special meaning of the next character; a leading ~/ is written out as the home
// folder.
struct ArgumentPattern {
  std::string argument;
  std::string glob;

  bool operator==(const ArgumentPattern&) const = default;
};

// A line of [permissions]: "files_write(path=~/notes/**)" = "ask". tool: a function name, or a prefix with '*'.
struct PermissionRule {
  std::string tool;
  std::vector<ArgumentPattern> arguments;  // all of them must fit; none: every call of the tool
  Permission permission = Permission::kAsk;

  bool operator==(const PermissionRule&) const = default;
};

// [cache]: as the flags of the same names; "" and nullopt leave theirs.
struct AgentCache {
  std::string policy;
  std::string budget;
  std::optional<int> window;
  std::optional<int> sinks;
  std::string filters;
  std::string kv_type_k;
  std::string kv_type_v;
};

// [folders] of the files_* tools: absolute paths. What may be written may be read.
struct AgentFolders {
  std::vector<std::filesystem::path> read;
  std::vector<std::filesystem::path> write;
};

// [database.NAME] of the database_* tools: an SQLite file.
struct AgentDatabase {
  std::string name;
  std::filesystem::path path;  // absolute
  bool write = false;
  int max_rows = 100;  // of one answer
};

// [mcp.NAME]: a server of tools, a program (command) or an address (url), never both.
struct AgentServer {
  std::string name;
  std::vector<std::string> command;
  std::string url;
  bool network = false;                        // of a command; a url is the network
  std::vector<std::filesystem::path> read;     // folders that a command may read: absolute paths
  std::vector<std::filesystem::path> write;    // and change
  std::map<std::string, std::string> env;      // of a command
  std::map<std::string, std::string> headers;  // of a url; in both, ${NAME} stands for a variable of the environment
};

// An agent file (TOML), docs/agents.md. Tools are function names or a prefix with '*' ("calendar_*").
struct AgentFile {
  std::string name;
  std::filesystem::path path = {};  // where it was read; "": the program's own
  std::string description;
  std::string model;  // "" is the default model
  std::string instructions;
  std::vector<std::string> tools;
  std::vector<PermissionRule> permissions;  // the last match wins; without one: read runs, write asks
  int max_steps = 8;                        // model turns a request
  int max_tokens = 512;                     // tokens a turn
  std::uint64_t memory_bytes = 0;           // as --memory; 0: no limit
  int context = 0;                          // tokens; 0: the model's own
  WhenFull when_full = WhenFull::kDropOldest;
  AgentCache cache = {};
  AgentFolders folders = {};
  std::vector<AgentDatabase> databases = {};  // in the order of the file
  std::vector<AgentServer> servers = {};      // in the order of the file
};

// Line and column of a file, from 1; 0 when it concerns the file as a whole.
struct FilePosition {
  int line = 0;
  int column = 0;
};

struct AgentFileMistake {
  ErrorCode code = ErrorCode::kInvalid;
  FilePosition position;
  std::string what;
  std::string hint;
};

// An agent file with all that is wrong with it. file: what could be read, defaults for the rest.
struct AgentFileReading {
  AgentFile file;
  std::vector<AgentFileMistake> mistakes;         // in the order of the file
  std::map<std::string, FilePosition> positions;  // "tools[2]", "permissions[0]", "folders.read[0]", "database.NAME"
};

// text: the file's content. path: for its name. Never throws for what the text says, only Error kInvalid without $HOME.
AgentFileReading read_agent_text(std::string_view text, const std::filesystem::path& path);
// Throws Error kNotFound, kPermission, kIo, kLimit.
AgentFileReading read_agent_file(const std::filesystem::path& path);

inline constexpr const char* kAgentNameRule = "an agent's name is 1 to 64 of a-z, 0-9, '_' and '-'";
bool is_agent_name(std::string_view name) noexcept;

// Throws Error kNotFound, kCorrupt (line and column), kInvalid (unknown key, unknown tool): the first mistake.
AgentFile load_agent_file(const std::filesystem::path& path);
// The agent of that name in the folder, among those that are ready-made, or built in: "default" (every built-in tool)
// and "plain". ready_made: "" for none. Throws Error kNotFound with the names there are.
AgentFile find_agent(std::string_view name, const std::filesystem::path& agents_directory,
                     const std::filesystem::path& ready_made = ready_made_agents_directory());
std::vector<AgentFile> list_agents(const std::filesystem::path& agents_directory,
                                   const std::filesystem::path& ready_made = ready_made_agents_directory());

// What a file says well but the device does not bear out: tools that do not exist, permissions that fit no tool of the
// agent, folders, databases, models and programs that are not there. tools: all there are, all_tools(reading.file).
std::vector<AgentFileMistake> check_agent(const AgentFileReading& reading,
                                          const std::vector<std::unique_ptr<Tool>>& tools);

// The file that reads as this agent, defaults left out.
std::string agent_file_text(const AgentFile& file);
// Writes it there, and the folder when it is missing. Throws Error kConflict when a file stands there and is not to be
// replaced, kPermission, kIo.
void save_agent_text(std::string_view text, const std::filesystem::path& path, bool replace);

// "ask", "allow" or "refuse".
std::string_view permission_name(Permission permission) noexcept;

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
  bool invalid = false;   // failed because its arguments, or its result, do not fit what the tool declares
};

struct AgentAnswer {
  std::string text;
  std::vector<CallRecord> calls;
  Usage usage;
  StopReason stop = StopReason::kEnd;
  std::string cut_call;  // calls that ended before they were whole, by the limit of tokens; none of them was made
  Forgotten forgotten;   // what the conversation no longer holds, so that the context holds the rest
  bool gave_up = false;  // the model made a second invalid call; text says so
};

// What a person is asked before a call.
struct ConsentQuestion {
  const ToolDescription& tool;
  const Json& arguments;
  std::string summary;  // of the plan; "" when there is none
  // Of a call that leaves the machine (effect network or send): what stands in the conversation and might steer it or
  // leave with it. docs/trust.md has the rule.
  bool leaves_machine = false;
  std::vector<std::string> untrusted;  // text that others may have written: the tools it came from
  std::vector<std::string> personal;   // data of the person's own: the tools it came from
  // Whether the agent's permissions alone would have let it through, so that only the rule asks.
  bool asked_for_flow = false;
};

// kAlways: for this conversation, wherever the same rule of the agent's permissions asks for the same tool. A call that
// leaves the machine after text of others came in is asked for all the same.
enum class ConsentAnswer { kNo, kOnce, kAlways };

// What the loop tells the outside while it runs; any may be empty.
struct AgentEvents {
  // Asks the person. Absent: every call that needs consent is refused.
  std::function<ConsentAnswer(const ConsentQuestion& question)> ask_consent;
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
  // Effects are told in the journal as this recorded session's; 0: none.
  void set_session(std::int64_t session) noexcept;
  // Text that others may have written enters the conversation otherwise than as a tool's result, e.g. a prompt of a
  // server. From here on calls that leave the machine are asked for. source: what the person is told of it.
  void add_untrusted_source(const std::string& source);

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
