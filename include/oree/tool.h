// A tool: something an agent may call. A tool never touches a file itself: it plans changes, and the agent applies them
// under the journal, so that every effect is recorded and done exactly once, or not at all.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oree/cancel.h"
#include "oree/json.h"

namespace oree {

enum class Effect { kRead, kWrite, kNetwork, kSend };

// "read", "write", "network" or "send".
std::string_view effect_name(Effect effect) noexcept;

struct ToolDescription {
  std::string name;         // as the model sees it: letters, digits, '_', '-'; at most 64
  std::string description;  // natural language, one line
  Json schema;              // JSON Schema of the arguments, an object
  Effect effect = Effect::kRead;
  bool undo = false;  // the journal can take its effect back
  std::string source = "built-in";
  // What its results are, for the rule on what may leave the machine (docs/trust.md).
  bool untrusted = false;              // others may have written the text in them
  bool untrusted_description = false;  // and that of the description, or of names in it
  bool personal = true;                // they may hold the person's own data
  Json result_schema = nullptr;        // JSON Schema that its results promise to fit; null: none
  // Files, and folders with all below them, that its changes may touch beside the data directory: absolute.
  std::vector<std::filesystem::path> granted = {};
};

struct ToolCall {
  std::string tool;
  Json arguments;

  bool operator==(const ToolCall&) const = default;
};

// What a call may see of its surroundings.
struct ToolContext {
  std::filesystem::path data_directory;  // calendar.ics, contacts.vcf, notes/
  std::chrono::sys_seconds now;          // the agent's clock
  std::string time_zone;                 // IANA name, e.g. "Europe/Paris"
};

// One file replaced as a whole. nullopt: the file does not exist (before) or is removed (after).
struct FileChange {
  std::filesystem::path path;  // absolute, inside the data directory or what the tool was granted
  std::optional<std::string> before;
  std::optional<std::string> after;
};

struct ToolPlan {
  Json result;                      // what the model is told
  std::string summary;              // one line for the person who consents and for the journal
  std::vector<FileChange> changes;  // empty for a tool that only reads
};

class Tool {
 public:
  virtual ~Tool() = default;

  virtual const ToolDescription& description() const noexcept = 0;

  // Works out the call without any side effect; deterministic for the same files, arguments and context, so that the
  // plan shown for consent is the plan carried out.
  // arguments: already valid under the schema.
  // Throws Error: what the model and the user should be told (an unknown event, a date not understood, ...).
  virtual ToolPlan plan(const Json& arguments, const ToolContext& context) const = 0;

  // Whether perform() carries the call out instead of the journal: a program or server of others does the work, and
  // what it changes cannot be taken back. plan() then only says in a line what is about to be done.
  virtual bool performs() const noexcept { return false; }
  // Carries the call out, after consent. The plan returned holds result and summary, never changes. cancel: may be
  // nullptr; once it is set the work is stopped. Throws Error as plan(), and kCancelled.
  virtual ToolPlan perform(const Json& arguments, const ToolContext& context, const CancelFlag* cancel) const;
};

// calendar_*, contacts_*, notes_*, clock_now, calculator: those that "*" means in an agent file.
std::vector<std::unique_ptr<Tool>> built_in_tools();

struct AgentFile;  // oree/agent.h

// The built_in_tools and, behind them, units_convert, reminders_*, files_* in the file's folders and database_* on its
// databases.
std::vector<std::unique_ptr<Tool>> all_tools(const AgentFile& file);
// The built_in_tools and those of all_tools that the file names by more than "*". A database is looked into, so that
// the descriptions say what tables it has.
std::vector<std::unique_ptr<Tool>> tools_for(const AgentFile& file);

// Whether two argument objects of that tool ask for the same: dates as instants under the context's clock, strings
// exactly after Unicode NFC, everything else as JSON values.
bool same_arguments(const ToolDescription& tool, const Json& left, const Json& right, const ToolContext& context);

}  // namespace oree
