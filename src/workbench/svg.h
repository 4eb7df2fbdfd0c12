// The little of SVG that pictures of results are made of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace oree::workbench {

// Any bytes as XML text: special characters escaped; what XML cannot hold becomes U+FFFD.
std::string xml_text(std::string_view text);

// At most six digits, without an exponent where that is short.
std::string number_text(double value);

// Of the series of a chart, told apart by people who see colours differently; seven, then the same again.
const char* series_colour(std::size_t index) noexcept;

enum class Anchor { kStart, kMiddle, kEnd };

// A picture on a white ground, so that it reads in dark viewers too. Lengths are pixels, y grows downwards.
class Svg {
 public:
  Svg(double width, double height, std::string_view title);

  void line(double x1, double y1, double x2, double y2, std::string_view colour, double width = 1);
  // points: "x,y x,y". dash: of SVG's stroke-dasharray, "" is solid.
  void polyline(std::string_view points, std::string_view colour, std::string_view dash);
  void circle(double x, double y, double radius, std::string_view colour);
  void rectangle(double x, double y, double width, double height, std::string_view colour);
  void text(double x, double y, std::string_view text, Anchor anchor, std::string_view colour = "#222222",
            double size = 13);
  // Turned to read upwards, around its middle.
  void upright_text(double x, double y, std::string_view text);

  std::string finish() &&;

 private:
  std::string svg_;
};

}  // namespace oree::workbench
