// What the gguf package writes, and what it reads back, against our reader.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "gguf/file.h"
#include "gguf/ggml_types.h"
#include "oree/json.h"

namespace oree::gguf {
namespace {

const std::string kFolder = OREE_SOURCE_DIR "/tests/golden/gguf/";

Json read_json(const std::string& name) {
  std::ifstream file(kFolder + name);
  return Json::parse(file);
}

TEST(GgufGolden, MetadataIsWhatThePackageReads) {
  const File file = File::open(kFolder + "small.gguf");
  const Json golden = read_json("small.json");
  EXPECT_EQ(file.version(), 3u);
  std::vector<std::string> keys;
  for (const std::string_view key : file.keys()) {
    keys.emplace_back(key);
  }
  EXPECT_EQ(Json(keys), golden["keys"]);

  const Json& expected = golden["metadata"];
  for (const char* key : {"test.uint8", "test.uint16", "test.uint32", "test.uint64"}) {
    EXPECT_EQ(file.get_unsigned(key), expected[key].get<std::uint64_t>()) << key;
  }
  EXPECT_EQ(file.get_float("test.float32"), expected["test.float32"].get<double>());
  EXPECT_EQ(file.get_float("test.float64"), 0.1);
  EXPECT_EQ(file.find_bool("test.true"), true);
  EXPECT_EQ(file.find_bool("test.false"), false);
  EXPECT_EQ(file.get_string("test.string"), expected["test.string"].get<std::string>());
  EXPECT_EQ(Json(file.find_strings("test.strings").value()), expected["test.strings"]);
  EXPECT_EQ(Json(file.find_integers("test.integers").value()), expected["test.integers"]);
  EXPECT_EQ(Json(file.find_floats("test.floats").value()), expected["test.floats"]);
  EXPECT_EQ(Json(file.find_bools("test.bools").value()), expected["test.bools"]);
}

TEST(GgufGolden, TensorsAreWhatThePackageReads) {
  const File file = File::open(kFolder + "small.gguf");
  const Json golden = read_json("small.json")["tensors"];
  ASSERT_EQ(file.tensors().size(), golden.size());
  for (std::size_t i = 0; i < golden.size(); ++i) {
    const TensorInfo& tensor = file.tensors()[i];
    const Json& expected = golden[i];
    EXPECT_EQ(tensor.name, expected["name"].get<std::string>());
    EXPECT_EQ(Json(tensor.shape), expected["shape"]) << tensor.name;
    EXPECT_EQ(tensor.type, expected["type"].get<std::uint32_t>()) << tensor.name;
    EXPECT_EQ(tensor.file_offset, expected["offset"].get<std::uint64_t>()) << tensor.name;
    EXPECT_EQ(sha256_hex(tensor.data), expected["sha256"].get<std::string>()) << tensor.name;
  }
}

TEST(GgufGolden, KnowsEveryTypeOfThePackage) {
  const Json golden = read_json("types.json");
  for (const Json& expected : golden) {
    const GgmlType* type = find_ggml_type(expected["id"].get<std::uint32_t>());
    ASSERT_NE(type, nullptr) << expected;
    EXPECT_EQ(type->name, expected["name"].get<std::string>());
    EXPECT_EQ(type->block_size, expected["block_size"].get<std::uint32_t>()) << expected;
    EXPECT_EQ(type->block_bytes, expected["block_bytes"].get<std::uint32_t>()) << expected;
  }
  for (const std::uint32_t id : {4u, 5u, 31u, 38u, 42u, 0xffffffffu}) {
    EXPECT_EQ(find_ggml_type(id), nullptr) << id;
  }
}

}  // namespace
}  // namespace oree::gguf
