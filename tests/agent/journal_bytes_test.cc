// That no byte of the journal can change unseen, and that what outlives files is told in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <random>

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

class JournalBytes : public testing::Test {
 protected:
  JournalBytes() {
    Journal journal(data);
    for (const char* line : {"one", "two"}) {
      journal.apply(request_for(line), [&] { return append_line(data / "list.txt", line); });
    }
    journal.undo(std::nullopt);
    journal.end_outside(journal.begin_outside(request_for("mail"), "send a mail"), "");
    journal.record_refusal(request_for("leak"), "send \"leak\"", "refused by the user");
    const std::int64_t session = journal.begin_session("default", {{"model", "m"}});
    journal.record_request(session, {{"said", "hello"}});
  }

  void sql(const std::string& statements) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
    char* message = nullptr;
    sqlite3_exec(handle, statements.c_str(), nullptr, nullptr, &message);
    EXPECT_STREQ(message, nullptr);
    sqlite3_free(message);
    sqlite3_close(handle);
  }
  // What verify says of the journal as it stands; "" when it is whole.
  std::string verdict() {
    try {
      verify_journal(data);
      return "";
    } catch (const Error& error) {
      return std::string("bad: ") + error.what();
    }
  }

  TemporaryFolder folder;
  std::filesystem::path data = folder.path();
  std::filesystem::path database = data / "journal.db";
  std::filesystem::path head = data / "journal.head";
};

TEST_F(JournalBytes, AWholeJournalIsCountedAndLeftAsItIs) {
  const std::string before = *content(database);
  const JournalCheck check = verify_journal(data);
  EXPECT_EQ(check.n_rows, 11);
  EXPECT_EQ(check.n_effects, 4);
  EXPECT_EQ(check.n_sessions, 1);
  EXPECT_EQ(content(database), before);
}

TEST_F(JournalBytes, AnyOfTwoThousandFlippedBytesIsSeen) {
  const std::string whole = *content(database);
  std::mt19937 random(20261126);
  for (int i = 0; i < 2000; ++i) {
    std::string changed = whole;
    const std::size_t at = random() % whole.size();
    changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(1 + random() % 255));
    put(database, changed);
    ASSERT_NE(verdict(), "") << "byte " << at;
  }
  put(database, whole);
  EXPECT_EQ(verdict(), "");
}

TEST_F(JournalBytes, AnyFlippedByteOfTheHeadIsSeen) {
  const std::string whole = *content(head);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int flip : {1, 2, 4, 8, 16, 32, 64, 128}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(flip));
      put(head, changed);
      ASSERT_NE(verdict(), "") << "byte " << at;
    }
  }
  for (std::size_t n_bytes = 0; n_bytes < whole.size(); ++n_bytes) {
    put(head, whole.substr(0, n_bytes));
    // Cut exactly to the form that older journals had it is one of those, and is mended.
    if (verdict().empty()) {
      EXPECT_EQ(content(head), whole) << n_bytes;
    }
  }
}

TEST_F(JournalBytes, ACutTailOfEitherFileIsSeen) {
  const std::string whole = *content(database);
  for (std::size_t n_bytes = 0; n_bytes < whole.size(); n_bytes += 512) {
    put(database, whole.substr(0, n_bytes));
    ASSERT_NE(verdict(), "") << n_bytes;
  }
  put(database, whole + std::string(4096, '\0'));
  EXPECT_NE(verdict(), "");
  std::filesystem::remove(database);
  EXPECT_THAT(verdict(), HasSubstr("journal.db is not"));
}

TEST_F(JournalBytes, TheFirstBadRowIsNamed) {
  const std::string drop = "DROP TRIGGER event_no_update; DROP TRIGGER change_no_update;";
  sql(drop + "UPDATE event SET tool = 'x' WHERE sequence IN (3, 5)");
  EXPECT_THAT(verdict(), HasSubstr("row 3 does not fit its hash"));
}

TEST_F(JournalBytes, AChangedRecordingIsNamed) {
  sql("DROP TRIGGER recording_no_update; UPDATE recording SET part = x'7b7d' WHERE event = 11");
  EXPECT_THAT(verdict(), HasSubstr("recording at row 11"));
}

TEST_F(JournalBytes, ARemovedRecordingIsNamed) {
  sql("DELETE FROM recording WHERE event = 11");
  EXPECT_THAT(verdict(), HasSubstr("recording at row 11"));
}

TEST_F(JournalBytes, ADroppedTriggerAndALooseRowAreSeenAlsoAfterTheNextEffect) {
  sql("DROP TRIGGER event_no_delete");
  {
    Journal journal(data);
    journal.apply(request_for("three"), [&] { return append_line(data / "list.txt", "three"); });
  }
  EXPECT_THAT(verdict(), HasSubstr("triggers"));
}

TEST_F(JournalBytes, AForeignRowBesideTheChainIsSeen) {
  sql("INSERT INTO change VALUES (999, 0, 'x', NULL, NULL, 0, x'', x'')");
  EXPECT_THAT(verdict(), HasSubstr("row 999"));
}

TEST_F(JournalBytes, BytesOutsideTheRowsAreSeen) {
  sql("PRAGMA application_id = 7");
  EXPECT_THAT(verdict(), HasSubstr("outside"));
}

