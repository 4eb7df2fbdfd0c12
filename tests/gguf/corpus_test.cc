// Replays the seeds of fuzz/gguf_fuzzer.cc, and writes those that are made from the test writer.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gguf/file.h"
#include "oree/error.h"
#include "support/gguf_writer.h"

namespace oree::gguf {
namespace {

namespace fs = std::filesystem;
using test::GgufWriter;

const fs::path kCorpus = OREE_SOURCE_DIR "/fuzz/corpus/gguf";

GgufWriter version_2() {
  GgufWriter writer;
  writer.version = 2;
  return writer.add_string("general.architecture", "llama").add_f32("a", {2}, {1, 2});
}

GgufWriter claims_too_much() {
  GgufWriter writer;
  writer.claimed_keys = INT64_MAX;
  return writer.add_uint32("a", 1);
}

std::vector<std::pair<std::string, GgufWriter>> seeds() {
  std::vector<std::pair<std::string, GgufWriter>> files;
  files.emplace_back("empty.gguf", GgufWriter());
  files.emplace_back("version_2.gguf", version_2());
  files.emplace_back("claims_too_much.gguf", claims_too_much());
  files.emplace_back("scalars.gguf", GgufWriter()
                                         .add_uint32("u32", 1)
                                         .add_int32("i32", -1)
                                         .add_uint64("u64", 1)
                                         .add_int64("i64", -1)
                                         .add_float32("f32", 0.5f)
                                         .add_float64("f64", 0.5)
                                         .add_bool("bool", true)
                                         .add_string("string", "text"));
  files.emplace_back("arrays.gguf", GgufWriter()
                                        .add_strings("strings", {"a", "", "b"})
                                        .add_floats("floats", {1})
                                        .add_int32s("integers", {1, -1})
                                        .add_bools("bools", {true}));
  files.emplace_back("aligned.gguf",
                     GgufWriter().add_uint32("general.alignment", 32).add_f32("a", {2, 2}, {1, 2, 3, 4}));
  files.emplace_back("blocks.gguf", GgufWriter()
                                        .add_tensor("q8_0", {32}, 8, std::vector<std::byte>(34))
                                        .add_tensor("q4_0", {32, 2}, 2, std::vector<std::byte>(36))
                                        .add_tensor("unknown", {1}, 99, std::vector<std::byte>(1)));
  files.emplace_back("overlap.gguf", GgufWriter()
                                         .add_f32("a", {16}, std::vector<float>(16))
                                         .add_tensor_at("b", {8}, 0, 32, std::vector<std::byte>(32)));
  return files;
}

TEST(GgufCorpus, EveryFileIsReadOrRefused) {
  if (std::getenv("OREE_WRITE_CORPUS") != nullptr) {
    for (const auto& [name, writer] : seeds()) {
      writer.save(kCorpus / name);
    }
  }
  std::set<std::string> readable;
  int n_refused = 0;
  for (const auto& entry : fs::directory_iterator(kCorpus)) {
    try {
      File::open(entry.path());
      readable.insert(entry.path().filename());
    } catch (const Error&) {
      ++n_refused;
    }
  }
  for (const char* name :
       {"empty.gguf", "version_2.gguf", "scalars.gguf", "arrays.gguf", "aligned.gguf", "blocks.gguf", "small.gguf"}) {
    EXPECT_TRUE(readable.contains(name)) << name;
  }
  EXPECT_FALSE(readable.contains("claims_too_much.gguf"));
  EXPECT_FALSE(readable.contains("overlap.gguf"));
  EXPECT_GE(n_refused, 2);
}

}  // namespace
}  // namespace oree::gguf
