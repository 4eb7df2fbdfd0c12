#include "workbench/head_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace oree::workbench {
namespace {

using testing::HasSubstr;
using testing::Not;

HeadMap small_map() {
  return {.title = "small", .row = "layer", .column = "head", .n_columns = 2, .values = {0.834, -0.5, 0, 1, -1, 2}};
}

TEST(HeadMap, HasACellForEachValue) {
  const std::string svg = head_map_svg(small_map());
  EXPECT_THAT(svg, HasSubstr("<title>layer 0, head 0: 0.83</title>"));
  EXPECT_THAT(svg, HasSubstr("<title>layer 0, head 1: -0.50</title>"));
  EXPECT_THAT(svg, HasSubstr("<title>layer 2, head 1: 2.00</title>"));
  EXPECT_THAT(svg, Not(HasSubstr("layer 3,")));
  EXPECT_EQ(svg.rfind("<svg xmlns=\"http://www.w3.org/2000/svg\"", 0), 0u);
}

TEST(HeadMap, ColoursRunFromOrangeOverPaleToBlue) {
  const std::string svg = head_map_svg(small_map());
  EXPECT_THAT(svg, HasSubstr("fill=\"#a63603\"><title>layer 2, head 0: -1.00"));
  EXPECT_THAT(svg, HasSubstr("fill=\"#f7f7f7\"><title>layer 1, head 0: 0.00"));
  EXPECT_THAT(svg, HasSubstr("fill=\"#08519c\"><title>layer 1, head 1: 1.00"));
  EXPECT_THAT(svg, HasSubstr("fill=\"#08519c\"><title>layer 2, head 1: 2.00"));
}

TEST(HeadMap, WhatIsNoNumberIsGrey) {
  HeadMap map = small_map();
  map.values[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(head_map_svg(map), HasSubstr("fill=\"#999999\"><title>layer 0, head 0: none"));
}

TEST(HeadMap, TextIsEscaped) {
  HeadMap map = small_map();
  map.title = "</text><script>\"a\" & 'b'\x01\xff";
  const std::string svg = head_map_svg(map);
  EXPECT_THAT(svg, HasSubstr("&lt;/text&gt;&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;\xEF\xBF\xBD\xEF\xBF\xBD<"));
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
}

TEST(HeadMap, NumbersAreThinnedOutWhereThereAreMany) {
  HeadMap map = small_map();
  map.values.assign(160, 0.5);  // 80 rows
  const std::string svg = head_map_svg(map);
  EXPECT_THAT(svg, HasSubstr("text-anchor=\"end\">76</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("text-anchor=\"end\">77</text>")));
}

}  // namespace
}  // namespace oree::workbench
