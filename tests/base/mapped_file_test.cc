#include "base/mapped_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <string_view>
#include <utility>

#include "base/huge_pages.h"
#include "base/thread_pool.h"
#include "oree/error.h"
#include "support/mapping_flags.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

using test::mapping_flags;
using ::testing::HasSubstr;
using ::testing::Not;

void write(const fs::path& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

std::string_view text_of(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

ErrorCode code_of(const fs::path& path) {
  try {
    const MappedFile file(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), path.string());
    return error.code();
  }
  ADD_FAILURE() << path << " was mapped";
  return ErrorCode::kInternal;
}

TEST(MappedFile, ReleasedBytesAreReadAgain) {
  const test::TemporaryDirectory folder;
  std::string text(50'000, 'x');
  text[30'000] = 'y';
  write(folder.path() / "file", text);
  const MappedFile file(folder.path() / "file");
  EXPECT_EQ(text_of(file), text);
  file.release(file.bytes());
  file.release(file.bytes().subspan(100, 40'000));
  file.release(file.bytes().subspan(100, 1));
  EXPECT_EQ(text_of(file), text);
}

// Past a huge page, and not a multiple of one.
TEST(MappedFile, BytesMoveIntoHugePagesWhereTheyAre) {
  const test::TemporaryDirectory folder;
  std::string text(5'000'001, 'x');
  for (std::size_t i = 0; i < text.size(); i += 1013) {
    text[i] = static_cast<char>('a' + i % 26);
  }
  write(folder.path() / "file", text);
  MappedFile file(folder.path() / "file");
  const std::byte* before = file.bytes().data();
  ThreadPool threads(2);
  file.hold_in_huge_pages(threads);
  file.hold_in_huge_pages(threads);
  EXPECT_EQ(file.bytes().data(), before);
  EXPECT_TRUE(text_of(file) == text);
  // They are not the file's any more.
  file.release(file.bytes());
  fs::resize_file(folder.path() / "file", 10);
  EXPECT_TRUE(text_of(file) == text);
  const MappedFile moved = std::move(file);
  EXPECT_TRUE(text_of(moved) == text);
}

TEST(MappedFile, PartsAreAskedForInHugePages) {
  if (!fs::exists("/sys/kernel/mm/transparent_hugepage")) {
    GTEST_SKIP() << "a kernel without huge pages";
  }
  const test::TemporaryDirectory folder;
  write(folder.path() / "file", std::string(9'000'001, 'x'));
  const MappedFile file(folder.path() / "file");
  const std::span<const std::byte> all = file.bytes();
  EXPECT_THAT(mapping_flags(all.data()), Not(HasSubstr(" hg ")));
  // Only huge pages that lie wholly inside; at the end of the file, what is left of one.
  file.ask_for_huge_pages(all.subspan(kHugePageBytes - 1, kHugePageBytes + 2));
  file.ask_for_huge_pages(all.subspan(3 * kHugePageBytes + 1));
  EXPECT_THAT(mapping_flags(all.data()), Not(HasSubstr(" hg ")));
  EXPECT_THAT(mapping_flags(all.data() + kHugePageBytes), HasSubstr(" hg "));
  EXPECT_THAT(mapping_flags(all.data() + 2 * kHugePageBytes), Not(HasSubstr(" hg ")));
  EXPECT_THAT(mapping_flags(all.data() + 4 * kHugePageBytes), HasSubstr(" hg "));
  write(folder.path() / "small", std::string(5'000, 'x'));
  const MappedFile small(folder.path() / "small");
  small.ask_for_huge_pages(small.bytes());
  small.ask_for_huge_pages({});
  EXPECT_THAT(mapping_flags(small.bytes().data()), Not(HasSubstr(" hg ")));
}

TEST(MappedFile, ASmallFileStaysMapped) {
  const test::TemporaryDirectory folder;
  write(folder.path() / "file", "content");
  const MappedFile file(folder.path() / "file");
  ThreadPool threads(1);
  file.hold_in_huge_pages(threads);
  EXPECT_EQ(text_of(file), "content");
}

TEST(MappedFile, ShowsTheBytes) {
  const test::TemporaryDirectory folder;
  write(folder.path() / "file", "content");
  const MappedFile file(folder.path() / "file");
  EXPECT_EQ(text_of(file), "content");
}

TEST(MappedFile, BytesStayWhereTheyAreWhenItIsMoved) {
  const test::TemporaryDirectory folder;
  write(folder.path() / "a", "first");
  write(folder.path() / "b", "second");
  MappedFile first(folder.path() / "a");
  const auto bytes = first.bytes();
  MappedFile second(folder.path() / "b");
  second = std::move(first);
  EXPECT_EQ(second.bytes().data(), bytes.data());
  EXPECT_EQ(text_of(second), "first");
  const MappedFile third(std::move(second));
  EXPECT_EQ(text_of(third), "first");
}

TEST(MappedFile, AnEmptyFileHasNoBytes) {
  const test::TemporaryDirectory folder;
  write(folder.path() / "empty", "");
  EXPECT_TRUE(MappedFile(folder.path() / "empty").bytes().empty());
}

TEST(MappedFile, RefusesWhatIsNoRegularFileWithoutWaiting) {
  const test::TemporaryDirectory folder;
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_of(folder.path() / "pipe"), ErrorCode::kIo);
  EXPECT_EQ(code_of(folder.path()), ErrorCode::kIo);
  EXPECT_EQ(code_of("/dev/null"), ErrorCode::kIo);
  EXPECT_EQ(code_of(folder.path() / "absent"), ErrorCode::kNotFound);
  EXPECT_EQ(code_of("/dev/null/below"), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace oree
