#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/check.h"
#include "workbench/chart.h"
#include "workbench/svg.h"

namespace oree::workbench {
namespace {

constexpr double kCellWidth = 72;
constexpr double kCellHeight = 34;
constexpr double kLeft = 110;
constexpr double kTop = 44;
constexpr double kBelow = 52;
constexpr double kScaleWidth = 18;
constexpr double kRight = 100;         // for the scale
constexpr double kMinimumWidth = 480;  // so that a title fits

// From light to dark in one hue, so that it also reads without colours.
constexpr double kLight[] = {247, 251, 255};
constexpr double kDark[] = {8, 69, 148};

std::string colour_at(double part) {
  int channels[3];
  for (int channel = 0; channel < 3; ++channel) {
    channels[channel] = static_cast<int>(std::lround(kLight[channel] + part * (kDark[channel] - kLight[channel])));
  }
  char text[24];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", static_cast<unsigned>(channels[0]),
                static_cast<unsigned>(channels[1]), static_cast<unsigned>(channels[2]));
  return text;
}

void draw_scale(Svg& svg, const HeatMap& map, double x, double height) {
  constexpr int kSteps = 32;
  const double step = height / kSteps;
  for (int index = 0; index < kSteps; ++index) {
    svg.rectangle(x, kTop + height - (index + 1) * step, kScaleWidth, step + 0.5,
                  colour_at(static_cast<double>(index) / (kSteps - 1)));
  }
  svg.text(x + kScaleWidth + 6, kTop + 10, number_text(map.high), Anchor::kStart);
  svg.text(x + kScaleWidth + 6, kTop + height, number_text(map.low), Anchor::kStart);
}

}  // namespace

std::string heat_map(const HeatMap& map) {
  check(!map.values.empty() && map.values.size() == map.rows.size() * map.columns.size(),
        "a heat map's values are not rows times columns");
  check(map.low < map.high, "a heat map's scale is empty");
  const double width = kCellWidth * static_cast<double>(map.columns.size());
  const double height = kCellHeight * static_cast<double>(map.rows.size());
  Svg svg(std::max(kMinimumWidth, kLeft + width + kRight), kTop + height + kBelow, map.title);
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    const double y = kTop + kCellHeight * static_cast<double>(row);
    svg.text(kLeft - 8, y + kCellHeight / 2 + 4, map.rows[row], Anchor::kEnd);
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      const double value = map.values[row * map.columns.size() + column];
      check(std::isfinite(value), "a heat map has a number that is not finite");
      const double part = std::clamp((value - map.low) / (map.high - map.low), 0.0, 1.0);
      const double x = kLeft + kCellWidth * static_cast<double>(column);
      svg.rectangle(x, y, kCellWidth - 1, kCellHeight - 1, colour_at(part));
      char text[40];
      std::snprintf(text, sizeof text, "%.2f", value);
      svg.text(x + kCellWidth / 2, y + kCellHeight / 2 + 4, text, Anchor::kMiddle, part > 0.5 ? "#ffffff" : "#222222");
    }
  }
  for (std::size_t column = 0; column < map.columns.size(); ++column) {
    svg.text(kLeft + kCellWidth * (static_cast<double>(column) + 0.5), kTop + height + 18, map.columns[column],
             Anchor::kMiddle);
  }
  svg.text(kLeft + width / 2, kTop + height + 40, map.x_label, Anchor::kMiddle);
  svg.upright_text(18, kTop + height / 2, map.y_label);
  draw_scale(svg, map, kLeft + width + 16, height);
  return std::move(svg).finish();
}

}  // namespace oree::workbench
