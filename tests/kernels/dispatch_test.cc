#include "kernels/dispatch.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "base/cpu.h"
#include "oree/error.h"

namespace oree::kernels {
namespace {

TEST(Dispatch, ScalarIsAlwaysThereAndLast) { EXPECT_EQ(table_names().back(), "scalar"); }

TEST(Dispatch, TheBestTableIsTheFirst) { EXPECT_EQ(best_table().name, table_names().front()); }

TEST(Dispatch, FindsEveryTableByName) {
  for (const std::string& name : table_names()) {
    EXPECT_EQ(find_table(name).name, name);
  }
}

TEST(Dispatch, AnUnknownNameIsAnErrorThatListsTheOthers) {
  try {
    find_table("z80");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
    EXPECT_THAT(error.what(), testing::HasSubstr("z80"));
    EXPECT_THAT(error.hint(), testing::HasSubstr("scalar"));
  }
}

TEST(Dispatch, TablesFollowWhatTheCpuCanDo) {
  EXPECT_EQ(testing::Matches(testing::Contains("avx2"))(table_names()), cpu_features().avx2);
  EXPECT_EQ(testing::Matches(testing::Contains("avx_vnni"))(table_names()), cpu_features().avx_vnni);
  EXPECT_EQ(testing::Matches(testing::Contains("avx512_vnni"))(table_names()), cpu_features().avx512_vnni);
  EXPECT_EQ(testing::Matches(testing::Contains("neon"))(table_names()), cpu_features().neon);
  EXPECT_EQ(testing::Matches(testing::Contains("neon_dotprod"))(table_names()), cpu_features().neon_dotprod);
  EXPECT_EQ(testing::Matches(testing::Contains("neon_i8mm"))(table_names()), cpu_features().neon_i8mm);
}

// An emulator's processor is known beforehand.
TEST(Dispatch, TheBestTableIsTheOneOfTheProcessor) {
  const char* expected = std::getenv("OREE_BEST_TABLE");
  if (expected == nullptr) {
    GTEST_SKIP() << "OREE_BEST_TABLE names none";
  }
  EXPECT_STREQ(best_table().name, expected);
}

}  // namespace
}  // namespace oree::kernels
