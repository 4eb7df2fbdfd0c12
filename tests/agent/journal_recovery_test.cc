// The states that a crash can leave, made by hand: an open row in the journal, and files before, after or in between.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/data_files.h"
#include "agent/fakes.h"
#include "agent/journal_store.h"
#include "oree/journal.h"

namespace oree {
namespace {

using agent::JournalRow;
using agent::RowKind;
using test::append_line;
using test::content;
using test::put;
using test::request_for;
using test::TemporaryFolder;
using testing::HasSubstr;

class JournalRecovery : public testing::Test {
 protected:
  JournalRecovery() {
    Journal create(data);
    std::filesystem::create_directory(granted);
    put(first, "first\n");
    put(second, "second\n");
  }

  // One file lies in the data directory, one in a folder granted to a tool.
  // Leaves an intent to append to both files, and nothing else.
  void leave_intent() {
    const agent::DataFiles files(data);
    JournalRow row;
    row.entry = 1;
    row.kind = RowKind::kIntent;
    row.tool = "both";
    row.arguments = "{}";
    row.changes = files.record({{first, "first\n", "first\nnew\n"}, {second, "second\n", "second\nnew\n"}}, {granted});
    agent::JournalStore(data, Journal::kDefaultWait).append(row);
  }
  // Carries it out and leaves the begun undo.
  void leave_undo() {
    Journal journal(data);
    JournalRequest request = request_for("x");
    request.granted = {granted};
    journal.apply(request, [&] {
      ToolPlan plan = append_line(first, "new");
      plan.changes.push_back({second, "second\n", "second\nnew\n"});
      return plan;
    });
    JournalRow row;
    row.entry = 1;
    row.kind = RowKind::kUndo;
    agent::JournalStore(data, Journal::kDefaultWait).append(row);
  }

  TemporaryFolder folder;
  std::filesystem::path data = folder.path() / "data";
  std::filesystem::path granted = folder.path() / "granted";
  std::filesystem::path first = data / "first.txt";
  std::filesystem::path second = granted / "second.txt";
};

TEST_F(JournalRecovery, AnIntentWithoutAFileWrittenIsTakenBack) {
  leave_intent();
  Journal journal(data);
  EXPECT_EQ(journal.show(1).state, JournalState::kUndone);
  EXPECT_THAT(journal.show(1).note, HasSubstr("interrupted"));
  EXPECT_EQ(content(first), "first\n");
  EXPECT_EQ(content(second), "second\n");
}

TEST_F(JournalRecovery, AnIntentWithEveryFileWrittenIsRecovered) {
  leave_intent();
  put(first, "first\nnew\n");
  put(second, "second\nnew\n");
  Journal journal(data);
  EXPECT_EQ(journal.show(1).state, JournalState::kRecovered);
  EXPECT_EQ(content(first), "first\nnew\n");
  journal.undo(std::nullopt);
  EXPECT_EQ(content(first), "first\n");
  EXPECT_EQ(content(second), "second\n");
}

TEST_F(JournalRecovery, AnIntentWithSomeFilesWrittenIsFinished) {
  leave_intent();
  put(second, "second\nnew\n");
  Journal journal(data);
  EXPECT_EQ(journal.show(1).state, JournalState::kRecovered);
  EXPECT_EQ(content(first), "first\nnew\n");
  EXPECT_EQ(content(second), "second\nnew\n");
}

TEST_F(JournalRecovery, AFileChangedByAnotherProgramIsLeftAloneAndTheEntrySaysSo) {
  leave_intent();
  put(first, "first\nnew\n");
  put(second, "by another program\n");
  Journal journal(data);
  const JournalEntry entry = journal.show(1);
  EXPECT_EQ(entry.state, JournalState::kIntent);
  EXPECT_THAT(entry.note, HasSubstr("second.txt"));
  EXPECT_EQ(content(first), "first\nnew\n");
  EXPECT_EQ(content(second), "by another program\n");
  EXPECT_EQ(test::error_of([&] { journal.undo(1); }).code(), ErrorCode::kConflict);
  EXPECT_EQ(journal.apply(request_for("x"), [&] { return append_line(first, "x"); }).id, 2);
}

TEST_F(JournalRecovery, ALinkThatTookAFilesPlaceIsNotFollowed) {
  leave_intent();
  std::filesystem::rename(second, data / "moved");
  std::filesystem::create_symlink(data / "moved", second);
  Journal journal(data);
  EXPECT_EQ(journal.show(1).state, JournalState::kIntent);
  EXPECT_EQ(content(data / "moved"), "second\n");
}

TEST_F(JournalRecovery, AnUndoWithoutAFileWrittenIsTakenBackAndMayBeTriedAgain) {
  leave_undo();
  Journal journal(data);
  EXPECT_EQ(journal.show(1).state, JournalState::kDone);
  EXPECT_EQ(content(first), "first\nnew\n");
  EXPECT_EQ(journal.undo(std::nullopt).id, 1);
  EXPECT_EQ(content(first), "first\n");
}

TEST_F(JournalRecovery, AnUndoWithSomeFilesWrittenIsFinished) {
  leave_undo();
  put(first, "first\n");
  Journal journal(data);
  EXPECT_EQ(journal.show(1).state, JournalState::kUndone);
  EXPECT_EQ(content(second), "second\n");
}

TEST_F(JournalRecovery, ARunningJournalAlsoResolvesWhatAnotherProcessLeft) {
  Journal journal(data);
  leave_intent();
  put(first, "first\nnew\n");
  put(second, "second\nnew\n");
  EXPECT_EQ(journal.apply(request_for("x"), [&] { return append_line(first, "x"); }).id, 2);
  EXPECT_EQ(journal.show(1).state, JournalState::kRecovered);
}

TEST_F(JournalRecovery, TemporaryFilesOfTheCrashAreRemoved) {
  leave_intent();
  put(data / ".oree-a1B2c3", "half a file");
  put(data / ".oree-is-mine", "not one of ours");
  Journal journal(data);
  EXPECT_FALSE(content(data / ".oree-a1B2c3"));
  EXPECT_TRUE(content(data / ".oree-is-mine"));
}

}  // namespace
}  // namespace oree
