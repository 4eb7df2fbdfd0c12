#include "text/tool_formats/syntax_tokens.h"

#include <algorithm>

#include "base/check.h"

namespace oree::text {

std::string SyntaxTokens::tag(std::string_view spelling) {
  const auto id = tokenizer_ == nullptr ? std::nullopt : tokenizer_->find_control(spelling);
  if (!id) return std::string(spelling);
  const auto known = std::find(controls_.begin(), controls_.end(), *id);
  const auto index = static_cast<std::size_t>(known - controls_.begin());
  if (known == controls_.end()) controls_.push_back(*id);
  check(controls_.size() <= kMaxCallControls, "a format of calls has too many control tokens");
  return std::string(1, control_byte(index));
}

}  // namespace oree::text
