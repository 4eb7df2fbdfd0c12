// The journal: every side effect an agent had, recorded before it happens, and how to take it back (docs/journal.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/tool.h"

namespace oree {

// What became of an effect. kIntent: begun and not resolved (note says why when a file changed in between).
// kUndone: not in the files, as it was undone or, after a failure or a crash, taken back (note says which).
enum class JournalState { kIntent, kDone, kUndone, kRecovered };

// "intent", "done", "undone" or "recovered".
std::string_view journal_state_name(JournalState state) noexcept;

struct JournalEntry {
  std::int64_t id = 0;
  std::chrono::sys_seconds time;
  std::string agent;
  std::string tool;
  Json arguments;
  std::string effect;
  std::string consent;
  JournalState state = JournalState::kIntent;
  std::string summary;
  std::string note;  // why an effect was taken back or left unresolved; else ""
};

struct JournalRequest {
  std::string agent;
  ToolCall call;
  std::string effect;
  std::string consent;
  std::chrono::sys_seconds time;
  std::vector<std::filesystem::path> granted = {};  // as ToolDescription::granted
};

// One journal a data directory. Several processes may use it at once: apply and undo take the directory's lock.
// Not thread-safe; one object a thread.
class Journal {
 public:
  // How long to wait for another process that holds the directory's lock or the database.
  static constexpr std::chrono::milliseconds kDefaultWait{10'000};

  // Opens or creates DATA_DIRECTORY/journal.db (the directory 0700, its files 0600) and finishes or takes back what a
  // crash left. Throws Error kPermission, kIo, kCorrupt (rows changed or cut off), kUnsupported (a newer format),
  // kConflict (another process holds the lock for longer than `wait`).
  explicit Journal(const std::filesystem::path& data_directory, std::chrono::milliseconds wait = kDefaultWait);
  ~Journal();
  Journal(Journal&&) noexcept;

  struct Applied {
    ToolPlan plan;
    std::int64_t id;  // 0 when the plan changed nothing
  };

  // Takes the lock, makes the plan, records the intent, writes the files atomically, records that it is done.
  // After a crash at any instant the next Journal finds the effect done once or not at all. When writing fails, the
  // files are as before and the entry is taken back.
  // Throws what make_plan throws; Error kIo, kPermission, kConflict (a file is not as the plan's `before`), kLimit,
  // kInvalid (a path outside the data directory and what was granted).
  Applied apply(const JournalRequest& request, const std::function<ToolPlan()>& make_plan);

  // Newest first. Verifies the whole chain. Throws Error kCorrupt.
  std::vector<JournalEntry> list(int limit = 1000) const;
  // Throws Error kNotFound.
  JournalEntry show(std::int64_t id) const;
  // Recomputes every row's hash and compares the last with journal.head. Throws Error kCorrupt with the row.
  void verify() const;

  // Takes back the last effect, or that one. Throws Error kConflict when a file changed since, kNotFound, kInvalid
  // (already undone).
  JournalEntry undo(std::optional<std::int64_t> id);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace oree
