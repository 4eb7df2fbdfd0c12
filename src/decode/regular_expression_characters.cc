// Sets of code points that regular expressions name.
#include <unicode/uniset.h>

#include <algorithm>

#include "decode/regular_expression_syntax.h"

namespace oree::decode {

std::span<const CodePointRange> word_characters() noexcept {
  static constexpr CodePointRange kWord[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  return kWord;
}

std::vector<CodePointRange> invert_code_points(std::vector<CodePointRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](CodePointRange a, CodePointRange b) { return a.first < b.first; });
  std::vector<CodePointRange> others;
  char32_t next = 0;
  for (const CodePointRange range : ranges) {
    if (range.first > next) others.push_back({next, range.first - 1});
    next = std::max<char32_t>(next, range.last + 1);
  }
  if (next <= 0x10FFFF) others.push_back({next, 0x10FFFF});
  return others;
}

std::optional<std::vector<CodePointRange>> property_code_points(std::string_view name) {
  const auto belongs = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '=';
  };
  if (name.empty() || !std::all_of(name.begin(), name.end(), belongs)) return std::nullopt;
  const std::string pattern = "[\\p{" + std::string(name) + "}]";
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeSet set(icu::UnicodeString::fromUTF8(pattern), status);
  if (U_FAILURE(status)) return std::nullopt;
  std::vector<CodePointRange> ranges;
  for (std::int32_t i = 0; i < set.getRangeCount(); ++i) {
    ranges.push_back({static_cast<char32_t>(set.getRangeStart(i)), static_cast<char32_t>(set.getRangeEnd(i))});
  }
  return ranges;
}

}  // namespace oree::decode
