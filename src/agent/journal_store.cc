#include "agent/journal_store.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/atomic_file.h"
#include "base/log.h"
#include "base/sha256.h"
#include "oree/error.h"

namespace oree::agent {
namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::uint64_t kMaxHeadBytes = 256;

constexpr std::array<std::string_view, 9> kKindNames = {
    "intent", "done", "recovered", "taken_back", "conflicted", "undo", "undone", "undo_taken_back", "undo_conflicted"};

constexpr const char* kTables = R"sql(
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
PRAGMA user_version = 1;
)sql";

constexpr std::string_view kColumns = "sequence, entry, kind, time, agent, tool, arguments, effect, consent, text";

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
  return hash.finish();
}

// The statement, and with it its lock, ends here.
std::int64_t read_integer(const Database& database, std::string_view sql) {
  Statement statement(database, sql);
  return statement.step() ? statement.integer(0) : 0;
}

}  // namespace

std::string_view row_kind_name(RowKind kind) noexcept { return kKindNames[static_cast<std::size_t>(kind)]; }

JournalStore::JournalStore(const std::filesystem::path& directory, std::chrono::milliseconds wait)
    : path_(directory / kDatabaseName), head_path_(directory / kHeadName), database_(path_, wait) {
  // EXTRA also syncs the folder when the rollback file goes: a commit then lasts through a power cut.
  database_.execute("PRAGMA synchronous = EXTRA");
  const std::int64_t version = read_integer(database_, "PRAGMA user_version");
  if (version == 0) {
    create_tables();
  } else if (version != kFormatVersion) {
    throw Error(ErrorCode::kUnsupported,
                "the journal has format " + std::to_string(version) + ", this program knows format " +
                    std::to_string(kFormatVersion),
                path_.string(), "use the newer Orée that wrote it");
  }
}

void JournalStore::create_tables() {
  if (read_integer(database_, "SELECT count(*) FROM sqlite_master") != 0) {
    throw Error(ErrorCode::kCorrupt, "the file is a database, but not a journal of Orée", path_.string(),
                "move it elsewhere");
  }
  Transaction transaction(database_);
  database_.execute(kTables);
  transaction.commit();
}

void JournalStore::corrupt(const std::string& what) const {
  throw Error(ErrorCode::kCorrupt, "the journal was altered: " + what, path_.string(),
              "restore journal.db and journal.head from a backup, or move both elsewhere to begin a new journal; the "
              "calendar, contacts and notes are not affected");
}

std::optional<JournalStore::Head> JournalStore::read_head() const {
  std::string text;
  try {
    text = read_file(head_path_, kMaxHeadBytes);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kNotFound) {
      return std::nullopt;
    }
    throw;
  }
  Head head;
  const char* end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, head.sequence);
  constexpr std::ptrdiff_t kRestBytes = 1 + 64 + 1;  // space, hash, line feed
  if (failure != std::errc() || end - rest != kRestBytes || *rest != ' ' || text.back() != '\n') {
    corrupt("journal.head is not a row number and a hash");
  }
  head.hash.assign(rest + 1, 64);
  return head;
}

void JournalStore::write_head(const Head& head) const {
  write_file_atomically(head_path_, std::to_string(head.sequence) + " " + head.hash + "\n");
}

std::string JournalStore::stored_hash(std::int64_t sequence) const {
  Statement statement(database_, "SELECT hash FROM event WHERE sequence = ?");
  statement.bind(sequence);
  return statement.step() ? statement.bytes(0) : "";
}

JournalStore::Head JournalStore::last_in_database() const {
  Statement statement(database_, "SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1");
  return statement.step() ? Head{statement.integer(0), statement.bytes(1)} : Head{};
}

void JournalStore::check_head() {
  const Head last = last_in_database();
  const std::optional<Head> stored = read_head();
  const Head head = stored.value_or(Head{});
  if (!stored && last.sequence > 1) {
    corrupt("journal.head is missing, and there are " + std::to_string(last.sequence) + " rows");
  }
  if (last.sequence < head.sequence) {
    corrupt("it ends with row " + std::to_string(last.sequence) + ", but journal.head names row " +
            std::to_string(head.sequence));
  }
  if (last.sequence > head.sequence + 1) {
    corrupt("journal.head names row " + std::to_string(head.sequence) + ", but there are " +
            std::to_string(last.sequence) + " rows");
  }
  if (stored_hash(head.sequence) != head.hash) {
    corrupt("row " + std::to_string(head.sequence) + " is not the one that journal.head names");
  }
  if (const std::optional<JournalRow> row = last_row();
      row && hash_row(stored_hash(row->sequence - 1), *row) != last.hash) {
    corrupt("row " + std::to_string(row->sequence) + " does not fit its hash");
  }
  if (last.sequence == head.sequence + 1) {
    write_head(last);
  }
}

