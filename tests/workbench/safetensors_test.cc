// Any bytes as a safetensors file: an Error that names the file and the thing, or tensors that lie inside the bytes.
#include "workbench/convert/safetensors.h"

#include <gtest/gtest.h>

#include <fstream>
#include <ostream>

#include "oree/error.h"
#include "support/temporary_directory.h"
#include "workbench/convert/checkpoint.h"
#include "workbench/safetensors_bytes.h"

namespace oree::workbench {
namespace {

using test::safetensors_bytes;
using test::SafetensorsBuilder;

// data: four zeros as F32.
const std::string kSixteen(16, '\0');

SafetensorsFile read(const std::string& bytes) {
  return SafetensorsFile::from_bytes(std::as_bytes(std::span(bytes)), "tiny.safetensors");
}

TEST(Safetensors, TensorsAreWhereTheHeaderSays) {
  const std::string bytes = safetensors_bytes(
      R"({"__metadata__": {"format": "pt"},
          "b": {"dtype": "BF16", "shape": [3], "data_offsets": [8, 14]},
          "a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
          "one": {"dtype": "F16", "shape": [], "data_offsets": [14, 16]},
          "none": {"dtype": "F32", "shape": [0, 7], "data_offsets": [14, 14]}}   )",
      kSixteen);
  const SafetensorsFile file = read(bytes);
  ASSERT_EQ(file.tensors().size(), 4u);
  EXPECT_EQ(file.tensors()[0].name, "b");
  EXPECT_EQ(file.tensors()[0].type, "BF16");
  EXPECT_EQ(file.tensors()[0].shape, std::vector<std::uint64_t>{3});
  EXPECT_EQ(file.tensors()[0].data.size(), 6u);
  EXPECT_EQ(file.tensors()[1].data.data(), reinterpret_cast<const std::byte*>(bytes.data()) + bytes.size() - 16);
  EXPECT_TRUE(file.tensors()[2].shape.empty());
  EXPECT_TRUE(file.tensors()[3].data.empty());
  EXPECT_TRUE(read(safetensors_bytes("{}", "")).tensors().empty());
}

struct Hostile {
  std::string name;
  std::string bytes;
  ErrorCode code;
  std::string mention;  // stands in what or where
};

void PrintTo(const Hostile& hostile, std::ostream* stream) { *stream << hostile.name; }

std::string with_length(std::uint64_t length, const std::string& rest) {
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + rest;
}

// One tensor "a" with this description, before sixteen bytes of data.
std::string one(const std::string& description) { return safetensors_bytes("{\"a\": " + description + "}", kSixteen); }

