// Sets of code points in UTF-8.
#include <algorithm>

#include "decode/language.h"

namespace oree::decode {
namespace {

// The code points that n bytes write, for n from 1 to 4 (Unicode, table 3-7), and what their first byte begins with.
struct Length {
  char32_t first, last;
  std::uint8_t lead;
};
constexpr Length kLengths[] = {{0, 0x7F, 0}, {0x80, 0x7FF, 0xC0}, {0x800, 0xFFFF, 0xE0}, {0x10000, 0x10FFFF, 0xF0}};
constexpr char32_t kFirstSurrogate = 0xD800;
constexpr char32_t kLastSurrogate = 0xDFFF;

std::vector<CodePointRange> normalise(std::span<const CodePointRange> ranges) {
  std::vector<CodePointRange> parts;
  for (const CodePointRange range : ranges) {
    const char32_t last = std::min<char32_t>(range.last, 0x10FFFF);
    if (range.first > last) continue;
    if (range.first < kFirstSurrogate) parts.push_back({range.first, std::min<char32_t>(last, kFirstSurrogate - 1)});
    if (last > kLastSurrogate) parts.push_back({std::max<char32_t>(range.first, kLastSurrogate + 1), last});
  }
  std::sort(parts.begin(), parts.end(), [](CodePointRange a, CodePointRange b) { return a.first < b.first; });
  std::vector<CodePointRange> merged;
  for (const CodePointRange part : parts) {
    if (!merged.empty() && part.first <= merged.back().last + 1) {
      merged.back().last = std::max(merged.back().last, part.last);
    } else {
      merged.push_back(part);
    }
  }
  return merged;
}

}  // namespace

LanguageId LanguagePool::code_points(std::span<const CodePointRange> ranges) {
  const std::vector<CodePointRange> sorted = normalise(ranges);
  std::vector<ByteBranch> edges;
  for (int n = 1; n <= 4; ++n) {
    const Length& length = kLengths[n - 1];
    const char32_t size = char32_t{1} << (6 * (n - 1));
    std::vector<CodePointRange> parts;
    for (const CodePointRange& range : sorted) {
      const CodePointRange part{std::max(range.first, length.first), std::min(range.last, length.last)};
      if (part.first <= part.last) parts.push_back(part);
    }
    for (const CodePointRange& part : parts) {
      if (n == 1) {
        edges.push_back({static_cast<std::uint8_t>(part.first), static_cast<std::uint8_t>(part.last), kEmptyString});
        continue;
      }
      for (char32_t begin = part.first & ~(size - 1); begin <= part.last; begin += size) {
        const auto byte = static_cast<std::uint8_t>(length.lead | (begin / size));
        if (!edges.empty() && edges.back().last == byte) continue;  // an earlier range began this block
        const LanguageId target = code_point_block(parts, begin, n - 1);
        if (!edges.empty() && edges.back().target == target && edges.back().last + 1 == byte) {
          edges.back().last = byte;
        } else {
          edges.push_back({byte, byte, target});
        }
      }
    }
  }
  const LanguageId result = branch(edges, false);
  nodes_[result].flags |= kText;
  return result;
}

// The n_bytes continuation bytes of the code points from begin on, as many as they can tell apart. ranges: sorted,
// disjoint.
LanguageId LanguagePool::code_point_block(std::span<const CodePointRange> ranges, char32_t begin, int n_bytes) {
  if (n_bytes == 0) return kEmptyString;
  const char32_t size = char32_t{1} << (6 * (n_bytes - 1));
  const char32_t end = begin + size * 64;
  auto range = std::lower_bound(ranges.begin(), ranges.end(), begin,
                                [](CodePointRange left, char32_t right) { return left.last < right; });
  if (range != ranges.end() && range->first <= begin && range->last >= end - 1) {
    return continuation_bytes_[static_cast<std::size_t>(n_bytes)];
  }
  std::vector<ByteBranch> edges;
  for (char32_t part = begin; part < end; part += size) {
    while (range != ranges.end() && range->last < part) ++range;
    if (range == ranges.end() || range->first >= end) break;
    if (range->first >= part + size) continue;
    const auto byte = static_cast<std::uint8_t>(0x80 | ((part / size) & 0x3F));
    const LanguageId target = code_point_block(ranges, part, n_bytes - 1);
    if (!edges.empty() && edges.back().target == target && edges.back().last + 1 == byte) {
      edges.back().last = byte;
    } else {
      edges.push_back({byte, byte, target});
    }
  }
  return branch(edges, false);
}

}  // namespace oree::decode
