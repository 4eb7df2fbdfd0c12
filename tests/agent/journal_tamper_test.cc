// What shows when somebody edits the journal behind Orée's back, and what a crash may leave without alarm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "agent/fakes.h"
#include "oree/journal.h"

namespace oree {
namespace {

using test::append_line;
using test::content;
using test::error_of;
using test::put;
using test::request_for;
using test::TemporaryFolder;
using testing::HasSubstr;

class JournalTamper : public testing::Test {
 protected:
  JournalTamper() {
    Journal journal(data);
    for (const char* line : {"one", "two", "three"}) {
      journal.apply(request_for(line), [&] { return append_line(data / "list.txt", line); });
    }
  }

  // Runs it on the database; returns SQLite's message, "" when it went through.
  std::string sql(const std::string& statements) {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
    char* message = nullptr;
    sqlite3_exec(handle, statements.c_str(), nullptr, nullptr, &message);
    const std::string text = message != nullptr ? message : "";
    sqlite3_free(message);
    sqlite3_close(handle);
    return text;
  }
  void force(const std::string& statement) {
    EXPECT_EQ(
        sql("DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; DROP TRIGGER change_no_update;" + statement),
        "");
  }
  Error open_error() {
    return error_of([&] { Journal journal(data); });
  }
  void expect_altered(const std::string& what) {
    const Error error = error_of([&] { Journal(data).list(); });
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    EXPECT_THAT(error.what(), HasSubstr(what));
    EXPECT_NE(error.hint(), "");
    EXPECT_THAT(error.where(), HasSubstr("journal"));
  }

  TemporaryFolder folder;
  std::filesystem::path data = folder.path();
  std::filesystem::path database = data / "journal.db";
  std::filesystem::path head = data / "journal.head";
};

TEST_F(JournalTamper, TheDatabaseItselfRefusesChangesAndRemovals) {
  EXPECT_THAT(sql("UPDATE event SET tool = 'x'"), HasSubstr("append-only"));
  EXPECT_THAT(sql("DELETE FROM event"), HasSubstr("append-only"));
  EXPECT_THAT(sql("UPDATE change SET path = 'x'"), HasSubstr("append-only"));
  EXPECT_THAT(sql("DELETE FROM change"), HasSubstr("append-only"));
  Journal(data).verify();
}

TEST_F(JournalTamper, AChangedRowShows) {
  force("UPDATE event SET arguments = '{}' WHERE sequence = 1");
  expect_altered("row 1 does not fit its hash");
}

TEST_F(JournalTamper, AChangedDeltaShows) {
  force("UPDATE change SET inserted = 'evil' WHERE event = 3");
  expect_altered("row 3 does not fit its hash");
}

TEST_F(JournalTamper, ACutTailShowsAtOnce) {
  force("DELETE FROM event WHERE sequence = 6");
  EXPECT_THAT(open_error().what(), HasSubstr("ends with row 5, but journal.head names row 6"));
}

TEST_F(JournalTamper, ARemovedRowInTheMiddleShows) {
  force("DELETE FROM event WHERE sequence = 2");
  expect_altered("row 2 is missing");
}

TEST_F(JournalTamper, AnEmptiedOrRemovedDatabaseShows) {
  force("DELETE FROM event");
  EXPECT_EQ(open_error().code(), ErrorCode::kCorrupt);
  std::filesystem::remove(database);
  EXPECT_EQ(open_error().code(), ErrorCode::kCorrupt);
}

TEST_F(JournalTamper, AnOldOrMissingHeadShows) {
  const std::string now = *content(head);
  put(head, "2 " + std::string(64, '0') + "\n");
  EXPECT_EQ(open_error().code(), ErrorCode::kCorrupt);
  put(head, "nonsense");
  EXPECT_EQ(open_error().code(), ErrorCode::kCorrupt);
  std::filesystem::remove(head);
  EXPECT_THAT(open_error().what(), HasSubstr("missing"));
  put(head, now);
  Journal(data).verify();
}

TEST_F(JournalTamper, AHeadOneRowBehindIsWhatACrashLeavesAndIsMended) {
  const std::string before = *content(head);
  Journal(data).undo(std::nullopt);  // two rows more
  const std::string after = *content(head);
  put(head, before);
  EXPECT_EQ(open_error().code(), ErrorCode::kCorrupt);  // two behind
  put(head, after);
  Journal(data).verify();

  // The head as it was one row earlier, with that row's hash from the database.
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
  std::string hash;
  sqlite3_exec(
      handle, "SELECT hash FROM event WHERE sequence = 7",
      [](void* target, int, char** values, char**) {
        *static_cast<std::string*>(target) = values[0];
        return 0;
      },
      &hash, nullptr);
  sqlite3_close(handle);
  put(head, "7 " + hash + "\n");
  Journal(data).verify();
  EXPECT_EQ(content(head), after);
}

TEST_F(JournalTamper, AFileThatIsNoDatabaseIsNamed) {
  put(database, "this is not a database at all, but long enough to be looked at as one");
  const Error error = open_error();
  EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
  EXPECT_THAT(error.where(), HasSubstr("journal.db"));
}

TEST_F(JournalTamper, DamagedPagesAreAnErrorNotACrash) {
  const std::string whole = *content(database);
  for (std::size_t at = 100; at < whole.size(); at += 509) {
    std::string damaged = whole;
    for (std::size_t i = at; i < std::min(at + 16, damaged.size()); ++i) {
      damaged[i] = static_cast<char>(damaged[i] ^ 0x5a);
    }
    put(database, damaged);
    try {
      Journal(data).list();  // unused bytes may change without harm
    } catch (const Error& error) {
      EXPECT_NE(error.code(), ErrorCode::kInternal);
    }
  }
}

TEST_F(JournalTamper, ANewerFormatAndAForeignDatabaseAreRefused) {
  sql("PRAGMA user_version = 3");
  EXPECT_EQ(open_error().code(), ErrorCode::kUnsupported);
  std::filesystem::remove(database);
  std::filesystem::remove(head);
  sql("CREATE TABLE recipes (name TEXT)");
  EXPECT_EQ(open_error().code(), ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace oree
