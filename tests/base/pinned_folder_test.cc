#include "base/pinned_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "base/atomic_file.h"
#include "base/open_files.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

ErrorCode code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::kInternal;
}

TEST(PinnedFolder, StaysWhereItWasOpened) {
  const test::TemporaryDirectory folder;
  fs::create_directories(folder.path() / "a/b");
  const PinnedFolder pinned = PinnedFolder::open(folder.path(), "a/b");
  fs::rename(folder.path() / "a", folder.path() / "moved");
  fs::create_directories(folder.path() / "a/b");
  replace_file_atomically(pinned.entry("x"), "1");
  EXPECT_TRUE(fs::exists(folder.path() / "moved/b/x"));
  EXPECT_FALSE(fs::exists(folder.path() / "a/b/x"));
}

TEST(PinnedFolder, FollowsNoLinkBelowTheRootAndNoWayUp) {
  const test::TemporaryDirectory folder;
  fs::create_directories(folder.path() / "real/inner");
  fs::create_directory_symlink("real", folder.path() / "link");
  EXPECT_NO_THROW(PinnedFolder::open(folder.path() / "link", "inner"));
  EXPECT_EQ(code_of([&] { PinnedFolder::open(folder.path(), "link/inner"); }), ErrorCode::kInvalid);
  EXPECT_EQ(code_of([&] { PinnedFolder::open(folder.path() / "real", "../real"); }), ErrorCode::kInvalid);
  EXPECT_EQ(code_of([&] { PinnedFolder::open(folder.path(), "/etc"); }), ErrorCode::kInvalid);
  EXPECT_EQ(code_of([&] { PinnedFolder::open(folder.path(), "none"); }), ErrorCode::kNotFound);
}

TEST(ReplaceFile, RefusesALinkUnderTheName) {
  const test::TemporaryDirectory folder;
  std::ofstream(folder.path() / "target") << "before";
  fs::create_symlink("target", folder.path() / "link");
  EXPECT_EQ(code_of([&] { replace_file_atomically(folder.path() / "link", "after"); }), ErrorCode::kIo);
  EXPECT_EQ(read_file(folder.path() / "target", 100), "before");
  write_file_atomically(folder.path() / "link", "after");  // this one is for a person's own links
  EXPECT_EQ(read_file(folder.path() / "target", 100), "after");
}

TEST(OpenFiles, AnotherProcessIsNamedAndThisOneIsNot) {
  const test::TemporaryDirectory folder;
  const fs::path path = folder.path() / "file";
  std::ofstream(path) << "x";
  const std::ifstream own(path);
  EXPECT_EQ(process_with_open_file(path), std::nullopt);
  EXPECT_EQ(process_with_open_file(folder.path() / "none"), std::nullopt);
}

}  // namespace
}  // namespace oree
