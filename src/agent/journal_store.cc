#include "agent/journal_store.h"

#include <algorithm>
#include <charconv>
#include <cinttypes>
#include <cstdio>

#include "agent/journal_format.h"
#include "base/atomic_file.h"
#include "base/log.h"
#include "base/sha256.h"
#include "oree/error.h"

namespace oree::agent {
namespace {

constexpr std::uint64_t kMaxHeadBytes = 256;

constexpr std::string_view kColumns =
    "sequence, entry, kind, time, agent, tool, arguments, effect, consent, text, session";

std::string head_text(std::int64_t sequence, const std::string& hash, const std::optional<std::uint64_t>& checksum) {
  std::string text = std::to_string(sequence) + " " + hash;
  if (checksum) {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016" PRIx64, *checksum);
    text += std::string(" ") + digits;
  }
  return text + "\n";
}

// The statement, and with it its lock, ends here.
std::int64_t read_integer(const Database& database, std::string_view sql) {
  Statement statement(database, sql);
  return statement.step() ? statement.integer(0) : 0;
}

}  // namespace

JournalStore::JournalStore(const std::filesystem::path& directory, std::chrono::milliseconds wait, bool create)
    : path_(directory / kDatabaseName), head_path_(directory / kHeadName), database_(path_, wait) {
  // EXTRA also syncs the folder when the rollback file goes: a commit then lasts through a power cut.
  database_.execute("PRAGMA synchronous = EXTRA");
  // What is forgotten leaves the file.
  database_.execute("PRAGMA secure_delete = ON");
  const std::int64_t version = read_integer(database_, "PRAGMA user_version");
  if (version == kFormatVersion) {
    return;
  }
  if (version < 0 || version > kFormatVersion) {
    throw Error(ErrorCode::kUnsupported,
                "the journal has format " + std::to_string(version) + ", this program knows format " +
                    std::to_string(kFormatVersion),
                path_.string(), "use the newer Orée that wrote it");
  }
  if (version == 0 && !create) {
    corrupt("journal.db is empty or no journal");
  }
  if (version == 0) {
    create_tables();
  } else {
    Transaction transaction(database_);
    database_.execute(kTablesOfFormat2);
    transaction.commit();
  }
}

void JournalStore::create_tables() {
  if (read_integer(database_, "SELECT count(*) FROM sqlite_master") != 0) {
    throw Error(ErrorCode::kCorrupt, "the file is a database, but not a journal of Orée", path_.string(),
                "move it elsewhere");
  }
  Transaction transaction(database_);
  database_.execute(kTables);
  database_.execute(kTablesOfFormat2);
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
  constexpr std::ptrdiff_t kHashBytes = 1 + 64;      // space, hash
  constexpr std::ptrdiff_t kChecksumBytes = 1 + 16;  // space, checksum
  const std::ptrdiff_t left = end - rest;
  const bool has_checksum = left == kHashBytes + kChecksumBytes + 1;
  bool fits = failure == std::errc() && (has_checksum || left == kHashBytes + 1) && *rest == ' ';
  if (fits) {
    head.hash.assign(rest + 1, 64);
    if (has_checksum) {
      std::uint64_t checksum = 0;
      const char* digits = rest + kHashBytes + 1;
      const auto [last, bad] = std::from_chars(digits, end - 1, checksum, 16);
      fits = bad == std::errc() && last == end - 1;
      head.checksum = checksum;
    }
  }
  // Written back it must be the same bytes: no second spelling of the same head.
  if (!fits || head_text(head.sequence, head.hash, head.checksum) != text) {
    corrupt("journal.head is not a row number, a hash and a checksum");
  }
  return head;
}

void JournalStore::write_head(Head head) const {
  head.checksum = database_.checksum();
  write_file_atomically(head_path_, head_text(head.sequence, head.hash, head.checksum));
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
  // One row behind, or of a format that had no checksum.
  if (last.sequence == head.sequence + 1 || (stored && !stored->checksum)) {
    write_head(last);
  }
}

void JournalStore::append(JournalRow& row, const std::optional<std::string>& part) {
  const Head last = last_in_database();
  if (last.sequence > 0) {
    const std::optional<Head> head = read_head();
    if (!head || head->sequence != last.sequence) {
      write_head(last);
    }
  }
  row.sequence = last.sequence + 1;
  if (part) {
    row.text = sha256_hex(std::string_view(*part));
  }
  const std::string hash = hash_row(last.hash, row);
  Transaction transaction(database_);
  insert(row, hash, part);
  transaction.commit();
  try {
    write_head({row.sequence, hash});
  } catch (const Error& error) {
    log(LogLevel::kWarning, std::string("journal.head was not written: ") + error.what());
  }
}

void JournalStore::insert(const JournalRow& row, const std::string& hash, const std::optional<std::string>& part) {
  Statement event(database_,
                  "INSERT INTO event (sequence, entry, kind, time, agent, tool, arguments, effect, consent, text, "
                  "hash, session) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  event.bind(row.sequence).bind(row.entry).bind_text(row_kind_name(row.kind)).bind(row.time);
  event.bind_text(row.agent).bind_text(row.tool).bind_text(row.arguments).bind_text(row.effect);
  event.bind_text(row.consent).bind_text(row.text).bind_text(hash).bind(row.session).step();
  std::int64_t ordinal = 0;
  for (const RecordedChange& change : row.changes) {
    Statement insert_change(database_, "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert_change.bind(row.sequence).bind(ordinal++).bind_text(change.path);
    insert_change.bind_optional_text(change.hash_before).bind_optional_text(change.hash_after);
    insert_change.bind(static_cast<std::int64_t>(change.delta.offset_bytes));
    insert_change.bind_blob(change.delta.removed).bind_blob(change.delta.inserted).step();
  }
  if (part) {
    Statement recording(database_, "INSERT INTO recording (event, session, part) VALUES (?, ?, ?)");
    recording.bind(row.sequence).bind(row.session).bind_blob(*part).step();
  }
  if (row.kind == RowKind::kForgotten) {
    Statement forget(database_, "DELETE FROM recording WHERE session = ?");
    forget.bind(row.session).step();
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
  const std::optional<RowKind> kind = parse_row_kind(statement.bytes(2));
  if (!kind) {
    corrupt("row " + std::to_string(row.sequence) + " is of an unknown kind");
  }
  row.kind = *kind;
  row.time = statement.integer(3);
  row.agent = statement.bytes(4);
  row.tool = statement.bytes(5);
  row.arguments = statement.bytes(6);
  row.effect = statement.bytes(7);
  row.consent = statement.bytes(8);
  row.text = statement.bytes(9);
  row.session = statement.integer(10);
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
  if (!rows.empty() && !carries_call(rows.front().kind)) {
    corrupt("effect " + std::to_string(entry) + " does not begin with a call");
  }
  return rows;
}

std::vector<std::int64_t> JournalStore::newest_entries(std::int64_t limit) const {
  Statement statement(database_, "SELECT DISTINCT entry FROM event WHERE entry > 0 ORDER BY entry DESC LIMIT ?");
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

}  // namespace oree::agent
