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
// kFailed: an effect outside the files went wrong; how far it got is not known. kRefused: nothing was done.
enum class JournalState { kIntent, kDone, kUndone, kRecovered, kFailed, kRefused };

// "intent", "done", "undone", "recovered", "failed" or "refused".
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
  std::string note;          // why an effect was taken back, left unresolved or refused; else ""
  std::int64_t session = 0;  // the conversation it belongs to; 0: none that is recorded
  bool has_changes = false;  // of files, which undo can take back
};

struct JournalRequest {
  std::string agent;
  ToolCall call;
  std::string effect;
  std::string consent;
  std::chrono::sys_seconds time;
  std::vector<std::filesystem::path> granted = {};  // as ToolDescription::granted
  std::int64_t session = 0;
};

// A conversation as it was recorded, so that it can be played again (oree/recording.h).
struct JournalSession {
  std::int64_t id = 0;
  std::chrono::sys_seconds time;
  std::string agent;
  std::int64_t n_requests = 0;
  std::uint64_t n_bytes = 0;  // that are kept of it
  bool forgotten = false;     // its content was removed, for room or because the person said so
};

struct JournalRecording {
  JournalSession session;
  Json opening;                // what begin_session was given
  std::vector<Json> requests;  // what record_request was given, in order
};

// What is found of a journal when all of it is checked.
struct JournalCheck {
  std::int64_t n_rows = 0;
  std::int64_t n_effects = 0;
  std::int64_t n_sessions = 0;
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

  // An effect outside the files: begun before it happens, ended after. In between no lock is held, and when neither is
  // called the entry stays an intent. end_outside's why: "" when it was done.
  // Throw Error kIo, kPermission, kConflict, kCorrupt.
  std::int64_t begin_outside(const JournalRequest& request, const std::string& summary);
  void end_outside(std::int64_t id, const std::string& why);
  // A call that was refused, and why.
  std::int64_t record_refusal(const JournalRequest& request, const std::string& summary, const std::string& why);
  // Adds to what is said of an effect. Throws Error kNotFound.
  void add_note(std::int64_t id, const std::string& text);

  // The most that is kept of one conversation, and of all; of the oldest the content is then removed.
  static constexpr std::uint64_t kMaxSessionBytes = std::uint64_t{8} << 20;
  static constexpr std::uint64_t kMaxRecordedBytes = std::uint64_t{64} << 20;

  std::int64_t begin_session(const std::string& agent, const Json& opening);
  // Returns false, and keeps nothing, when the session would grow beyond kMaxSessionBytes.
  bool record_request(std::int64_t session, const Json& request);
  // Newest first.
  std::vector<JournalSession> sessions(int limit = 1000) const;
  // nullopt: the last one. Throws Error kNotFound (none, or its content was removed), kCorrupt.
  JournalRecording recording(std::optional<std::int64_t> session) const;
  // Removes the content of that session, nullopt: of all; that they were stays. Returns how many had any.
  // Throws Error kNotFound.
  int forget_sessions(std::optional<std::int64_t> session);

  // Newest first. Verifies the whole chain. Throws Error kCorrupt.
  std::vector<JournalEntry> list(int limit = 1000) const;
  // Throws Error kNotFound.
  JournalEntry show(std::int64_t id) const;
  // Recomputes every row's hash and compares the last with journal.head. Throws Error kCorrupt with the first bad row.
  JournalCheck verify() const;

  // Takes back the last effect, or that one. Throws Error kConflict when a file changed since, kNotFound, kInvalid
  // (already undone).
  JournalEntry undo(std::optional<std::int64_t> id);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// As Journal::verify, of a journal that is not opened for use first: nothing a crash left is resolved, so that no
// byte changes before it was checked. A data directory without a journal has none that could be bad.
// Throws Error kCorrupt, kUnsupported, kConflict, kIo, kPermission.
JournalCheck verify_journal(const std::filesystem::path& data_directory,
                            std::chrono::milliseconds wait = Journal::kDefaultWait);

}  // namespace oree
