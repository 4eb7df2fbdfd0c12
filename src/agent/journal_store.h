// The journal's rows: only ever inserted, each with a hash over itself and the one before. The last hash is also kept
// outside the database (journal.head), so that a cut tail shows. Format: docs/journal.md.
//
// Every member needs the data directory's lock, and throws Error as Database does, and kCorrupt where rows or the head
// do not fit each other.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/data_files.h"
#include "agent/sqlite.h"
#include "oree/journal.h"

namespace oree::agent {

enum class RowKind {
  kIntent,          // an effect begins; carries the call and the changes
  kDone,            // its files are written
  kRecovered,       // as kDone, found or finished after a crash
  kTakenBack,       // it did not happen: a failure or a crash before its first file was written
  kConflicted,      // begun, then a file changed before it could be resolved
  kUndo,            // undoing begins
  kUndone,          // its files are as before the effect
  kUndoTakenBack,   // undoing did not happen
  kUndoConflicted,  // undoing begun, then a file changed before it could be resolved
  kBegun,           // an effect outside the files begins; carries the call
  kPerformed,       // it was done
  kFailed,          // it went wrong
  kRefused,         // a call that was not made; carries it
  kNote,            // more on an effect
  kSession,         // a conversation begins; carries its recording's first part
  kRequest,         // a request of it; carries the next part
  kForgotten,       // the parts of a session were removed
};

// As docs/journal.md lists them: "intent", "done", ...
std::string_view row_kind_name(RowKind kind) noexcept;
// An intent or an undo: the next row resolves it.
constexpr bool is_open(RowKind kind) noexcept { return kind == RowKind::kIntent || kind == RowKind::kUndo; }

struct JournalRow {
  std::int64_t sequence = 0;  // 1, 2, 3, ... without a gap
  std::int64_t entry = 0;     // the effect it belongs to, from 1; 0: of a recording
  RowKind kind = RowKind::kIntent;
  std::int64_t time = 0;     // seconds since 1970
  std::int64_t session = 0;  // the conversation, from 1; 0: none that is recorded
  // Of a row that carries a call, else "".
  std::string agent;
  std::string tool;
  std::string arguments;  // JSON
  std::string effect;
  std::string consent;
  std::string text;                     // with a call: the summary; of a recording: the part's SHA-256; else why
  std::vector<RecordedChange> changes;  // of an intent
};

// Whether an effect begins with it, or was refused.
constexpr bool carries_call(RowKind kind) noexcept {
  return kind == RowKind::kIntent || kind == RowKind::kBegun || kind == RowKind::kRefused;
}

class JournalStore {
 public:
  // create: whether an empty database becomes a journal; otherwise it is corrupt.
  JournalStore(const std::filesystem::path& directory, std::chrono::milliseconds wait, bool create = true);

  // Compares the last row with the head. A head that is exactly one row behind is what a crash between the two leaves:
  // it is written anew. Cost: two rows.
  void check_head();

  // Gives the row its sequence and hash, commits it durably, writes the head.
  // When only the head could not be written the row is in the journal all the same, and the next append or check_head
  // catches up; an append never leaves the head two rows behind.
  // part: what a row of a recording carries; its hash becomes the row's text.
  void append(JournalRow& row, const std::optional<std::string>& part = std::nullopt);

  std::int64_t last_session() const;  // 0 when there is none
  // Newest first.
  std::vector<JournalSession> newest_sessions(std::int64_t limit) const;
  // In order. Throws Error kCorrupt when one is not what its row says.
  std::vector<std::string> parts_of(std::int64_t session) const;
  std::uint64_t recorded_bytes(std::int64_t session) const;  // 0: of all sessions
  // Removes the parts of a session, under a row that says so.
  void forget(std::int64_t session, std::int64_t time);

  std::optional<JournalRow> last_row() const;
  std::int64_t last_entry() const;  // 0 when there is none
  // The rows of one effect in order, the intent first; empty when there is no such effect.
  std::vector<JournalRow> rows_of(std::int64_t entry) const;
  // The newest effects, newest first.
  std::vector<std::int64_t> newest_entries(std::int64_t limit) const;
  // Effects after that one whose intent names the file, oldest first.
  std::vector<std::int64_t> later_entries_on(const std::string& path, std::int64_t entry) const;

  // Recomputes every hash, compares the last with the head, and looks for what belongs to no row.
  JournalCheck verify();
  // And that no byte of the database changed since the head was written.
  JournalCheck verify_bytes();

 private:
  struct Head {
    std::int64_t sequence = 0;
    std::string hash;
    std::optional<std::uint64_t> checksum = {};  // of the whole database; older heads have none
  };
  void create_tables();
  void check_tables() const;
  void check_nothing_loose() const;
  void check_checksum() const;
  std::optional<Head> read_head() const;
  void write_head(Head head) const;  // with the checksum of the database as it is
  void insert(const JournalRow& row, const std::string& hash, const std::optional<std::string>& part);
  Head last_in_database() const;
  std::string stored_hash(std::int64_t sequence) const;  // "" for row 0
  std::vector<RecordedChange> changes_of(std::int64_t sequence) const;
  JournalRow read_row(const Statement& statement) const;
  // All rows in order: their chain, their parts.
  JournalCheck check_rows() const;
  [[noreturn]] void corrupt(const std::string& what) const;

  std::filesystem::path path_;
  std::filesystem::path head_path_;
  Database database_;
};

}  // namespace oree::agent
