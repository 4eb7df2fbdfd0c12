// Arithmetic as people type it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace oree::tools {

inline constexpr std::size_t kMaxExpressionBytes = 1000;
inline constexpr int kMaxExpressionDepth = 100;

// + - * / ^ (from the right), % behind a number (a hundredth), "of" (times), parentheses, sqrt sin cos tan ln log exp
// abs round floor ceil, min and max with commas, pi and e; × ÷ − as well.
// Throws Error kInvalid with the position, kLimit.
double evaluate(std::string_view expression);

// At most 12 significant digits, without trailing zeros: 84, 0.3, 1e+20.
std::string format_number(double value);

}  // namespace oree::tools
