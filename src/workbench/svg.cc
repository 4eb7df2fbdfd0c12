#include "workbench/svg.h"

#include <cstdio>
#include <iterator>
#include <utility>

#include "text/utf8.h"

namespace oree::workbench {
namespace {

std::string pixels(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

constexpr const char* anchor_name(Anchor anchor) noexcept {
  return anchor == Anchor::kStart ? "start" : anchor == Anchor::kMiddle ? "middle" : "end";
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string result;
  for (const char byte : text::replace_invalid_utf8(text)) {
    switch (byte) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
          result += "\xEF\xBF\xBD";
        } else {
          result += byte;
        }
    }
  }
  return result;
}

std::string number_text(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", value == 0 ? 0.0 : value);  // no minus before a zero
  return text;
}

const char* series_colour(std::size_t index) noexcept {
  // Source: Okabe and Ito 2008, "Color Universal Design".
  constexpr const char* kColours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};
  return kColours[index % std::size(kColours)];
}

Svg::Svg(double width, double height, std::string_view title)
    : svg_("<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", pixels(width)) +
           attribute("height", pixels(height)) + attribute("viewBox", "0 0 " + pixels(width) + " " + pixels(height)) +
           " font-family=\"sans-serif\">\n<title>" + xml_text(title) + "</title>\n") {
  rectangle(0, 0, width, height, "#ffffff");
  text(width / 2, 24, title, Anchor::kMiddle, "#222222", 16);
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view colour, double width) {
  svg_ += "<line" + attribute("x1", pixels(x1)) + attribute("y1", pixels(y1)) + attribute("x2", pixels(x2)) +
          attribute("y2", pixels(y2)) + attribute("stroke", colour) + attribute("stroke-width", pixels(width)) + "/>\n";
}

void Svg::polyline(std::string_view points, std::string_view colour, std::string_view dash) {
  svg_ += "<polyline" + attribute("points", points) + attribute("stroke", colour) +
          (dash.empty() ? "" : attribute("stroke-dasharray", dash)) + " fill=\"none\" stroke-width=\"2\"/>\n";
}

void Svg::circle(double x, double y, double radius, std::string_view colour) {
  svg_ += "<circle" + attribute("cx", pixels(x)) + attribute("cy", pixels(y)) + attribute("r", pixels(radius)) +
          attribute("fill", colour) + "/>\n";
}

void Svg::rectangle(double x, double y, double width, double height, std::string_view colour) {
  svg_ += "<rect" + attribute("x", pixels(x)) + attribute("y", pixels(y)) + attribute("width", pixels(width)) +
          attribute("height", pixels(height)) + attribute("fill", colour) + "/>\n";
}

void Svg::text(double x, double y, std::string_view text, Anchor anchor, std::string_view colour, double size) {
  svg_ += "<text" + attribute("x", pixels(x)) + attribute("y", pixels(y)) + attribute("font-size", pixels(size)) +
          attribute("fill", colour) + attribute("text-anchor", anchor_name(anchor)) + ">" + xml_text(text) +
          "</text>\n";
}

void Svg::upright_text(double x, double y, std::string_view text) {
  svg_ += "<text font-size=\"13\" fill=\"#222222\" text-anchor=\"middle\"" +
          attribute("transform", "translate(" + pixels(x) + " " + pixels(y) + ") rotate(-90)") + ">" + xml_text(text) +
          "</text>\n";
}

std::string Svg::finish() && { return std::move(svg_) + "</svg>\n"; }

}  // namespace oree::workbench
