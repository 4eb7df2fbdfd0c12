#include "base/file_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <thread>

#include "oree/error.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

class FileLockTest : public testing::Test {
 protected:
  const test::TemporaryDirectory directory_;
  const std::filesystem::path path_ = directory_.path() / "lock";

  bool is_held() const {
    try {
      const FileLock lock(path_, 0);
      return false;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kConflict);
      EXPECT_EQ(error.where(), path_.string());
      return true;
    }
  }
};

TEST_F(FileLockTest, ExcludesOthersUntilItEnds) {
  {
    const FileLock lock(path_, 0);
    EXPECT_TRUE(is_held());
  }
  EXPECT_FALSE(is_held());
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(FileLockTest, WaitsForTheOtherOne) {
  auto first = std::make_unique<FileLock>(path_, 0);
  std::thread holder([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    first.reset();
  });
  EXPECT_NO_THROW(FileLock(path_, 10000));
  holder.join();
}

TEST_F(FileLockTest, GivesUpAfterTheTimeout) {
  const FileLock lock(path_, 0);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(FileLock(path_, 50), Error);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
}

TEST_F(FileLockTest, ADyingProcessReleasesIt) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const FileLock lock(path_, 0);
    [[maybe_unused]] const ssize_t written = ::write(ready[1], "x", 1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_TRUE(is_held());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(is_held());
}

TEST_F(FileLockTest, AMissingFolderIsNotFound) {
  try {
    const FileLock lock(directory_.path() / "absent" / "lock", 0);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  }
}

}  // namespace
}  // namespace oree