std::vector<Hostile> hostile_files() {
  using enum ErrorCode;
  std::string many = "{";
  for (std::size_t i = 0; i <= kMaxSafetensorsTensors; ++i) {
    many += (i > 0 ? "," : "") + ("\"" + std::to_string(i)) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
  }
  const std::string huge = std::to_string(std::uint64_t{1} << 62);
  return {
      {"empty", "", kCorrupt, "byte 0"},
      {"seven_bytes", std::string(7, '\1'), kCorrupt, "byte 0"},
      {"header_longer_than_the_file", with_length(100, "{}"), kCorrupt, "longer"},
      {"header_of_2_to_the_63", with_length(std::uint64_t{1} << 63, "{}"), kLimit, "kMaxSafetensorsHeaderBytes"},
      {"header_of_all_ones", with_length(~std::uint64_t{0}, "{}"), kLimit, "kMaxSafetensorsHeaderBytes"},
      {"header_of_0", with_length(0, "{}"), kCorrupt, "byte 8"},
      {"header_of_spaces", safetensors_bytes("    ", ""), kCorrupt, "byte 8"},
      {"header_an_array", safetensors_bytes("[]", ""), kCorrupt, "byte 8"},
      {"json_cut_short", safetensors_bytes(R"({"a": {"dtype": "F32")", kSixteen), kCorrupt, "JSON"},
      {"json_and_more", safetensors_bytes("{} {}", ""), kCorrupt, "JSON"},
      {"json_not_utf8", safetensors_bytes("{\"\xFF\": {}}", ""), kCorrupt, "JSON"},
      {"json_deep", safetensors_bytes("{\"a\": " + std::string(1'000'000, '[') + "}", ""), kCorrupt, "an array"},
      {"json_deep_objects", safetensors_bytes(R"({"a": {"shape": {"b": {"c": 1}}}})", ""), kCorrupt, "an object"},
      {"metadata_deep", safetensors_bytes(R"({"__metadata__": {"a": {"b": 1}}})", ""), kCorrupt, "an object"},
      {"tensor_no_object", safetensors_bytes(R"({"a": 3})", ""), kCorrupt, "a number"},
      {"tensor_null", safetensors_bytes(R"({"a": null})", ""), kCorrupt, "null"},
      {"tensor_twice",
       safetensors_bytes(R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
                             "a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]}})",
                         kSixteen),
       kCorrupt, "twice"},
      {"key_twice", one(R"({"dtype": "F32", "dtype": "F16", "shape": [4], "data_offsets": [0, 16]})"), kCorrupt,
       "twice"},
      {"key_unknown", one(R"({"dtype": "F32", "shape": [4], "data_offsets": [0, 16], "strides": [1]})"), kCorrupt,
       "strides"},
      {"dtype_missing", one(R"({"shape": [4], "data_offsets": [0, 16]})"), kCorrupt, "dtype"},
      {"shape_missing", one(R"({"dtype": "F32", "data_offsets": [0, 16]})"), kCorrupt, "shape"},
      {"offsets_missing", one(R"({"dtype": "F32", "shape": [4]})"), kCorrupt, "data_offsets"},
      {"dtype_unknown", one(R"({"dtype": "Q4", "shape": [4], "data_offsets": [0, 16]})"), kUnsupported, "Q4"},
      {"dtype_a_number", one(R"({"dtype": 1, "shape": [4], "data_offsets": [0, 16]})"), kCorrupt, "a number"},
      {"shape_negative", one(R"({"dtype": "F32", "shape": [-4], "data_offsets": [0, 16]})"), kCorrupt, "negative"},
      {"shape_a_fraction", one(R"({"dtype": "F32", "shape": [4.0], "data_offsets": [0, 16]})"), kCorrupt, "fraction"},
      {"shape_beyond_64_bits", one(R"({"dtype": "F32", "shape": [99999999999999999999999], "data_offsets": [0, 16]})"),
       kCorrupt, "fraction"},
      {"shape_overflows",
       one("{\"dtype\": \"F32\", \"shape\": [" + huge + ", 4, " + huge + "], \"data_offsets\": [0, 16]}"), kCorrupt,
       "shape"},
      {"shape_too_small", one(R"({"dtype": "F32", "shape": [3], "data_offsets": [0, 16]})"), kCorrupt, "shape"},
      {"shape_of_9_dimensions", one(R"({"dtype": "F32", "shape": [1,1,1,1,1,1,1,1,4], "data_offsets": [0, 16]})"),
       kLimit, "kMaxSafetensorsDimensions"},
      {"half_a_byte", one(R"({"dtype": "F4", "shape": [1], "data_offsets": [0, 0]})"), kCorrupt, "shape"},
      {"offsets_backwards", one(R"({"dtype": "F32", "shape": [4], "data_offsets": [16, 0]})"), kCorrupt, "16 to 0"},
      {"offsets_beyond_the_file", one(R"({"dtype": "F32", "shape": [8], "data_offsets": [0, 32]})"), kCorrupt,
       "0 to 32"},
      {"offsets_of_one_number", one(R"({"dtype": "F32", "shape": [4], "data_offsets": [16]})"), kCorrupt, "two"},
      {"offsets_of_three_numbers", one(R"({"dtype": "F32", "shape": [4], "data_offsets": [0, 8, 16]})"), kCorrupt,
       "a number"},
      {"overlap",
       safetensors_bytes(R"({"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]},
                             "b": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]}})",
                         kSixteen),
       kCorrupt, "overlap"},
      {"same_bytes",
       safetensors_bytes(R"({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]},
                             "b": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}})",
                         kSixteen),
       kCorrupt, "overlap"},
      {"hole",
       safetensors_bytes(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
                             "b": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]}})",
                         kSixteen),
       kCorrupt, "belong to no tensor"},
      {"bytes_behind", one(R"({"dtype": "F32", "shape": [3], "data_offsets": [0, 12]})"), kCorrupt, "behind"},
      {"name_too_long", safetensors_bytes("{\"" + std::string(kMaxSafetensorsNameBytes + 1, 'n') + "\": {}}", ""),
       kLimit, "kMaxSafetensorsNameBytes"},
      {"too_many", safetensors_bytes(many + "}", ""), kLimit, "kMaxSafetensorsTensors"},
  };
}

