#include "workbench/head_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string_view>

#include "base/check.h"
#include "workbench/svg.h"

namespace oree::workbench {
namespace {

// Pixels.
constexpr int kCellWidth = 28;
constexpr int kCellHeight = 18;
constexpr int kLeft = 60;
constexpr int kTop = 64;
constexpr int kMargin = 16;
constexpr int kLegendHeight = 64;
constexpr int kLegendSteps = 40;
constexpr int kLegendStepWidth = 5;
constexpr int kLeastWidth = kLeft + kLegendSteps * kLegendStepWidth + 2 * kMargin;
constexpr int kCharacterWidth = 9;  // of the title, about

// From a pale middle to the ends of ColorBrewer's blues and oranges, which people without red or green tell apart too.
std::string colour(double value) {
  if (!std::isfinite(value)) {
    return "#999999";
  }
  constexpr std::array<int, 3> kMiddle{247, 247, 247};
  constexpr std::array<int, 3> kPositive{8, 81, 156};
  constexpr std::array<int, 3> kNegative{166, 54, 3};
  const double share = std::min(std::fabs(value), 1.0);
  const std::array<int, 3>& end = value < 0 ? kNegative : kPositive;
  std::array<int, 3> mixed{};
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    mixed[i] = static_cast<int>(std::lround(kMiddle[i] + share * (end[i] - kMiddle[i])));
  }
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", static_cast<unsigned>(mixed[0]), static_cast<unsigned>(mixed[1]),
                static_cast<unsigned>(mixed[2]));
  return text;
}

std::string rectangle(int x, int y, int width, int height, const std::string& fill, const std::string& tooltip = "") {
  std::string text = "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" +
                     std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" fill=\"" + fill + "\"";
  return text + (tooltip.empty() ? "/>\n" : "><title>" + xml_text(tooltip) + "</title></rect>\n");
}

std::string label(int x, int y, const char* anchor, const std::string& text, int size = 12) {
  return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" font-size=\"" + std::to_string(size) +
         "\" text-anchor=\"" + anchor + "\">" + xml_text(text) + "</text>\n";
}

std::string two_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

// Of so many rows or columns every how many are numbered.
int label_step(int n) { return n <= 40 ? 1 : n / 20; }

std::string legend(int y) {
  std::string text;
  for (int i = 0; i < kLegendSteps; ++i) {
    text += rectangle(kLeft + i * kLegendStepWidth, y, kLegendStepWidth, 12, colour((2.0 * i + 1) / kLegendSteps - 1));
  }
  const int width = kLegendSteps * kLegendStepWidth;
  return text + label(kLeft, y + 28, "middle", "-1") + label(kLeft + width / 2, y + 28, "middle", "0") +
         label(kLeft + width, y + 28, "middle", "1");
}

}  // namespace

std::string head_map_svg(const HeadMap& map) {
  check(map.n_columns > 0 && !map.values.empty() && map.values.size() % static_cast<std::size_t>(map.n_columns) == 0,
        "head_map_svg: the values do not fill the rows");
  const int n_rows = static_cast<int>(map.values.size()) / map.n_columns;
  const int bottom = kTop + n_rows * kCellHeight;
  const int width =
      std::max({kLeft + map.n_columns * kCellWidth + kMargin, kLeastWidth,
                static_cast<int>(std::min<std::size_t>(map.title.size(), 200)) * kCharacterWidth + 2 * kMargin});
  const int height = bottom + kLegendHeight;
  const std::string size = std::to_string(width) + "\" height=\"" + std::to_string(height);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + size + "\" viewBox=\"0 0 " +
                    std::to_string(width) + " " + std::to_string(height) +
                    "\" font-family=\"sans-serif\" fill=\"#222222\">\n";
  svg += rectangle(0, 0, width, height, "#ffffff");
  svg += label(kMargin, 24, "start", map.title, 15);
  svg += label(kLeft, kTop - 22, "start", map.column);
  svg += label(kLeft - 8, kTop - 6, "end", map.row);
  for (int column = 0; column < map.n_columns; column += label_step(map.n_columns)) {
    svg += label(kLeft + column * kCellWidth + kCellWidth / 2, kTop - 6, "middle", std::to_string(column));
  }
  for (int row = 0; row < n_rows; ++row) {
    const int y = kTop + row * kCellHeight;
    if (row % label_step(n_rows) == 0) {
      svg += label(kLeft - 8, y + kCellHeight - 5, "end", std::to_string(row));
    }
    for (int column = 0; column < map.n_columns; ++column) {
      const double value = map.values[static_cast<std::size_t>(row * map.n_columns + column)];
      svg += rectangle(kLeft + column * kCellWidth, y, kCellWidth - 1, kCellHeight - 1, colour(value),
                       map.row + " " + std::to_string(row) + ", " + map.column + " " + std::to_string(column) + ": " +
                           (std::isfinite(value) ? two_digits(value) : "none"));
    }
  }
  return svg + legend(bottom + 16) + "</svg>\n";
}

}  // namespace oree::workbench
