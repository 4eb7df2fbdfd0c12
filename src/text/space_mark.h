// SentencePiece writes a space as U+2581.
#pragma once

#include <string_view>

namespace oree::text {

inline constexpr std::string_view kSpaceMark = "\xE2\x96\x81";

}  // namespace oree::text
