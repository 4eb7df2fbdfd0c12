#include "oree/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "agent/fakes.h"
#include "base/file_lock.h"

namespace oree {
namespace {

using std::chrono::milliseconds;
using test::append_line;
using test::content;
using test::error_of;
using test::put;
using test::request_for;
using test::TemporaryFolder;
using testing::HasSubstr;

class JournalTest : public testing::Test {
 protected:
  std::int64_t add(Journal& journal, const std::string& line) {
    return journal.apply(request_for(line), [&] { return append_line(list, line); }).id;
  }
  // A plan of this one change.
  static ToolPlan change(const std::filesystem::path& path, std::optional<std::string> before,
                         std::optional<std::string> after) {
    return {Json::object(), "change " + path.filename().string(), {{path, std::move(before), std::move(after)}}};
  }

  TemporaryFolder folder;
  std::filesystem::path data = folder.path() / "share" / "oree";
  std::filesystem::path list = data / "list.txt";
};

int mode_of(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return static_cast<int>(status.st_mode & 0777);
}

// Runs it in a process of its own; its return value is the exit status.
int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    int status = 99;
    try {
      status = body();
    } catch (...) {
    }
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_F(JournalTest, CarriesOutAPlanAndListsItNewestFirst) {
  Journal journal(data);
  EXPECT_EQ(add(journal, "one"), 1);
  EXPECT_EQ(add(journal, "two"), 2);
  EXPECT_EQ(content(list), "one\ntwo\n");

  const std::vector<JournalEntry> entries = journal.list();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].id, 2);
  EXPECT_EQ(entries[1].tool, "list_add");
  EXPECT_EQ(entries[1].arguments, (Json{{"line", "one"}}));
  EXPECT_EQ(entries[1].agent, "default");
  EXPECT_EQ(entries[1].effect, "write");
  EXPECT_EQ(entries[1].consent, "granted");
  EXPECT_EQ(entries[1].summary, "add \"one\"");
  EXPECT_EQ(entries[1].state, JournalState::kDone);
  EXPECT_EQ(journal.list(1).size(), 1u);
  EXPECT_EQ(journal.show(1).id, 1);
  EXPECT_EQ(error_of([&] { journal.show(3); }).code(), ErrorCode::kNotFound);
}

TEST_F(JournalTest, KeepsEverythingToTheUserAlone) {
  Journal journal(data);
  journal.apply(request_for("x"), [&] { return change(data / "notes" / "2026" / "a.txt", std::nullopt, "note"); });
  EXPECT_EQ(mode_of(data), 0700);
  EXPECT_EQ(mode_of(data / "notes" / "2026"), 0700);
  EXPECT_EQ(mode_of(data / "notes" / "2026" / "a.txt"), 0600);
  EXPECT_EQ(mode_of(data / "journal.db"), 0600);
  EXPECT_EQ(mode_of(data / "journal.head"), 0600);
}

TEST_F(JournalTest, APlanThatChangesNothingLeavesNoTrace) {
  Journal journal(data);
  put(list, "same");
  EXPECT_EQ(journal.apply(request_for("x"), [] { return ToolPlan{}; }).id, 0);
  EXPECT_EQ(journal.apply(request_for("x"), [&] { return change(list, "same", "same"); }).id, 0);
  EXPECT_TRUE(journal.list().empty());
}

TEST_F(JournalTest, WhatThePlanThrowsPassesAndNothingIsRecorded) {
  Journal journal(data);
  const Error error = error_of([&] {
    journal.apply(request_for("x"), []() -> ToolPlan { throw Error(ErrorCode::kNotFound, "no such event"); });
  });
  EXPECT_STREQ(error.what(), "no such event");
  EXPECT_TRUE(journal.list().empty());
  EXPECT_EQ(add(journal, "after"), 1);
}

TEST_F(JournalTest, RefusesAPlanMadeForOtherContent) {
  Journal journal(data);
  put(list, "newer");
  const Error error = error_of([&] { journal.apply(request_for("x"), [&] { return change(list, "older", "mine"); }); });
  EXPECT_EQ(error.code(), ErrorCode::kConflict);
  EXPECT_EQ(content(list), "newer");
  EXPECT_EQ(
      error_of([&] { journal.apply(request_for("x"), [&] { return change(list, std::nullopt, "mine"); }); }).code(),
      ErrorCode::kConflict);
  EXPECT_TRUE(journal.list().empty());
}