void JournalStore::append(JournalRow& row) {
  const Head last = last_in_database();
  if (last.sequence > 0) {
    const std::optional<Head> head = read_head();
    if (!head || head->sequence != last.sequence) {
      write_head(last);
    }
  }
  row.sequence = last.sequence + 1;
  const std::string hash = hash_row(last.hash, row);
  Transaction transaction(database_);
  Statement event(database_, "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  event.bind(row.sequence).bind(row.entry).bind_text(row_kind_name(row.kind)).bind(row.time);
  event.bind_text(row.agent).bind_text(row.tool).bind_text(row.arguments).bind_text(row.effect);
  event.bind_text(row.consent).bind_text(row.text).bind_text(hash).step();
  std::int64_t ordinal = 0;
  for (const RecordedChange& change : row.changes) {
    Statement insert(database_, "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(row.sequence).bind(ordinal++).bind_text(change.path);
    insert.bind_optional_text(change.hash_before).bind_optional_text(change.hash_after);
    insert.bind(static_cast<std::int64_t>(change.delta.offset_bytes));
    insert.bind_blob(change.delta.removed).bind_blob(change.delta.inserted).step();
  }
  transaction.commit();
  try {
    write_head({row.sequence, hash});
  } catch (const Error& error) {
    log(LogLevel::kWarning, std::string("journal.head was not written: ") + error.what());
  }
}

std::vector<RecordedChange> JournalStore::changes_of(std::int64_t sequence) const {
  Statement statement(database_,
                      "SELECT path, hash_before, hash_after, offset, removed, inserted FROM change WHERE event = ? "
                      "ORDER BY ordinal");
  statement.bind(sequence);
  std::vector<RecordedChange> changes;
  while (statement.step()) {
    changes.push_back({statement.bytes(0),
                       statement.optional_bytes(1),
                       statement.optional_bytes(2),
                       {static_cast<std::uint64_t>(statement.integer(3)), statement.bytes(4), statement.bytes(5)}});
  }
  return changes;
}

JournalRow JournalStore::read_row(const Statement& statement) const {
  JournalRow row;
  row.sequence = statement.integer(0);
  row.entry = statement.integer(1);
  const auto kind = std::find(kKindNames.begin(), kKindNames.end(), statement.bytes(2));
  if (kind == kKindNames.end()) {
    corrupt("row " + std::to_string(row.sequence) + " is of an unknown kind");
  }
  row.kind = static_cast<RowKind>(kind - kKindNames.begin());
  row.time = statement.integer(3);
  row.agent = statement.bytes(4);
  row.tool = statement.bytes(5);
  row.arguments = statement.bytes(6);
  row.effect = statement.bytes(7);
  row.consent = statement.bytes(8);
  row.text = statement.bytes(9);
  row.changes = changes_of(row.sequence);
  return row;
}

std::optional<JournalRow> JournalStore::last_row() const {
  Statement statement(database_, "SELECT " + std::string(kColumns) + " FROM event ORDER BY sequence DESC LIMIT 1");
  return statement.step() ? std::optional(read_row(statement)) : std::nullopt;
}

std::int64_t JournalStore::last_entry() const { return read_integer(database_, "SELECT max(entry) FROM event"); }

std::vector<JournalRow> JournalStore::rows_of(std::int64_t entry) const {
  Statement statement(database_, "SELECT " + std::string(kColumns) + " FROM event WHERE entry = ? ORDER BY sequence");
  statement.bind(entry);
  std::vector<JournalRow> rows;
  while (statement.step()) {
    rows.push_back(read_row(statement));
  }
  if (!rows.empty() && rows.front().kind != RowKind::kIntent) {
    corrupt("effect " + std::to_string(entry) + " does not begin with an intent");
  }
  return rows;
}

std::vector<std::int64_t> JournalStore::newest_entries(std::int64_t limit) const {
  Statement statement(database_, "SELECT DISTINCT entry FROM event ORDER BY entry DESC LIMIT ?");
  statement.bind(limit);
  std::vector<std::int64_t> entries;
  while (statement.step()) {
    entries.push_back(statement.integer(0));
  }
  return entries;
}

std::vector<std::int64_t> JournalStore::later_entries_on(const std::string& path, std::int64_t entry) const {
  Statement statement(database_,
                      "SELECT event.entry FROM change JOIN event ON event.sequence = change.event "
                      "WHERE change.path = ? AND event.entry > ? ORDER BY event.entry");
  statement.bind_text(path).bind(entry);
  std::vector<std::int64_t> entries;
  while (statement.step()) {
    entries.push_back(statement.integer(0));
  }
  return entries;
}

void JournalStore::verify() {
  check_head();
  Statement statement(database_, "SELECT " + std::string(kColumns) + ", hash FROM event ORDER BY sequence");
  std::string previous_hash;
  std::int64_t expected = 1;
  for (; statement.step(); ++expected) {
    const JournalRow row = read_row(statement);
    if (row.sequence != expected) {
      corrupt("row " + std::to_string(expected) + " is missing");
    }
    if (hash_row(previous_hash, row) != statement.bytes(10)) {
      corrupt("row " + std::to_string(row.sequence) + " does not fit its hash");
    }
    previous_hash = statement.bytes(10);
  }
}

}  // namespace oree::agent