TEST_F(JournalBytes, AFolderWithoutAJournalHasNoneThatIsBad) {
  TemporaryFolder empty;
  EXPECT_EQ(verify_journal(empty.path()).n_rows, 0);
  EXPECT_TRUE(std::filesystem::is_empty(empty.path()));
}

TEST_F(JournalBytes, AJournalOfTheFirstFormatIsReadAndGoesOn) {
  // Without what format 2 added, and with a head that has no checksum.
  std::filesystem::remove(database);
  std::filesystem::remove(head);
  {
    Journal journal(data);
    journal.apply(request_for("old"), [&] { return append_line(data / "list.txt", "old"); });
  }
  sql("DROP TRIGGER recording_no_update; DROP TABLE recording; DROP INDEX event_session;"
      "ALTER TABLE event DROP COLUMN session; PRAGMA user_version = 1");
  const std::string text = *content(head);
  put(head, text.substr(0, text.rfind(' ')) + "\n");

  Journal journal(data);
  EXPECT_EQ(journal.list().size(), 1U);
  journal.apply(request_for("new"), [&] { return append_line(data / "list.txt", "new"); });
  EXPECT_EQ(verdict(), "");
  EXPECT_EQ(journal.undo(1 + 1).id, 2);
}

// Effects outside the files.

TEST_F(JournalBytes, AnEffectOutsideIsToldFromItsBeginningOn) {
  Journal journal(data);
  const std::int64_t id = journal.begin_outside(request_for("mail"), "send a mail");
  EXPECT_EQ(journal.show(id).state, JournalState::kIntent);
  EXPECT_THAT(journal.show(id).note, HasSubstr("not recorded"));
  journal.end_outside(id, "");
  EXPECT_EQ(journal.show(id).state, JournalState::kDone);
  EXPECT_EQ(journal.show(id).note, "");
  const std::int64_t failed = journal.begin_outside(request_for("mail"), "send a mail");
  journal.end_outside(failed, "no route");
  EXPECT_EQ(journal.show(failed).state, JournalState::kFailed);
  EXPECT_EQ(journal.show(failed).note, "no route");
  journal.add_note(id, "said later");
  EXPECT_EQ(journal.show(id).note, "said later");
}

TEST_F(JournalBytes, WhatTookPlaceOutsideCannotBeUndoneAndUndoPassesItBy) {
  Journal journal(data);
  EXPECT_EQ(error_of([&] { journal.undo(3); }).code(), ErrorCode::kInvalid);
  EXPECT_EQ(error_of([&] { journal.undo(4); }).code(), ErrorCode::kInvalid);
  EXPECT_EQ(journal.show(4).state, JournalState::kRefused);
  EXPECT_EQ(journal.show(4).summary, "send \"leak\"");
  EXPECT_EQ(journal.show(4).note, "refused by the user");
  EXPECT_EQ(journal.undo(std::nullopt).id, 1);
}

// Recorded conversations.

TEST_F(JournalBytes, ARecordingComesBackAsItWasGiven) {
  Journal journal(data);
  const JournalRecording recording = journal.recording(std::nullopt);
  EXPECT_EQ(recording.session.id, 1);
  EXPECT_EQ(recording.session.n_requests, 1);
  EXPECT_EQ(recording.opening, (Json{{"model", "m"}}));
  ASSERT_EQ(recording.requests.size(), 1U);
  EXPECT_EQ(recording.requests[0], (Json{{"said", "hello"}}));
  EXPECT_EQ(error_of([&] { journal.recording(7); }).code(), ErrorCode::kNotFound);
}

TEST_F(JournalBytes, WhatIsForgottenLeavesTheFileAndTheChainHolds) {
  ASSERT_THAT(*content(database), HasSubstr("hello"));
  Journal journal(data);
  EXPECT_EQ(journal.forget_sessions(std::nullopt), 1);
  EXPECT_EQ(content(database)->find("hello"), std::string::npos);
  EXPECT_EQ(verdict(), "");
  EXPECT_TRUE(journal.sessions().at(0).forgotten);
  EXPECT_EQ(error_of([&] { journal.recording(1); }).code(), ErrorCode::kNotFound);
  EXPECT_FALSE(journal.record_request(1, {{"said", "more"}}));
}

TEST_F(JournalBytes, RecordingsAreBoundedAndTheOldestGoFirst) {
  Journal journal(data);
  const std::string large(Journal::kMaxSessionBytes - 1024, 'x');
  EXPECT_FALSE(journal.record_request(1, {{"said", std::string(Journal::kMaxSessionBytes, 'x')}}));
  std::int64_t last = 0;
  for (int i = 0; i < 10; ++i) {
    last = journal.begin_session("default", Json::object());
    ASSERT_TRUE(journal.record_request(last, {{"said", large}}));
  }
  std::uint64_t held = 0;
  for (const JournalSession& session : journal.sessions()) {
    held += session.n_bytes;
    EXPECT_EQ(session.forgotten, session.id <= last - 8) << session.id;
  }
  EXPECT_LE(held, Journal::kMaxRecordedBytes);
  EXPECT_EQ(verdict(), "");
}

}  // namespace
}  // namespace oree
