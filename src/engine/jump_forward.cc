#include "engine/jump_forward.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/utf8.h"

namespace oree::engine {
namespace {

// One of each class of characters that a pre-tokeniser tells apart, and all that JSON is written with: a token such as
// "}}] must not be cut where ] is still a choice. All begin with another byte, so that a token that reaches into what
// follows cannot be the same for all of them.
constexpr std::array<std::string_view, 15> kContinuations = {"a", "B", "7", "\"", " ", "}", "]",       ",",
                                                             ":", "{", "[", "\\", "-", "_", "\xC3\xA9"};

}  // namespace

std::vector<TokenId> jump_tokens(const text::Tokenizer& tokenizer, std::span<const TokenId> so_far,
                                 std::string_view written, std::string_view forced) {
  std::string text(written);
  text += forced;
  if (text::find_invalid_utf8(text)) {
    return {};
  }
  const TokenizeOptions options{.add_bos = false, .special = false, .lossy = false};
  const std::size_t length = text.size();
  std::vector<TokenId> common;
  for (const std::string_view continuation : kContinuations) {
    text.resize(length);
    text += continuation;
    std::vector<TokenId> tokens = tokenizer.encode(text, options);
    if (common.empty()) {
      common = std::move(tokens);
    } else {
      const auto [end, unused] = std::mismatch(common.begin(), common.end(), tokens.begin(), tokens.end());
      common.erase(end, common.end());
    }
    if (common.size() <= so_far.size() || !std::equal(so_far.begin(), so_far.end(), common.begin())) {
      return {};
    }
  }
  common.erase(common.begin(), common.begin() + static_cast<std::ptrdiff_t>(so_far.size()));
  return common;
}

}  // namespace oree::engine
