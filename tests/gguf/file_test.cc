#include "gguf/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <limits>
#include <utility>

#include "gguf/ggml_types.h"
#include "oree/error.h"
#include "support/gguf_writer.h"
#include "support/temporary_directory.h"

namespace oree::gguf {
namespace {

using test::GgufWriter;
using testing::ElementsAre;
using testing::HasSubstr;

GgufWriter small_writer() {
  GgufWriter writer;
  writer.add_string("general.architecture", "llama")
      .add_uint32("llama.block_count", 2)
      .add_strings("tokenizer.ggml.tokens", {"<s>", "", "a b"})
      .add_f32("output_norm.weight", {3}, {1, 2, 3})
      .add_tensor("half", {2, 2}, 1, std::as_bytes(std::span("12345678", 8)));
  return writer;
}

// Runs the action and hands the Error it must throw to the checks.
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

TEST(GgufFile, FindsValuesAndTensors) {
  const auto bytes = small_writer().bytes();
  const File file = File::from_bytes(bytes);
  EXPECT_EQ(file.version(), 3u);
  EXPECT_EQ(file.size_bytes(), bytes.size());
  EXPECT_THAT(file.keys(), ElementsAre("general.architecture", "llama.block_count", "tokenizer.ggml.tokens"));
  EXPECT_TRUE(file.has("llama.block_count"));
  EXPECT_FALSE(file.has("llama.block"));
  EXPECT_EQ(file.get_unsigned("llama.block_count"), 2u);
  EXPECT_THAT(file.find_strings("tokenizer.ggml.tokens").value(), ElementsAre("<s>", "", "a b"));
  EXPECT_TRUE(file.is_array("tokenizer.ggml.tokens"));
  EXPECT_FALSE(file.is_array("llama.block_count"));
  EXPECT_FALSE(file.is_array("absent"));

  ASSERT_EQ(file.tensors().size(), 2u);
  const TensorInfo* norm = file.find_tensor("output_norm.weight");
  ASSERT_NE(norm, nullptr);
  EXPECT_THAT(norm->shape, ElementsAre(3));
  ASSERT_EQ(norm->data.size(), 12u);
  EXPECT_EQ(norm->data.data(), bytes.data() + norm->file_offset);
  EXPECT_EQ(norm->file_offset % 32, 0u);
  EXPECT_EQ(file.find_tensor("half")->data.size(), 8u);
  EXPECT_EQ(file.find_tensor("absent"), nullptr);
}

TEST(GgufFile, ReadsFromDiskAndSurvivesBeingMoved) {
  const test::TemporaryDirectory folder;
  small_writer().save(folder.path() / "model.gguf");
  File first = File::open(folder.path() / "model.gguf");
  const File file = std::move(first);
  EXPECT_EQ(file.path(), folder.path() / "model.gguf");
  EXPECT_EQ(file.get_string("general.architecture"), "llama");
  EXPECT_EQ(file.find_tensor("half")->data[0], std::byte{'1'});
}

TEST(GgufFile, ReadsVersion2) {
  GgufWriter writer = small_writer();
  writer.version = 2;
  EXPECT_EQ(File::from_bytes(writer.bytes()).version(), 2u);
}

TEST(GgufFile, AFileWithoutTensorsNeedsNoDataSection) {
  const auto bytes = GgufWriter().add_bool("flag", true).bytes();
  const File file = File::from_bytes(bytes);
  EXPECT_EQ(file.find_bool("flag"), true);
  EXPECT_TRUE(file.tensors().empty());
  EXPECT_TRUE(File::from_bytes(GgufWriter().bytes()).keys().empty());
}

TEST(GgufFile, FollowsTheAlignmentOfTheFile) {
  GgufWriter writer;
  writer.alignment = 4096;
  writer.add_uint32("general.alignment", 4096).add_f32("a", {1}, {1}).add_f32("b", {1}, {2});
  const auto bytes = writer.bytes();
  const File file = File::from_bytes(bytes);
  EXPECT_EQ(file.find_tensor("a")->file_offset, 4096u);
  EXPECT_EQ(file.find_tensor("b")->file_offset, 8192u);
}

TEST(GgufFile, IntegersOfAnyWidthConvertWhenTheyFit) {
  const auto bytes = GgufWriter()
                         .add_raw("uint8", test::kGgufUint8, test::ByteWriter().put(std::uint8_t{255}).bytes())
                         .add_raw("int16", test::kGgufInt16, test::ByteWriter().put(std::int16_t{300}).bytes())
                         .add_int64("int64", std::numeric_limits<std::int64_t>::max())
                         .add_int32("negative", -1)
                         .add_int32s("int32s", {-5, 6})
                         .add_uint64s("uint64s", {7, 1})
                         .add_uint64s("too_large", {1, std::uint64_t{1} << 63})
                         .add_float64("float64", 0.25)
                         .bytes();
  const File file = File::from_bytes(bytes);
  EXPECT_EQ(file.get_unsigned("uint8"), 255u);
  EXPECT_EQ(file.get_unsigned("int16"), 300u);
  EXPECT_EQ(file.get_unsigned("int64"), std::uint64_t{std::numeric_limits<std::int64_t>::max()});
  EXPECT_THAT(file.find_integers("int32s").value(), ElementsAre(-5, 6));
  EXPECT_THAT(file.find_integers("uint64s").value(), ElementsAre(7, 1));
  EXPECT_EQ(file.get_float("float64"), 0.25);
  for (const char* key : {"negative", "float64", "int32s"}) {
    const Error error = error_of([&] { file.find_unsigned(key); });
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    EXPECT_THAT(error.what(), HasSubstr(key));
  }
  EXPECT_EQ(error_of([&] { file.find_integers("too_large"); }).code(), ErrorCode::kCorrupt);
}

TEST(GgufFile, AnAbsentKeyIsNothingForFindAndAnErrorForGet) {
  const auto bytes = small_writer().bytes();
  const File file = File::from_bytes(bytes, "tiny.gguf");
  EXPECT_EQ(file.find_unsigned("absent"), std::nullopt);
  EXPECT_EQ(file.find_strings("absent"), std::nullopt);
  for (const auto& error : {error_of([&] { file.get_unsigned("absent"); }), error_of([&] { file.get_float("absent"); }),
                            error_of([&] { file.get_string("absent"); })}) {
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    EXPECT_STREQ(error.what(), "the metadata key \"absent\" is missing");
    EXPECT_EQ(error.where(), "tiny.gguf");
  }
}

TEST(GgufFile, AnotherTypeIsAnErrorThatNamesBoth) {
  const auto bytes = small_writer().bytes();
  const File file = File::from_bytes(bytes);
  EXPECT_STREQ(
      error_of([&] { file.find_strings("llama.block_count"); }).what(),
      "the metadata key \"llama.block_count\" should hold an array of strings, but holds uint32 or a value out "
      "of range");
  EXPECT_STREQ(error_of([&] { file.find_string("tokenizer.ggml.tokens"); }).what(),
               "the metadata key \"tokenizer.ggml.tokens\" should hold a string, but holds array of string");
  EXPECT_THROW(file.find_float("llama.block_count"), Error);
  EXPECT_THROW(file.find_bool("llama.block_count"), Error);
  EXPECT_THROW(file.find_floats("tokenizer.ggml.tokens"), Error);
  EXPECT_THROW(file.find_integers("tokenizer.ggml.tokens"), Error);
  EXPECT_THROW(file.find_bools("tokenizer.ggml.tokens"), Error);
}

TEST(GgufFile, ATensorOfAnUnknownTypeIsListedWithoutData) {
  const auto bytes = GgufWriter()
                         .add_tensor("strange", {8}, 99, std::as_bytes(std::span("12345678", 8)))
                         .add_f32("b", {1}, {1})
                         .bytes();
  const File file = File::from_bytes(bytes);
  EXPECT_EQ(file.find_tensor("strange")->type, 99u);
  EXPECT_TRUE(file.find_tensor("strange")->data.empty());
  EXPECT_EQ(file.find_tensor("b")->data.size(), 4u);
}

TEST(GgufFile, WhatCannotBeOpenedIsNamed) {
  const test::TemporaryDirectory folder;
  EXPECT_EQ(error_of([&] { File::open(folder.path() / "absent.gguf"); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] { File::open(folder.path()); }).code(), ErrorCode::kIo);
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  const Error error = error_of([&] { File::open(folder.path() / "pipe"); });
  EXPECT_EQ(error.code(), ErrorCode::kIo);
  EXPECT_EQ(error.where(), (folder.path() / "pipe").string());
}

}  // namespace
}  // namespace oree::gguf
