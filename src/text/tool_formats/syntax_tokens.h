// The tags of a format, each as its control token's byte where the vocabulary has one, otherwise as its letters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/call_syntax.h"
#include "text/tokenizer.h"

namespace oree::text {

class SyntaxTokens {
 public:
  // tokenizer: nullptr for one without control tokens.
  explicit SyntaxTokens(const Tokenizer* tokenizer) : tokenizer_(tokenizer) {}

  std::string tag(std::string_view spelling);
  const std::vector<TokenId>& controls() const noexcept { return controls_; }

 private:
  const Tokenizer* tokenizer_;
  std::vector<TokenId> controls_;
};

// Whether the byte stands for a control token.
constexpr bool is_control_byte(char byte) noexcept {
  return static_cast<unsigned char>(byte) > 0xFF - kMaxCallControls;
}

}  // namespace oree::text