TEST_F(JournalTest, RefusesPathsOutsideTheDataDirectory) {
  Journal journal(data);
  std::filesystem::create_directory(folder.path() / "elsewhere");
  std::filesystem::create_symlink(folder.path() / "elsewhere", data / "link");
  std::filesystem::create_symlink(folder.path() / "elsewhere" / "file", data / "file-link");
  const std::vector<std::filesystem::path> paths = {folder.path() / "outside.txt",
                                                    data / ".." / "outside.txt",
                                                    data / "a" / ".." / ".." / "b",
                                                    "relative.txt",
                                                    data,
                                                    data / "link" / "file",
                                                    data / "file-link",
                                                    data / "journal.db",
                                                    data / "journal.head",
                                                    data / "journal.lock",
                                                    data / "journal.db-journal",
                                                    data / "",
                                                    data / "." / "x"};
  for (const auto& path : paths) {
    const Error error =
        error_of([&] { journal.apply(request_for("x"), [&] { return change(path, std::nullopt, "bad"); }); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid) << path;
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "elsewhere" / "file"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "outside.txt"));
  EXPECT_TRUE(journal.list().empty());
}

TEST_F(JournalTest, AcceptsADataDirectoryReachedThroughALink) {
  std::filesystem::create_directory(folder.path() / "real");
  std::filesystem::create_directory_symlink(folder.path() / "real", folder.path() / "link");
  Journal journal(folder.path() / "link");
  const auto path = folder.path() / "link" / "list.txt";
  EXPECT_EQ(journal.apply(request_for("x"), [&] { return append_line(path, "x"); }).id, 1);
  EXPECT_EQ(content(folder.path() / "real" / "list.txt"), "x\n");
}

