#include "kernels/dispatch.h"

#include <gmock/gmock.h>

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
}

}  // namespace
}  // namespace oree::kernels
