#include "tensor/element_type.h"

#include <gtest/gtest.h>

namespace oree::tensor {
namespace {

TEST(ElementType, IsFoundByItsNameAndItsGgmlId) {
  for (std::size_t i = 0; i < kElementTypes; ++i) {
    const auto type = static_cast<ElementType>(i);
    EXPECT_EQ(from_ggml_id(info(type).ggml_id), type);
    EXPECT_EQ(from_name(info(type).name), type);
  }
  EXPECT_EQ(info(ElementType::kBf16).ggml_id, 30u);
  EXPECT_EQ(from_name("q4_0"), ElementType::kQ4_0);
  EXPECT_EQ(from_ggml_id(12), ElementType::kQ4K);
  EXPECT_EQ(from_name("q4_k"), ElementType::kQ4K);
  EXPECT_EQ(from_name("q8_k"), std::nullopt);
  EXPECT_EQ(from_ggml_id(15), std::nullopt);
}

TEST(ElementType, RowsAreWholeBlocks) {
  EXPECT_EQ(row_bytes(ElementType::kF32, 5), 20u);
  EXPECT_EQ(row_bytes(ElementType::kF16, 5), 10u);
  EXPECT_EQ(row_bytes(ElementType::kBf16, 5), 10u);
  EXPECT_EQ(row_bytes(ElementType::kQ8_0, 64), 68u);
  EXPECT_EQ(row_bytes(ElementType::kQ4_0, 64), 36u);
  EXPECT_EQ(row_bytes(ElementType::kQ8_0, 63), std::nullopt);
  EXPECT_EQ(row_bytes(ElementType::kQ4_0, 0), 0u);
  EXPECT_EQ(row_bytes(ElementType::kQ6K, 512), 420u);
  EXPECT_EQ(row_bytes(ElementType::kQ6K, 128), std::nullopt);
}

TEST(ElementType, ARowThatOverflowsHasNoSize) {
  EXPECT_EQ(row_bytes(ElementType::kF32, std::uint64_t{1} << 62), std::nullopt);
  EXPECT_EQ(row_bytes(ElementType::kQ8_0, ~std::uint64_t{31}), std::nullopt);
}

}  // namespace
}  // namespace oree::tensor
