#include "workbench/chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "oree/error.h"
#include "workbench/svg.h"

namespace oree::workbench {
namespace {

using testing::HasSubstr;

int count(const std::string& text, const std::string& part) {
  int n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++n;
  }
  return n;
}

// The numbers of an attribute of all such elements.
std::vector<double> values_of(const std::string& svg, const std::string& element, const std::string& name) {
  const std::regex pattern("<" + element + "[^>]* " + name + "=\"([-0-9.]+)\"");
  std::vector<double> values;
  for (std::sregex_iterator at(svg.begin(), svg.end(), pattern); at != std::sregex_iterator(); ++at) {
    values.push_back(std::stod((*at)[1]));
  }
  return values;
}

LineChart some_chart() {
  return {
      .title = "Loss <of> \"two\" & more",
      .x_label = "position",
      .y_label = "loss",
      .log2_x = false,
      .series = {{.name = "none", .points = {{.x = 256, .y = 4, .interval = {}}, {.x = 512, .y = 3, .interval = {}}}},
                 {.name = "a<b",
                  .points = {{.x = 256, .y = 4.5, .interval = Interval{.low = 4.2, .high = 4.9}},
                             {.x = 1024, .y = 2, .interval = Interval{.low = 1.5, .high = 2.5}}}}}};
}

TEST(ChartTest, IsEscapedAndWhole) {
  const std::string svg = line_chart(some_chart());
  EXPECT_EQ(svg.find("<svg "), 0u);
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  EXPECT_THAT(svg, HasSubstr("Loss &lt;of&gt; &quot;two&quot; &amp; more"));
  EXPECT_THAT(svg, HasSubstr(">a&lt;b</text>"));
  EXPECT_THAT(svg, HasSubstr(">position</text>"));
  EXPECT_THAT(svg, HasSubstr(">loss</text>"));
  EXPECT_THAT(svg, HasSubstr("fill=\"#ffffff\""));  // the ground
  EXPECT_EQ(count(svg, "<circle"), 4);
  EXPECT_EQ(count(svg, "<polyline"), 4);  // two series, and both in the legend
  EXPECT_EQ(xml_text("a\x01\nb"), "a\xEF\xBF\xBD\nb");
}

TEST(ChartTest, PointsLieWhereTheirNumbersAre) {
  const std::string svg = line_chart(some_chart());
  const std::vector<double> x = values_of(svg, "circle", "cx");
  const std::vector<double> y = values_of(svg, "circle", "cy");
  ASSERT_EQ(x.size(), 4u);
  EXPECT_DOUBLE_EQ(x[0], x[2]);
  EXPECT_NEAR((x[1] - x[0]) / (x[3] - x[2]), 256.0 / 768, 1e-3);
  EXPECT_NEAR((y[1] - y[0]) / (y[3] - y[2]), 1 / 2.5, 1e-3);
  EXPECT_GT(y[1], y[0]);  // smaller values are lower
}

TEST(ChartTest, ALogarithmicAxisSpacesDoublingsEvenly) {
  LineChart chart = some_chart();
  chart.log2_x = true;
  chart.series.pop_back();
  chart.series[0].points = {
      {.x = 256, .y = 4, .interval = {}}, {.x = 512, .y = 3, .interval = {}}, {.x = 1024, .y = 2, .interval = {}}};
  const std::string svg = line_chart(chart);
  const std::vector<double> x = values_of(svg, "circle", "cx");
  ASSERT_EQ(x.size(), 3u);
  EXPECT_NEAR(x[1] - x[0], x[2] - x[1], 0.02);
  EXPECT_THAT(svg, HasSubstr(">512</text>"));
  chart.series[0].points[0].x = 0;
  EXPECT_THROW(line_chart(chart), Error);
}

TEST(ChartTest, OnePointIsEnoughAndNoneIsNot) {
  LineChart chart = some_chart();
  chart.series = {{.name = "one", .points = {{.x = 3, .y = 0, .interval = {}}}}};
  EXPECT_EQ(count(line_chart(chart), "<circle"), 1);
  EXPECT_EQ(line_chart(chart).find("nan"), std::string::npos);
  chart.series.clear();
  EXPECT_THROW(line_chart(chart), Error);
}

TEST(HeatMapTest, CellsHoldTheirNumbersOnTheirColours) {
  const HeatMap map = {.title = "Found",
                       .x_label = "length",
                       .y_label = "depth",
                       .columns = {"1024", "2048"},
                       .rows = {"0%", "50%"},
                       .values = {0, 0.25, 1, 2}};
  const std::string svg = heat_map(map);
  for (const char* text : {">0.00<", ">0.25<", ">1.00<", ">2.00<", ">1024<", ">50%<", ">length<", ">depth<"}) {
    EXPECT_EQ(count(svg, text), 1) << text;
  }
  EXPECT_THAT(svg, HasSubstr("height=\"33.00\" fill=\"#f7fbff\""));             // 0
  EXPECT_EQ(count(svg, "height=\"33.00\" fill=\"#084594\""), 2);                // 1, and 2 beyond the scale
  EXPECT_THAT(svg, HasSubstr("fill=\"#ffffff\" text-anchor=\"middle\">1.00"));  // light on dark
  HeatMap bad = map;
  bad.values.pop_back();
  EXPECT_THROW(heat_map(bad), Error);
}

TEST(BarChartTest, BarsAreAsLongAsTheirValuesAndCutAtTheAxis) {
  const BarChart chart = {
      .title = "Reached",
      .x_label = "percent",
      .high = 100,
      .series = {"ours", "theirs"},
      .groups = {
          {.name = "read", .bars = {{.value = 50, .label = "5 a second"}, {.series = 1, .value = 25, .label = ""}}},
          {.name = "write", .bars = {{.value = 300, .label = "30 a second"}}}}};
  const std::string svg = bar_chart(chart);
  for (const char* text : {">Reached</text>", ">percent</text>", ">ours</text>", ">theirs</text>", ">read</text>",
                           ">write</text>", ">5 a second</text>", ">30 a second</text>", ">100</text>"}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
  const std::vector<double> widths = values_of(svg, "rect", "width");
  ASSERT_EQ(widths.size(), 6u);  // the ground, three bars, two in the legend
  EXPECT_NEAR(widths[1], 2 * widths[2], 0.02);
  EXPECT_NEAR(widths[3], 2 * widths[1], 0.02);
  BarChart bad = chart;
  bad.groups[0].bars[0].series = 2;
  EXPECT_THROW(bar_chart(bad), Error);
  bad.groups.clear();
  EXPECT_THROW(bar_chart(bad), Error);
}

}  // namespace
}  // namespace oree::workbench
