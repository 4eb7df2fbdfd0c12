// The part of the journal's store that looks at all of it.
#include <set>

#include "agent/journal_format.h"
#include "agent/journal_store.h"
#include "base/sha256.h"
#include "oree/error.h"

namespace oree::agent {
namespace {

using Tables = std::set<std::string>;

Tables tables_of(const Database& database) {
  Statement statement(database, "SELECT type, name, tbl_name, sql FROM sqlite_master");
  Tables tables;
  while (statement.step()) {
    tables.insert(statement.bytes(0) + "\n" + statement.bytes(1) + "\n" + statement.bytes(2) + "\n" +
                  statement.bytes(3));
  }
  return tables;
}

Tables expected_tables() {
  Database fresh = Database::in_memory();
  fresh.execute(kTables);
  fresh.execute(kTablesOfFormat2);
  return tables_of(fresh);
}

}  // namespace

JournalCheck JournalStore::check_rows() const {
  JournalCheck check;
  std::set<std::int64_t> forgotten;
  {
    Statement statement(database_, "SELECT session FROM event WHERE kind = 'forgotten'");
    while (statement.step()) {
      forgotten.insert(statement.integer(0));
    }
  }
  Statement statement(database_,
                      "SELECT sequence, entry, kind, time, agent, tool, arguments, effect, consent, text, session, "
                      "hash FROM event ORDER BY sequence");
  std::string previous_hash;
  const auto step = [&] {
    try {
      return statement.step();
    } catch (const Error& error) {
      corrupt("row " + std::to_string(check.n_rows + 1) + " cannot be read (" + error.what() + ")");
    }
  };
  while (step()) {
    const std::int64_t expected = check.n_rows + 1;
    const JournalRow row = read_row(statement);
    if (row.sequence != expected) {
      corrupt("row " + std::to_string(expected) + " is missing");
    }
    if (hash_row(previous_hash, row) != statement.bytes(11)) {
      corrupt("row " + std::to_string(row.sequence) + " does not fit its hash");
    }
    if (row.kind == RowKind::kSession || row.kind == RowKind::kRequest) {
      Statement part(database_, "SELECT session, part FROM recording WHERE event = ?");
      part.bind(row.sequence);
      const bool kept = part.step();
      if (kept != !forgotten.contains(row.session) ||
          (kept && (part.integer(0) != row.session || sha256_hex(part.bytes(1)) != row.text))) {
        corrupt("the recording at row " + std::to_string(row.sequence) + " is missing or changed");
      }
    }
    check.n_effects += carries_call(row.kind) ? 1 : 0;
    check.n_sessions += row.kind == RowKind::kSession ? 1 : 0;
    previous_hash = statement.bytes(11);
    check.n_rows = expected;
  }
  return check;
}

// What stands in the database without belonging to a row.
void JournalStore::check_nothing_loose() const {
  if (tables_of(database_) != expected_tables()) {
    corrupt("its tables, indexes or triggers are not those of a journal");
  }
  for (const char* sql : {"SELECT event FROM change WHERE event NOT IN (SELECT sequence FROM event WHERE kind = "
                          "'intent') LIMIT 1",
                          "SELECT event FROM recording WHERE event NOT IN (SELECT sequence FROM event WHERE kind IN "
                          "('session', 'request')) LIMIT 1"}) {
    Statement statement(database_, sql);
    if (statement.step()) {
      corrupt("something is kept for row " + std::to_string(statement.integer(0)) + ", which has nothing");
    }
  }
  Statement integrity(database_, "PRAGMA integrity_check(1)");
  if (integrity.step() && integrity.bytes(0) != "ok") {
    corrupt(integrity.bytes(0));
  }
}

void JournalStore::check_checksum() const {
  const std::optional<Head> head = read_head();
  if (head && head->checksum && *head->checksum != database_.checksum()) {
    corrupt("every row is as it was written, but bytes of journal.db outside them are not");
  }
}

JournalCheck JournalStore::verify() {
  const JournalCheck check = check_rows();
  check_head();
  check_nothing_loose();
  return check;
}

JournalCheck JournalStore::verify_bytes() {
  // A head that a crash left one row behind belongs to the bytes before that row, and is mended.
  const JournalCheck check = verify();
  check_checksum();
  return check;
}

}  // namespace oree::agent
