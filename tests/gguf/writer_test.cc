#include "gguf/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gguf/file.h"
#include "oree/error.h"
#include "support/temporary_directory.h"

namespace oree::gguf {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::uint32_t kF32 = 0;
constexpr std::uint32_t kQ8_0 = 8;

class WriterTest : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_.path() / "model.gguf"; }
  std::size_t n_files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_.path()), {}));
  }

 private:
  test::TemporaryDirectory folder_;
};

std::span<const std::byte> bytes_of(const std::vector<float>& values) { return std::as_bytes(std::span(values)); }

template <class Function>
Error error_of(Function function) {
  try {
    function();
  } catch (const Error& error) {
    return error;
  }
  return Error(ErrorCode::kInternal, "nothing was thrown");
}

TEST_F(WriterTest, WhatIsWrittenIsRead) {
  const std::vector<std::string> words = {"a", "", "\xC3\xA9t\xC3\xA9"};
  const std::vector<float> numbers = {1.5f, -2.0f};
  const std::vector<std::int32_t> types = {1, -3};
  Writer writer(path());
  writer.set_string("general.architecture", "llama");
  writer.set_uint32("llama.block_count", 3);
  writer.set_float32("llama.rope.freq_base", 1e6f);
  writer.set_bool("tokenizer.ggml.add_bos_token", true);
  writer.set_strings("words", words);
  writer.set_float32s("numbers", numbers);
  writer.set_int32s("types", types);
  writer.set_bools("windows", {true, false, true});
  writer.begin_data();
  writer.finish();

  const File file = File::open(path());
  EXPECT_EQ(file.version(), 3u);
  EXPECT_EQ(file.get_string("general.architecture"), "llama");
  EXPECT_EQ(file.get_unsigned("llama.block_count"), 3u);
  EXPECT_EQ(file.get_float("llama.rope.freq_base"), 1e6);
  EXPECT_EQ(file.find_bool("tokenizer.ggml.add_bos_token"), true);
  EXPECT_THAT(*file.find_strings("words"), ElementsAre("a", "", "\xC3\xA9t\xC3\xA9"));
  EXPECT_THAT(*file.find_floats("numbers"), ElementsAre(1.5f, -2.0f));
  EXPECT_THAT(*file.find_integers("types"), ElementsAre(1, -3));
  EXPECT_THAT(*file.find_bools("windows"), ElementsAre(true, false, true));
}

TEST_F(WriterTest, TensorsComeInPiecesAndLieAligned) {
  const std::vector<float> first = {1, 2, 3};
  const std::vector<float> second = {4, 5, 6, 7};
  Writer writer(path());
  const std::uint64_t three[] = {3};
  const std::uint64_t two_by_two[] = {2, 2};
  writer.add_tensor("first", three, kF32);
  writer.add_tensor("second", two_by_two, kF32);
  EXPECT_EQ(writer.tensor_bytes(), 28u);
  writer.begin_data();
  writer.write(bytes_of(first).first(5));
  writer.write(bytes_of(first).subspan(5));
  writer.write(bytes_of(second));
  writer.finish();

  const File file = File::open(path());
  ASSERT_EQ(file.tensors().size(), 2u);
  for (const TensorInfo& tensor : file.tensors()) {
    EXPECT_EQ(tensor.file_offset % 32, 0u) << tensor.name;
  }
  EXPECT_EQ(std::memcmp(file.find_tensor("first")->data.data(), first.data(), 12), 0);
  EXPECT_EQ(std::memcmp(file.find_tensor("second")->data.data(), second.data(), 16), 0);
  EXPECT_THAT(file.find_tensor("second")->shape, ElementsAre(2u, 2u));
}

TEST_F(WriterTest, AKeySetAgainKeepsItsPlace) {
  Writer writer(path());
  writer.set_uint32("a", 1);
  writer.set_uint32("b", 2);
  writer.set_string("a", "now a string");
  writer.begin_data();
  writer.finish();
  const File file = File::open(path());
  EXPECT_THAT(file.keys(), ElementsAre("a", "b"));
  EXPECT_EQ(file.get_string("a"), "now a string");
}

TEST_F(WriterTest, MetadataOfAnotherFileIsCopiedAsItIs) {
  const auto other = path().parent_path() / "other.gguf";
  Writer source(other);
  source.set_float32s("scores", std::vector<float>{0.25f, -1e30f});
  source.set_uint32("general.alignment", 64);
  source.set_uint32("general.file_type", 0);
  source.begin_data();
  source.finish();
  const File read = File::open(other);
  Writer writer(path());
  writer.copy_metadata(read);
  writer.set_uint32("general.file_type", 15);
  writer.begin_data();
  writer.finish();
  const File copy = File::open(path());
  EXPECT_THAT(*copy.find_floats("scores"), ElementsAre(0.25f, -1e30f));
  EXPECT_EQ(copy.get_unsigned("general.file_type"), 15u);
  EXPECT_FALSE(copy.has("general.alignment")) << "the data of the new file has the default";
}

TEST_F(WriterTest, AFileThatIsGivenUpLeavesTheOldOne) {
  std::ofstream(path()) << "old";
  {
    Writer writer(path());
    const std::uint64_t shape[] = {4};
    writer.add_tensor("t", shape, kF32);
    writer.begin_data();
  }
  EXPECT_EQ(std::filesystem::file_size(path()), 3u);
  EXPECT_EQ(n_files(), 1u) << "no temporary file is left";
}

TEST_F(WriterTest, RefusesTensorsThatNoFileCanHold) {
  Writer writer(path());
  const auto add = [&](std::string_view name, std::vector<std::uint64_t> shape, std::uint32_t type) {
    return error_of([&] { writer.add_tensor(name, shape, type); });
  };
  EXPECT_THAT(add("blocks", {33}, kQ8_0).what(), HasSubstr("blocks of 32"));
  EXPECT_THAT(add("blocks", {33}, kQ8_0).where(), HasSubstr("blocks"));
  EXPECT_THAT(add("", {1}, kF32).what(), HasSubstr("name"));
  EXPECT_THAT(add("five", {1, 1, 1, 1, 1}, kF32).what(), HasSubstr("dimensions"));
  EXPECT_THAT(add("none", {0, 4}, kF32).what(), HasSubstr("at least one"));
  EXPECT_THAT(add("huge", {1, std::uint64_t{1} << 62, 8}, kF32).what(), HasSubstr("2^64"));
  EXPECT_THAT(add("unknown", {32}, 4000).what(), HasSubstr("4000"));
  EXPECT_EQ(add("good", {32}, kQ8_0).code(), ErrorCode::kInternal) << "nothing is wrong with it";
  EXPECT_THAT(add("good", {32}, kQ8_0).what(), HasSubstr("same name"));
}

TEST_F(WriterTest, AMissingFolderIsNamed) {
  const Error error = error_of([&] { Writer writer(path() / "deeper" / "model.gguf"); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_THAT(error.where(), HasSubstr("deeper"));
}

TEST_F(WriterTest, AModelMayBeReadByWhomTheUmaskLets) {
  const mode_t before = ::umask(027);
  Writer writer(path());
  writer.begin_data();
  writer.finish();
  ::umask(before);
  EXPECT_EQ(std::filesystem::status(path()).permissions(), std::filesystem::perms(0640));
}

TEST_F(WriterTest, OnlyARegularFileIsReplaced) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  const Error error = error_of([] { Writer writer("/dev/full"); });
  EXPECT_EQ(error.code(), ErrorCode::kIo);
}

}  // namespace
}  // namespace oree::gguf
