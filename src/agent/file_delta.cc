#include "agent/file_delta.h"

#include <algorithm>

namespace oree::agent {

FileDelta make_delta(std::string_view before, std::string_view after) {
  const auto start = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const auto offset = static_cast<std::size_t>(start.first - before.begin());
  before.remove_prefix(offset);
  after.remove_prefix(offset);
  const auto end = std::mismatch(before.rbegin(), before.rend(), after.rbegin(), after.rend());
  const auto common_end = static_cast<std::size_t>(end.first - before.rbegin());
  before.remove_suffix(common_end);
  after.remove_suffix(common_end);
  return {offset, std::string(before), std::string(after)};
}

std::optional<std::string> apply_delta(const FileDelta& delta, std::string_view before) {
  if (delta.offset_bytes > before.size() ||
      !before.substr(static_cast<std::size_t>(delta.offset_bytes)).starts_with(delta.removed)) {
    return std::nullopt;
  }
  const auto offset = static_cast<std::size_t>(delta.offset_bytes);
  std::string after;
  after.reserve(before.size() - delta.removed.size() + delta.inserted.size());
  after.append(before.substr(0, offset)).append(delta.inserted).append(before.substr(offset + delta.removed.size()));
  return after;
}

FileDelta reversed(const FileDelta& delta) { return {delta.offset_bytes, delta.inserted, delta.removed}; }

}  // namespace oree::agent