TEST_F(JournalTest, RefusesAFileTwiceAndTooManyFiles) {
  Journal journal(data);
  ToolPlan twice = change(list, std::nullopt, "a");
  twice.changes.push_back(twice.changes.front());
  EXPECT_EQ(error_of([&] { journal.apply(request_for("x"), [&] { return twice; }); }).code(), ErrorCode::kInvalid);
  ToolPlan many;
  for (int i = 0; i < 257; ++i) {
    many.changes.push_back({data / std::to_string(i), std::nullopt, "x"});
  }
  const Error error = error_of([&] { journal.apply(request_for("x"), [&] { return many; }); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_THAT(error.what(), HasSubstr("kMaxChangesPerCall"));
}

TEST_F(JournalTest, UndoTakesBackTheLastEffectThenTheOneBefore) {
  Journal journal(data);
  put(list, "zero\n");
  add(journal, "one");
  add(journal, "two");
  const JournalEntry undone = journal.undo(std::nullopt);
  EXPECT_EQ(undone.id, 2);
  EXPECT_EQ(undone.state, JournalState::kUndone);
  EXPECT_EQ(content(list), "zero\none\n");
  EXPECT_EQ(journal.undo(std::nullopt).id, 1);
  EXPECT_EQ(content(list), "zero\n");
  EXPECT_EQ(error_of([&] { journal.undo(std::nullopt); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] { journal.undo(1); }).code(), ErrorCode::kInvalid);
  EXPECT_EQ(error_of([&] { journal.undo(9); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(add(journal, "three"), 3);
  EXPECT_EQ(journal.show(2).state, JournalState::kUndone);
}

TEST_F(JournalTest, UndoRemovesACreatedFileAndBringsBackARemovedOne) {
  Journal journal(data);
  put(list, "content");
  journal.apply(request_for("x"), [&] { return change(data / "new.txt", std::nullopt, ""); });
  journal.apply(request_for("x"), [&] { return change(list, "content", std::nullopt); });
  EXPECT_EQ(content(data / "new.txt"), "");
  EXPECT_FALSE(content(list));
  journal.undo(2);
  EXPECT_EQ(content(list), "content");
  journal.undo(1);
  EXPECT_FALSE(content(data / "new.txt"));
}

TEST_F(JournalTest, UndoIsRefusedWhenALaterEffectChangedTheFileAndNamesIt) {
  Journal journal(data);
  add(journal, "one");
  add(journal, "two");
  add(journal, "three");
  const Error error = error_of([&] { journal.undo(1); });
  EXPECT_EQ(error.code(), ErrorCode::kConflict);
  EXPECT_THAT(error.what(), HasSubstr("list.txt"));
  EXPECT_THAT(error.what(), HasSubstr("2 and 3"));
  EXPECT_EQ(content(list), "one\ntwo\nthree\n");
}

TEST_F(JournalTest, UndoIsRefusedWhenAnotherProgramChangedTheFile) {
  Journal journal(data);
  add(journal, "one");
  put(list, "one\nby another program\n");
  const Error error = error_of([&] { journal.undo(std::nullopt); });
  EXPECT_EQ(error.code(), ErrorCode::kConflict);
  EXPECT_THAT(error.hint(), HasSubstr("another program"));
  EXPECT_EQ(journal.show(1).state, JournalState::kDone);
  EXPECT_EQ(content(list), "one\nby another program\n");
}

TEST_F(JournalTest, TwoProcessesOrThreadsAppendWithoutLosingALine) {
  { Journal create(data); }
  const auto writer = [&](const std::string& name) {
    Journal journal(data);
    for (int i = 0; i < 15; ++i) {
      add(journal, name + std::to_string(i));
    }
  };
  std::thread first(writer, "a");
  std::thread second(writer, "b");
  first.join();
  second.join();
  Journal journal(data);
  EXPECT_EQ(journal.list().size(), 30u);
  const std::string lines = *content(list);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 30);
}

TEST_F(JournalTest, WaitsABoundedTimeForTheLock) {
  Journal journal(data, milliseconds(20));
  const FileLock held(data / "journal.lock", 0);
  EXPECT_EQ(error_of([&] { add(journal, "x"); }).code(), ErrorCode::kConflict);
  EXPECT_EQ(error_of([&] { Journal second(data, milliseconds(20)); }).code(), ErrorCode::kConflict);
  EXPECT_FALSE(content(list));
}

TEST_F(JournalTest, WaitsABoundedTimeForALockedDatabase) {
  Journal journal(data, milliseconds(20));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((data / "journal.db").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  const Error error = error_of([&] { add(journal, "x"); });
  EXPECT_EQ(error.code(), ErrorCode::kConflict);
  EXPECT_THAT(error.what(), HasSubstr("locked"));
  sqlite3_close(other);
  EXPECT_EQ(add(journal, "y"), 1);
}

TEST_F(JournalTest, ADirectoryThatCannotBeOneIsNamed) {
  put(folder.path() / "file", "");
  const Error error = error_of([&] { Journal journal(folder.path() / "file"); });
  EXPECT_EQ(error.code(), ErrorCode::kIo);
  EXPECT_THAT(error.where(), HasSubstr("file"));
  EXPECT_NE(error_of([&] { Journal journal(folder.path() / "file" / "oree"); }).where(), "");
}

TEST_F(JournalTest, AFolderThatMayNotBeWrittenIsNamed) {
  const auto home = folder.path() / "home";
  std::filesystem::create_directory(home);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  ASSERT_EQ(::chmod(home.c_str(), 0555), 0);
  const int status = in_child([&] {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) {  // the superuser may write anywhere
      return 98;
    }
    try {
      Journal journal(home / "oree");
    } catch (const Error& error) {
      return error.code() == ErrorCode::kPermission && error.where().find("home") != std::string::npos ? 0 : 1;
    }
    return 2;
  });
  EXPECT_EQ(status, 0);
}

// A limit on the size of files stands in for a full disk: writing the large file fails, the journal itself fits.
TEST_F(JournalTest, AFileThatCannotBeWrittenStaysAndTheEffectIsTakenBack) {
  constexpr rlim_t kLimitBytes = 256 * 1024;
  const std::string before(kLimitBytes - 10, 'x');
  { Journal create(data); }
  put(list, before);
  const int status = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{kLimitBytes, kLimitBytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    Journal journal(data);
    ToolPlan plan = change(list, before, before + "more than fits");
    plan.changes.insert(plan.changes.begin(), {data / "first.txt", std::nullopt, "written before the failure"});
    try {
      journal.apply(request_for("x"), [&] { return plan; });
    } catch (const Error& error) {
      return journal.show(1).state == JournalState::kUndone && !journal.show(1).note.empty() ? 0 : 1;
    }
    return 2;
  });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(content(list), before);
  EXPECT_FALSE(content(data / "first.txt"));
  Journal journal(data);
  EXPECT_EQ(journal.show(1).state, JournalState::kUndone);
  EXPECT_EQ(error_of([&] { journal.undo(std::nullopt); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(add(journal, "later"), 2);
}

}  // namespace
}  // namespace oree
