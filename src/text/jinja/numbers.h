// Numbers as Python reads them from text.
#pragma once

#include <optional>
#include <string_view>

#include "text/jinja/value.h"

namespace oree::text::jinja {

// int(text, base); nullopt when it is no number. Throws Failure kLimit above 64 bits, kUnsupported for other bases than
// 2, 8, 10 and 16.
std::optional<std::int64_t> read_integer(std::string_view text, std::int64_t base);
// float(text); nullopt when it is no number.
std::optional<double> read_float(std::string_view text);
// round(number, precision): halves to the even digit.
double round_to(double number, std::int64_t precision);

}  // namespace oree::text::jinja
