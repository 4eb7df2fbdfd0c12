#include "decode/prompt_lookup.h"

#include <algorithm>

namespace oree::decode {
namespace {

constexpr std::size_t kLeastMatch = 2;  // one token alone says little
constexpr std::size_t kMostMatch = 16;  // a longer match says nothing more

}  // namespace

std::span<const TokenId> look_up_continuation(std::span<const TokenId> text, std::size_t max_tokens) noexcept {
  const std::size_t n = text.size();
  std::size_t best_length = kLeastMatch - 1;
  std::size_t best_end = 0;
  for (std::size_t end = n; end-- > kLeastMatch && best_length < kMostMatch;) {
    if (text[end - 1] != text[n - 1] || text[end - 2] != text[n - 2]) {
      continue;
    }
    std::size_t length = kLeastMatch;
    const std::size_t most = std::min(end, kMostMatch);
    while (length < most && text[end - 1 - length] == text[n - 1 - length]) {
      ++length;
    }
    if (length > best_length) {
      best_length = length;
      best_end = end;
    }
  }
  if (best_end == 0) {
    return {};
  }
  return text.subspan(best_end, std::min(max_tokens, n - best_end));
}

}  // namespace oree::decode
