#include "oree/error.h"

#include <gtest/gtest.h>

namespace oree {
namespace {

TEST(Error, CarriesWhatWhereAndHint) {
  const Error error(ErrorCode::kCorrupt, "bad magic", "model.gguf, byte 0", "download it again");
  EXPECT_STREQ(error.what(), "bad magic");
  EXPECT_EQ(error.where(), "model.gguf, byte 0");
  EXPECT_EQ(error.hint(), "download it again");
  EXPECT_EQ(error_code_name(error.code()), "corrupt");
}

}  // namespace
}  // namespace oree