class HostileSafetensors : public testing::TestWithParam<Hostile> {};

TEST_P(HostileSafetensors, IsAnErrorThatNamesTheFileAndTheThing) {
  try {
    read(GetParam().bytes);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), GetParam().code) << error.what();
    EXPECT_NE((error.what() + (" " + error.where())).find(GetParam().mention), std::string::npos)
        << error.what() << " | " << error.where();
    EXPECT_NE(error.where().find("tiny.safetensors"), std::string::npos) << error.where();
    EXPECT_LE(std::string(error.what()).size() + error.where().size(), 3000u);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, HostileSafetensors, testing::ValuesIn(hostile_files()),
                         [](const auto& parameter) { return parameter.param.name; });

class CheckpointTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
  }
  static std::string tensor(const std::string& name) { return SafetensorsBuilder().add(name, {1}, {1}).bytes(); }

  void expect_error(ErrorCode code, const std::string& mention) {
    try {
      Checkpoint::open(folder_.path());
      FAIL() << "accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      const std::string text = error.what() + (" | " + error.where()) + " | " + error.hint();
      EXPECT_NE(text.find(mention), std::string::npos) << text;
    }
  }

  test::TemporaryDirectory folder_;
};

TEST_F(CheckpointTest, ReadsTheShardsOfAnIndex) {
  write("model-1.safetensors", tensor("a"));
  write("model-2.safetensors", tensor("b"));
  write("other.safetensors", tensor("a"));  // no part of the model
  write("model.safetensors.index.json",
        R"({"metadata": {}, "weight_map": {"b": "model-2.safetensors", "a": "model-1.safetensors"}})");
  const Checkpoint checkpoint = Checkpoint::open(folder_.path());
  ASSERT_EQ(checkpoint.tensors().size(), 2u);
  EXPECT_EQ(checkpoint.tensors()[0].tensor->name, "a");
}

TEST_F(CheckpointTest, WithoutAnIndexReadsEveryFile) {
  write("x.safetensors", tensor("a"));
  write("y.safetensors", tensor("b"));
  write("consolidated.safetensors", tensor("a"));
  EXPECT_EQ(Checkpoint::open(folder_.path()).tensors().size(), 2u);
  write("z.safetensors", tensor("a"));
  expect_error(ErrorCode::kCorrupt, "two files");
}

TEST_F(CheckpointTest, RefusesAnIndexThatContradictsItsShards) {
  const auto index = [&](const std::string& map) {
    write("model.safetensors.index.json", "{\"weight_map\": " + map + "}");
  };
  write("model-1.safetensors", tensor("a"));
  index(R"({"a": "model-1.safetensors", "b": "model-2.safetensors"})");
  expect_error(ErrorCode::kNotFound, "model-2.safetensors");
  index(R"({"a": "model-1.safetensors", "b": "model-1.safetensors"})");
  expect_error(ErrorCode::kCorrupt, "\"b\" is missing");
  index(R"({"b": "model-1.safetensors"})");
  expect_error(ErrorCode::kCorrupt, "\"a\"");
  for (const char* path : {"../model-1.safetensors", "/etc/x.safetensors", "..", "", ".safetensors", "x.bin"}) {
    index("{\"a\": \"" + std::string(path) + "\"}");
    expect_error(ErrorCode::kCorrupt, "shard");
  }
  index("{}");
  expect_error(ErrorCode::kCorrupt, "weight_map");
  index("3");
  expect_error(ErrorCode::kCorrupt, "weight_map");
  index(R"({"a": 3})");
  expect_error(ErrorCode::kCorrupt, "file name");
  write("model.safetensors.index.json", R"({"weight_map": {"a": "model-1.safetensors"}, "weight_map": {}})");
  expect_error(ErrorCode::kCorrupt, "twice");
}

TEST_F(CheckpointTest, SaysWhichFilesAreWanted) {
  expect_error(ErrorCode::kNotFound, "model.safetensors");
  write("pytorch_model.bin", "x");
  expect_error(ErrorCode::kUnsupported, "save_pretrained");
}

TEST_F(CheckpointTest, RefusesMistralsOwnFormat) {
  write("consolidated.safetensors", tensor("a"));
  expect_error(ErrorCode::kUnsupported, "config.json");
}

TEST_F(CheckpointTest, RefusesAnAdapter) {
  write("adapter_model.safetensors", tensor("a"));
  expect_error(ErrorCode::kUnsupported, "adapter");
}

}  // namespace
}  // namespace oree::workbench
