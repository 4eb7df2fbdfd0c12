#include "base/atomic_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <string>

#include "oree/error.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class AtomicFile : public testing::Test {
 protected:
  const test::TemporaryDirectory directory_;
  const fs::path folder_ = directory_.path();
  const fs::path file_ = folder_ / "calendar.ics";

  int n_entries() const {
    int n = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder_)) {
      ++n;
    }
    return n;
  }
  static mode_t mode_of(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
  }
};

template <class Action>
Error error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return Error(ErrorCode::kInternal, "none");
}

// True when body returns true in a forked child, which may give up rights or room.
bool holds_in_child(const std::function<bool()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    bool good = false;
    try {
      good = body();
    } catch (...) {
    }
    ::_exit(good ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(AtomicFile, ANewFileHoldsTheBytesAndBelongsToTheUserAlone) {
  const std::string bytes("line\r\n\0binary", 13);
  write_file_atomically(file_, bytes);
  EXPECT_EQ(read_file(file_, 1000), bytes);
  EXPECT_EQ(mode_of(file_), 0600u);
  EXPECT_EQ(n_entries(), 1);
}

TEST_F(AtomicFile, WithoutSyncTheFileIsTheSame) {
  oree::AtomicFile file(file_);
  file.write("new");
  EXPECT_FALSE(fs::exists(file_));
  file.commit_unsynced();
  EXPECT_EQ(read_file(file_, 10), "new");
  EXPECT_EQ(mode_of(file_), 0600u);
  EXPECT_EQ(n_entries(), 1);
}

TEST_F(AtomicFile, AnExistingFileKeepsItsMode) {
  write_file_atomically(file_, "old");
  ASSERT_EQ(::chmod(file_.c_str(), 0644), 0);
  write_file_atomically(file_, "");
  EXPECT_EQ(read_file(file_, 0), "");
  EXPECT_EQ(mode_of(file_), 0644u);
}

TEST_F(AtomicFile, AReaderThatHasTheOldFileOpenKeepsSeeingIt) {
  write_file_atomically(file_, "old");
  std::ifstream reader(file_);
  write_file_atomically(file_, "new content");
  std::string seen;
  std::getline(reader, seen);
  EXPECT_EQ(seen, "old");
}

TEST_F(AtomicFile, ASymbolicLinkStaysAndItsTargetIsReplaced) {
  fs::create_directory(folder_ / "synced");
  write_file_atomically(folder_ / "synced" / "real.ics", "old");
  fs::create_symlink("synced/real.ics", folder_ / "inner");
  fs::create_symlink(folder_ / "inner", file_);
  write_file_atomically(file_, "new");
  EXPECT_TRUE(fs::is_symlink(file_));
  EXPECT_EQ(read_file(folder_ / "synced" / "real.ics", 100), "new");
}

TEST_F(AtomicFile, ALoopOfLinksIsAnError) {
  fs::create_symlink("b", folder_ / "a");
  fs::create_symlink("a", folder_ / "b");
  EXPECT_EQ(error_of([&] { write_file_atomically(folder_ / "a", "x"); }).code(), ErrorCode::kIo);
}

TEST_F(AtomicFile, ARelativePathWithoutFolderWorks) {
  EXPECT_TRUE(holds_in_child([&] {
    fs::current_path(folder_);
    write_file_atomically("here", "x");
    return read_file("here", 1) == "x" && remove_file("here");
  }));
}

TEST_F(AtomicFile, AMissingFolderIsNotFound) {
  const Error error = error_of([&] { write_file_atomically(folder_ / "absent" / "file", "x"); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_EQ(error.where(), (folder_ / "absent").string());
}

TEST_F(AtomicFile, AFolderOrPipeInTheWayIsNotReplaced) {
  fs::create_directory(file_);
  EXPECT_EQ(error_of([&] { write_file_atomically(file_, "x"); }).code(), ErrorCode::kIo);
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { write_file_atomically(folder_ / "pipe", "x"); }).code(), ErrorCode::kIo);
  EXPECT_EQ(n_entries(), 2);
}

TEST_F(AtomicFile, WithoutRoomTheOldContentStaysAndNothingElse) {
  write_file_atomically(file_, "old");
  EXPECT_TRUE(holds_in_child([&] {
    // SIGXFSZ has its default action here: it would end the child.
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    for (int attempt = 0; attempt < 2; ++attempt) {
      try {
        write_file_atomically(file_, std::string(100000, 'x'));
        return false;
      } catch (const Error& error) {
        if (error.code() != ErrorCode::kLimit || error.where() != file_.string() || error.hint().empty()) {
          return false;
        }
      }
    }
    return true;
  }));
  EXPECT_EQ(read_file(file_, 100), "old");
  EXPECT_EQ(n_entries(), 1);
}

TEST_F(AtomicFile, AFolderOfSomebodyElseIsAPermissionError) {
  ASSERT_EQ(::chmod(folder_.c_str(), 0555), 0);
  EXPECT_TRUE(holds_in_child([&] {
    if (::geteuid() == 0 && ::seteuid(65534) != 0) {
      return false;
    }
    try {
      write_file_atomically(file_, "x");
      return false;
    } catch (const Error& error) {
      return error.code() == ErrorCode::kPermission && error.where() == folder_.string();
    }
  }));
  ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
}

TEST_F(AtomicFile, ReadingKeepsToTheLimit) {
  write_file_atomically(file_, std::string(5000, 'x'));
  EXPECT_EQ(read_file(file_, 5000).size(), 5000u);
  const Error error = error_of([&] { read_file(file_, 4999); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_EQ(error.where(), file_.string());
  EXPECT_THAT(error.what(), HasSubstr("4999 bytes"));
}

TEST_F(AtomicFile, ReadingSizesAroundTheBufferIsExact) {
  for (const std::size_t size : {0, 1, 4095, 4096, 4097, 8192, 100001}) {
    write_file_atomically(file_, std::string(size, 'y'));
    EXPECT_EQ(read_file(file_, 1 << 20).size(), size);
  }
}

TEST_F(AtomicFile, ReadsFilesThatDoNotKnowTheirSize) {
  EXPECT_THAT(read_file("/proc/self/status", 1 << 20), HasSubstr("Pid:"));
  EXPECT_EQ(error_of([] { read_file("/proc/self/status", 10); }).code(), ErrorCode::kLimit);
}

TEST_F(AtomicFile, WhatCannotBeReadIsNamed) {
  EXPECT_EQ(error_of([&] { read_file(file_, 10); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] { read_file(folder_, 10); }).code(), ErrorCode::kIo);
  EXPECT_EQ(error_of([&] { read_file("/dev/zero", 10); }).code(), ErrorCode::kIo);
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { read_file(file_, 10); }).where(), file_.string());  // does not wait for a writer
}

TEST_F(AtomicFile, RemovingSaysWhetherThereWasAFile) {
  write_file_atomically(file_, "x");
  EXPECT_TRUE(remove_file(file_));
  EXPECT_FALSE(remove_file(file_));
  EXPECT_THROW(remove_file(folder_), Error);
}

}  // namespace
}  // namespace oree
