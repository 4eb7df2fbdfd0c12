#include "oree/journal.h"

#include <algorithm>

#include "agent/journal_state.h"
#include "base/file_lock.h"
#include "oree/error.h"

namespace oree {

using agent::Direction;
using agent::JournalRow;
using agent::make_call_row;
using agent::make_row;
using agent::RecordedChange;
using agent::refusal_text;
using agent::RowKind;

Journal::Journal(const std::filesystem::path& data_directory, std::chrono::milliseconds wait)
    : state_(std::make_unique<State>(data_directory, wait)) {}

Journal::~Journal() = default;
Journal::Journal(Journal&&) noexcept = default;

Journal::Applied Journal::apply(const JournalRequest& request, const std::function<ToolPlan()>& make_plan) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  ToolPlan plan = make_plan();
  JournalRow intent = make_call_row(state_->store.last_entry() + 1, RowKind::kIntent, request, plan.summary);
  intent.changes = state_->files.record(plan.changes, request.granted);
  if (intent.changes.empty()) {
    return {std::move(plan), 0};
  }
  state_->store.append(intent);
  state_->carry_out(intent.entry, intent.changes, Direction::kForward, RowKind::kDone);
  return {std::move(plan), intent.entry};
}

std::int64_t Journal::begin_outside(const JournalRequest& request, const std::string& summary) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  JournalRow row = make_call_row(state_->store.last_entry() + 1, RowKind::kBegun, request, summary);
  state_->store.append(row);
  return row.entry;
}

void Journal::end_outside(std::int64_t id, const std::string& why) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  JournalRow row = make_row(id, why.empty() ? RowKind::kPerformed : RowKind::kFailed, why);
  state_->store.append(row);
}

std::int64_t Journal::record_refusal(const JournalRequest& request, const std::string& summary,
                                     const std::string& why) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  JournalRow row =
      make_call_row(state_->store.last_entry() + 1, RowKind::kRefused, request, refusal_text(summary, why));
  state_->store.append(row);
  return row.entry;
}

void Journal::add_note(std::int64_t id, const std::string& text) {
  const std::unique_ptr<FileLock> lock = state_->begin();
  state_->entry(id);
  JournalRow row = make_row(id, RowKind::kNote, text);
  state_->store.append(row);
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

JournalCheck Journal::verify() const {
  const std::unique_ptr<FileLock> lock = state_->lock();
  return state_->store.verify_bytes();
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
