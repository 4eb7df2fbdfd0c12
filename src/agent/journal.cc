#include "oree/journal.h"

#include <algorithm>

#include "agent/data_files.h"
#include "agent/journal_store.h"
#include "base/file_lock.h"
#include "base/log.h"
#include "oree/error.h"

namespace oree {
namespace {

using agent::DataFiles;
using agent::Direction;
using agent::FileState;
using agent::JournalRow;
using agent::JournalStore;
using agent::RecordedChange;
using agent::RowKind;

std::int64_t current_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

JournalRow make_row(std::int64_t entry, RowKind kind, std::string text = {}) {
  JournalRow row;
  row.entry = entry;
  row.kind = kind;
  row.time = current_time();
  row.text = std::move(text);
  return row;
}

// Works an entry out of its rows: the call from the first, the state from what followed.
JournalEntry make_entry(const std::vector<JournalRow>& rows) {
  const JournalRow& intent = rows.front();
  JournalEntry entry;
  entry.id = intent.entry;
  entry.time = std::chrono::sys_seconds(std::chrono::seconds(intent.time));
  entry.agent = intent.agent;
  entry.tool = intent.tool;
  entry.arguments = Json::parse(intent.arguments, nullptr, false);
  if (entry.arguments.is_discarded()) {
    throw Error(ErrorCode::kCorrupt, "the arguments of effect " + std::to_string(intent.entry) + " are not JSON",
                agent::kDatabaseName);
  }
  entry.effect = intent.effect;
  entry.consent = intent.consent;
  entry.summary = intent.text;
  for (const JournalRow& row : rows) {
    switch (row.kind) {
      case RowKind::kIntent:
      case RowKind::kUndo:
        continue;
      case RowKind::kDone:
        entry.state = JournalState::kDone;
        break;
      case RowKind::kRecovered:
        entry.state = JournalState::kRecovered;
        break;
      case RowKind::kTakenBack:
      case RowKind::kUndone:
        entry.state = JournalState::kUndone;
        break;
      case RowKind::kConflicted:
      case RowKind::kUndoTakenBack:
      case RowKind::kUndoConflicted:
        break;
    }
    entry.note = row.text;
  }
  return entry;
}

bool is_in_force(const JournalEntry& entry) {
  return entry.state == JournalState::kDone || entry.state == JournalState::kRecovered;
}

std::string list_of(const std::vector<std::int64_t>& ids) {
  std::string text;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == ids.size() ? " and " : ", ") + std::to_string(ids[i]);
  }
  return text;
}

}  // namespace

struct Journal::State {
  State(const std::filesystem::path& data_directory, std::chrono::milliseconds wait_time)
      : files(data_directory), wait(wait_time), initial_lock(lock()), store(files.directory(), wait) {
    store.check_head();
    recover();
    files.remove_leftovers({});
    initial_lock.reset();
  }

  std::unique_ptr<FileLock> lock() const {
    return std::make_unique<FileLock>(files.directory() / agent::kLockName, static_cast<int>(wait.count()));
  }

  // What every change begins with: alone, on a journal that fits its head, with nothing left open.
  std::unique_ptr<FileLock> begin() {
    std::unique_ptr<FileLock> held = lock();
    store.check_head();
    recover();
    return held;
  }

  // Resolves what a crash left open: at most the last row. An effect takes place when its first file is replaced: if
  // none was, it is taken back, otherwise it is finished. A file in neither state belongs to somebody else by now.
  void recover() {
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

  // Moves the files and records that it is done; when that fails, moves them back and records that instead.
  void carry_out(std::int64_t entry, const std::vector<RecordedChange>& changes, Direction direction,
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

  JournalEntry entry(std::int64_t id) const {
    const std::vector<JournalRow> rows = store.rows_of(id);
    if (rows.empty()) {
      throw Error(ErrorCode::kNotFound, "there is no effect " + std::to_string(id), agent::kDatabaseName,
                  "oree journal list shows those there are");
    }
    return make_entry(rows);
  }

  std::int64_t last_in_force() const {
    for (std::int64_t id = store.last_entry(); id > 0; --id) {
      if (is_in_force(entry(id))) {
        return id;
      }
    }
    throw Error(ErrorCode::kNotFound, "there is nothing to undo", agent::kDatabaseName);
  }

  void check_can_undo(const JournalEntry& target, const std::vector<RecordedChange>& changes) const {
    if (target.state == JournalState::kUndone) {
      throw Error(ErrorCode::kInvalid, "effect " + std::to_string(target.id) + " is undone already",
                  agent::kDatabaseName, target.note);
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

  DataFiles files;
  std::chrono::milliseconds wait;
  std::unique_ptr<FileLock> initial_lock;  // held while the store is opened
  JournalStore store;
};

Journal::Journal(const std::filesystem::path& data_directory, std::chrono::milliseconds wait)
    : state_(std::make_unique<State>(data_directory, wait)) {}

Journal::~Journal() = default;
Journal::Journal(Journal&&) noexcept = default;

Journal::Applied Journal::apply(const JournalRequest& request, const std::function<ToolPlan()>& make_plan) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  ToolPlan plan = make_plan();
  JournalRow intent = make_row(state_->store.last_entry() + 1, RowKind::kIntent, plan.summary);
  intent.changes = state_->files.record(plan.changes, request.granted);
  if (intent.changes.empty()) {
    return {std::move(plan), 0};
  }
  intent.time = request.time.time_since_epoch().count();
  intent.agent = request.agent;
  intent.tool = request.call.tool;
  intent.arguments = request.call.arguments.dump(-1, ' ', false, Json::error_handler_t::replace);
  intent.effect = request.effect;
  intent.consent = request.consent;
  state_->store.append(intent);
  state_->carry_out(intent.entry, intent.changes, Direction::kForward, RowKind::kDone);
  return {std::move(plan), intent.entry};
}

std::vector<JournalEntry> Journal::list(int limit) const {
  const std::unique_ptr<FileLock> lock = state_->lock();
  state_->store.verify();
  std::vector<JournalEntry> entries;
  for (const std::int64_t id : state_->store.newest_entries(std::max(limit, 0))) {
    entries.push_back(state_->entry(id));
  }
  return entries;
}

JournalEntry Journal::show(std::int64_t id) const {
  const std::unique_ptr<FileLock> lock = state_->lock();
  return state_->entry(id);
}

void Journal::verify() const {
  const std::unique_ptr<FileLock> lock = state_->lock();
  state_->store.verify();
}

JournalEntry Journal::undo(std::optional<std::int64_t> id) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  const std::int64_t target = id ? *id : state_->last_in_force();
  const JournalEntry entry = state_->entry(target);
  const std::vector<RecordedChange> changes = state_->store.rows_of(target).front().changes;
  state_->check_can_undo(entry, changes);
  JournalRow undo = make_row(target, RowKind::kUndo);
  state_->store.append(undo);
  state_->carry_out(target, changes, Direction::kBack, RowKind::kUndone);
  JournalEntry undone = state_->entry(target);
  undone.state = JournalState::kUndone;
  return undone;
}

}  // namespace oree
