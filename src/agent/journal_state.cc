#include "agent/journal_state.h"

#include "base/log.h"
#include "oree/error.h"

namespace oree {
namespace {

using agent::Direction;
using agent::FileState;
using agent::is_in_force;
using agent::JournalRow;
using agent::make_entry;
using agent::make_row;
using agent::RecordedChange;
using agent::RowKind;

std::string list_of(const std::vector<std::int64_t>& ids) {
  std::string text;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == ids.size() ? " and " : ", ") + std::to_string(ids[i]);
  }
  return text;
}

}  // namespace

Journal::State::State(const std::filesystem::path& data_directory, std::chrono::milliseconds wait_time)
    : files(data_directory), wait(wait_time), initial_lock(lock()), store(files.directory(), wait) {
  store.check_head();
  recover();
  files.remove_leftovers({});
  initial_lock.reset();
}

std::unique_ptr<FileLock> Journal::State::lock() const {
  return std::make_unique<FileLock>(files.directory() / agent::kLockName, static_cast<int>(wait.count()));
}

std::unique_ptr<FileLock> Journal::State::begin() {
  std::unique_ptr<FileLock> held = lock();
  store.check_head();
  recover();
  return held;
}

void Journal::State::recover() {
  const std::optional<JournalRow> last = store.last_row();
  if (!last || !is_open(last->kind)) {
    return;
  }
  const bool undoing = last->kind == RowKind::kUndo;
  const Direction direction = undoing ? Direction::kBack : Direction::kForward;
  const std::vector<RecordedChange> changes = undoing ? store.rows_of(last->entry).front().changes : last->changes;
  const auto resolve = [&](RowKind kind, std::string why) {
    JournalRow row = make_row(last->entry, kind, std::move(why));
    store.append(row);
  };
  bool any_written = false;
  for (const RecordedChange& change : changes) {
    FileState state = FileState::kNeither;
    try {
      state = files.state(change, direction);
    } catch (const Error& error) {
      // A link or something huge now stands there; trouble with reading may pass and leaves the row open.
      if (error.code() != ErrorCode::kInvalid && error.code() != ErrorCode::kLimit) {
        throw;
      }
    }
    if (state == FileState::kNeither) {
      resolve(undoing ? RowKind::kUndoConflicted : RowKind::kConflicted,
              "interrupted, and " + change.path + " was changed by another program since; the file is left as it is");
      return;
    }
    any_written = any_written || state == FileState::kTarget;
  }
  files.remove_leftovers(changes);
  if (!any_written) {
    resolve(undoing ? RowKind::kUndoTakenBack : RowKind::kTakenBack, "interrupted before a file was written");
    return;
  }
  try {
    carry_out(last->entry, changes, direction, undoing ? RowKind::kUndone : RowKind::kRecovered);
  } catch (const Error&) {
    if (is_open(store.last_row()->kind)) {
      throw;
    }
  }
  if (is_open(store.last_row()->kind)) {
    throw Error(ErrorCode::kIo, "effect " + std::to_string(last->entry) + " cannot be recorded as done",
                (files.directory() / agent::kDatabaseName).string(), "free some space and try again");
  }
}

void Journal::State::carry_out(std::int64_t entry, const std::vector<RecordedChange>& changes, Direction direction,
                               RowKind done_kind) {
  const bool undoing = direction == Direction::kBack;
  try {
    files.carry_out(changes, direction);
  } catch (const std::exception& failure) {
    try {
      files.carry_out(changes, undoing ? Direction::kForward : Direction::kBack);
      JournalRow row = make_row(entry, undoing ? RowKind::kUndoTakenBack : RowKind::kTakenBack,
                                std::string("taken back: ") + failure.what());
      store.append(row);
    } catch (const std::exception& second) {
      // The row stays open; whoever uses the journal next resolves it.
      log(LogLevel::kWarning, std::string("the journal will take this back later: ") + second.what());
    }
    throw;
  }
  try {
    JournalRow row = make_row(entry, done_kind);
    store.append(row);
  } catch (const Error& error) {
    // The files are written, so to report a failure would be wrong; the open row is resolved as recovered later.
    log(LogLevel::kWarning, std::string("the journal will record this as done later: ") + error.what());
  }
}

JournalEntry Journal::State::entry(std::int64_t id) const {
  // Below 1 stand the rows of no effect, such as those of conversations.
  const std::vector<JournalRow> rows = id > 0 ? store.rows_of(id) : std::vector<JournalRow>();
  if (rows.empty()) {
    throw Error(ErrorCode::kNotFound, "there is no effect " + std::to_string(id), agent::kDatabaseName,
                "oree journal list shows those there are");
  }
  return make_entry(rows);
}

std::int64_t Journal::State::last_in_force() const {
  for (std::int64_t id = store.last_entry(); id > 0; --id) {
    if (is_in_force(entry(id))) {
      return id;
    }
  }
  throw Error(ErrorCode::kNotFound, "there is nothing to undo", agent::kDatabaseName);
}

void Journal::State::check_can_undo(const JournalEntry& target, const std::vector<RecordedChange>& changes) const {
  if (changes.empty()) {
    throw Error(ErrorCode::kInvalid,
                "effect " + std::to_string(target.id) +
                    (target.state == JournalState::kRefused ? " was refused: there is nothing to take back"
                                                            : " took place outside of Orée's files"),
                agent::kDatabaseName,
                target.state == JournalState::kRefused ? "" : "what left the machine cannot be taken back");
  }
  if (target.state == JournalState::kUndone) {
    throw Error(ErrorCode::kInvalid, "effect " + std::to_string(target.id) + " is undone already", agent::kDatabaseName,
                target.note);
  }
  if (target.state == JournalState::kIntent) {
    throw Error(ErrorCode::kConflict, "effect " + std::to_string(target.id) + " was never completed",
                agent::kDatabaseName, target.note);
  }
  for (const RecordedChange& change : changes) {
    if (files.state(change, Direction::kBack) == FileState::kOrigin) {
      continue;
    }
    std::vector<std::int64_t> later;
    for (const std::int64_t id : store.later_entries_on(change.path, target.id)) {
      if (is_in_force(entry(id))) {
        later.push_back(id);
      }
    }
    throw Error(
        ErrorCode::kConflict,
        change.path + " has changed since effect " + std::to_string(target.id) +
            (later.empty() ? ""
                           : (later.size() == 1 ? ": effect " : ": effects ") + list_of(later) + " changed it later"),
        (files.directory() / change.path).string(),
        later.empty() ? "another program changed it; take the effect back by hand"
                      : "undo the later ones first, the last one first");
  }
}

}  // namespace oree
