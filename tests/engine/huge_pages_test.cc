// Where the bytes of a model lie: mapped from its file, or in memory of the process's own.
#include <gmock/gmock.h>

#include <fstream>

#include "engine/shipped_model.h"
#include "oree/plan.h"
#include "support/mapping_flags.h"

namespace oree::engine_test {
namespace {

class HugePagesTest : public WithModel {};

// Bytes of the model's file that this process maps.
std::uint64_t mapped_bytes() {
  std::ifstream maps("/proc/self/maps");
  std::uint64_t bytes = 0;
  for (std::string line; std::getline(maps, line);) {
    if (line.find(model_path().filename().string()) != std::string::npos) {
      std::size_t dash = 0;
      const std::uint64_t begin = std::stoull(line, &dash, 16);
      bytes += std::stoull(line.substr(dash + 1), nullptr, 16) - begin;
    }
  }
  return bytes;
}

// Where the model's file is mapped from its first byte on.
const std::byte* first_mapped_byte() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find(model_path().filename().string()) != std::string::npos) {
      return reinterpret_cast<const std::byte*>(std::stoull(line, nullptr, 16));
    }
  }
  return nullptr;
}

std::vector<float> logits_of(const Engine& engine) {
  std::vector<float> logits;
  Session session = engine.new_session();
  session.append(engine.tokenize("Lunch with Ana on Thursday", {}), &logits);
  return logits;
}

TEST_F(HugePagesTest, AreAskedForWhereTheFileIsMapped) {
  if (!std::filesystem::exists("/sys/kernel/mm/transparent_hugepage")) {
    GTEST_SKIP() << "a kernel without huge pages";
  }
  const Engine engine(model_path(), {});
  EXPECT_THAT(test::mapping_flags(first_mapped_byte()), testing::HasSubstr(" hg "));
}

TEST_F(HugePagesTest, HoldTheWholeModelAndChangeNoLogit) {
  EngineOptions options;
  std::vector<float> expected;
  {
    const Engine mapped(model_path(), options);
    EXPECT_GE(mapped_bytes(), std::filesystem::file_size(model_path()));
    expected = logits_of(mapped);
  }
  options.huge_pages = true;
  const Engine held(model_path(), options);
  EXPECT_EQ(mapped_bytes(), 0u);
  EXPECT_EQ(logits_of(held), expected);
}

TEST_F(HugePagesTest, CountWholeInThePlan) {
  EngineOptions options;
  const MemoryPlan mapped = plan_memory(model_path(), options);
  options.huge_pages = true;
  const MemoryPlan plan = plan_memory(model_path(), options);
  const auto file_bytes = std::filesystem::file_size(model_path());
  const auto weights = plan.document["bytes"]["weights"].get<std::uint64_t>();
  EXPECT_GE(weights, file_bytes);
  EXPECT_GT(weights, mapped.document["bytes"]["weights"].get<std::uint64_t>());
  EXPECT_LT(weights, file_bytes + file_bytes / 2);
}

}  // namespace
}  // namespace oree::engine_test
