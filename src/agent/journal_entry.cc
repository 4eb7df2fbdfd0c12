#include "agent/journal_entry.h"

#include <algorithm>
#include <chrono>

#include "oree/error.h"

namespace oree::agent {
namespace {

std::int64_t current_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void split_refusal(const std::string& text, JournalEntry& entry) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  entry.state = JournalState::kRefused;
  entry.summary = text.substr(0, end);
  entry.note = end < text.size() ? text.substr(end + 1) : "";
}

}  // namespace

JournalRow make_row(std::int64_t entry, RowKind kind, std::string text) {
  JournalRow row;
  row.entry = entry;
  row.kind = kind;
  row.time = current_time();
  row.text = std::move(text);
  return row;
}

JournalRow make_call_row(std::int64_t entry, RowKind kind, const JournalRequest& request, std::string text) {
  JournalRow row = make_row(entry, kind, std::move(text));
  row.time = request.time.time_since_epoch().count();
  row.session = request.session;
  row.agent = request.agent;
  row.tool = request.call.tool;
  row.arguments = request.call.arguments.dump(-1, ' ', false, Json::error_handler_t::replace);
  row.effect = request.effect;
  row.consent = request.consent;
  return row;
}

// Two lines.
std::string refusal_text(std::string summary, const std::string& why) {
  std::replace(summary.begin(), summary.end(), '\n', ' ');
  return summary + "\n" + why;
}

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
                kDatabaseName);
  }
  entry.effect = intent.effect;
  entry.consent = intent.consent;
  entry.summary = intent.text;
  entry.session = intent.session;
  entry.has_changes = !intent.changes.empty();
  std::string notes;
  for (const JournalRow& row : rows) {
    switch (row.kind) {
      case RowKind::kIntent:
      case RowKind::kUndo:
      case RowKind::kSession:
      case RowKind::kRequest:
      case RowKind::kForgotten:
        continue;
      case RowKind::kNote:
        notes += (notes.empty() ? "" : "; ") + row.text;
        continue;
      case RowKind::kBegun:
        entry.note = "begun outside of Orée's files; whether it was done is not recorded";
        continue;
      case RowKind::kPerformed:
        entry.state = JournalState::kDone;
        break;
      case RowKind::kFailed:
        entry.state = JournalState::kFailed;
        break;
      case RowKind::kRefused:
        // The summary and the reason share the row's text.
        split_refusal(row.text, entry);
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
  entry.note += (entry.note.empty() || notes.empty() ? "" : "; ") + notes;
  return entry;
}

bool is_in_force(const JournalEntry& entry) noexcept {
  return entry.has_changes && (entry.state == JournalState::kDone || entry.state == JournalState::kRecovered);
}

}  // namespace oree::agent
