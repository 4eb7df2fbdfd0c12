#include "agent/journal_format.h"

#include <algorithm>
#include <array>

#include "base/sha256.h"

namespace oree::agent {
namespace {

constexpr std::array<std::string_view, 17> kKindNames = {
    "intent",          "done",  "recovered", "taken_back", "conflicted", "undo", "undone",  "undo_taken_back",
    "undo_conflicted", "begun", "performed", "failed",     "refused",    "note", "session", "request",
    "forgotten"};

// Hashes fields with their lengths, so that no two lists of fields share a hash.
class FieldHash {
 public:
  void add(std::string_view field) {
    add_length(field.size());
    sum_.add(field);
  }
  void add(std::int64_t number) { add(std::string_view(std::to_string(number))); }
  void add(const std::optional<std::string>& field) {
    if (field) {
      add(std::string_view(*field));
    } else {
      add_length(~std::uint64_t{0});
    }
  }
  std::string finish() { return sum_.finish_hex(); }

 private:
  void add_length(std::uint64_t length) {
    std::array<char, 8> bytes;
    for (char& byte : bytes) {
      byte = static_cast<char>(length & 0xff);
      length >>= 8;
    }
    sum_.add(std::string_view(bytes.data(), bytes.size()));
  }
  Sha256 sum_;
};

}  // namespace

const char* const kTables = R"sql(
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL,
  kind TEXT NOT NULL,
  time INTEGER NOT NULL,
  agent TEXT NOT NULL,
  tool TEXT NOT NULL,
  arguments TEXT NOT NULL,
  effect TEXT NOT NULL,
  consent TEXT NOT NULL,
  text TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX event_entry ON event (entry, sequence);
CREATE TABLE change (
  event INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  path TEXT NOT NULL,
  hash_before TEXT,
  hash_after TEXT,
  offset INTEGER NOT NULL,
  removed BLOB NOT NULL,
  inserted BLOB NOT NULL,
  PRIMARY KEY (event, ordinal)
);
CREATE INDEX change_path ON change (path, event);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_no_update BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_no_delete BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
)sql";

const char* const kTablesOfFormat2 = R"sql(
ALTER TABLE event ADD COLUMN session INTEGER NOT NULL DEFAULT 0;
CREATE INDEX event_session ON event (session, sequence);
CREATE TABLE recording (
  event INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  part BLOB NOT NULL
);
CREATE INDEX recording_session ON recording (session, event);
CREATE TRIGGER recording_no_update BEFORE UPDATE ON recording BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
PRAGMA user_version = 2;
)sql";

std::string_view row_kind_name(RowKind kind) noexcept { return kKindNames[static_cast<std::size_t>(kind)]; }

std::optional<RowKind> parse_row_kind(std::string_view name) noexcept {
  const auto kind = std::find(kKindNames.begin(), kKindNames.end(), name);
  return kind == kKindNames.end() ? std::nullopt : std::optional(static_cast<RowKind>(kind - kKindNames.begin()));
}

std::string hash_row(std::string_view previous_hash, const JournalRow& row) {
  FieldHash hash;
  hash.add(previous_hash);
  hash.add(row.sequence);
  hash.add(row.entry);
  hash.add(row_kind_name(row.kind));
  hash.add(row.time);
  for (const std::string* field : {&row.agent, &row.tool, &row.arguments, &row.effect, &row.consent, &row.text}) {
    hash.add(std::string_view(*field));
  }
  hash.add(static_cast<std::int64_t>(row.changes.size()));
  for (const RecordedChange& change : row.changes) {
    hash.add(std::string_view(change.path));
    hash.add(change.hash_before);
    hash.add(change.hash_after);
    hash.add(static_cast<std::int64_t>(change.delta.offset_bytes));
    hash.add(std::string_view(change.delta.removed));
    hash.add(std::string_view(change.delta.inserted));
  }
  // Rows of format 1 have no session, and keep the hash they were given.
  if (row.session != 0) {
    hash.add(row.session);
  }
  return hash.finish();
}

}  // namespace oree::agent
