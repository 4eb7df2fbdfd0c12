#include "engine/call_trigger.h"

#include <algorithm>

#include "text/tool_formats/syntax_tokens.h"

namespace oree::engine {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

bool is_blank(std::string_view text) noexcept { return text.find_first_not_of(kSpace) == std::string_view::npos; }

std::string text_trigger(const text::CallSyntax& syntax) {
  std::string trigger = syntax.trigger();
  return trigger.empty() || text::is_control_byte(trigger.front()) ? std::string() : trigger;
}

}  // namespace

std::optional<CallTrigger::Opened> CallTrigger::would_open(std::string_view bytes) const {
  const std::string text = pending_ + std::string(bytes);
  std::optional<Opened> first;
  for (std::size_t i = 0; i < syntaxes_.size(); ++i) {
    const std::string trigger = text_trigger(syntaxes_[i]);
    if (trigger.empty()) continue;
    const std::size_t begin = text.find(trigger);
    if (begin == std::string::npos) continue;
    if (syntaxes_[i].only_first && !(blank_before_pending_ && is_blank(std::string_view(text).substr(0, begin)))) {
      continue;
    }
    const std::size_t end = begin + trigger.size() - pending_.size();
    if (!first || end < first->end_of_text) first = Opened{i, end};
  }
  return first;
}

void CallTrigger::push(std::string_view bytes) {
  const std::string text = pending_ + std::string(bytes);
  std::size_t n_pending = 0;
  for (const text::CallSyntax& syntax : syntaxes_) {
    const std::string trigger = text_trigger(syntax);
    for (std::size_t n = std::min(text.size(), trigger.empty() ? 0 : trigger.size() - 1); n > n_pending; --n) {
      const std::size_t begin = text.size() - n;
      const bool possible =
          !syntax.only_first || (blank_before_pending_ && is_blank(std::string_view(text).substr(0, begin)));
      if (possible && trigger.compare(0, n, text, begin, n) == 0) {
        n_pending = n;
        break;
      }
    }
  }
  const std::string_view settled = std::string_view(text).substr(0, text.size() - n_pending);
  blank_before_pending_ = blank_before_pending_ && is_blank(settled);
  const std::size_t last = settled.find_last_not_of(kSpace);
  n_space_ = last == std::string_view::npos ? n_space_ + settled.size() : settled.size() - last - 1;
  at_start_ = at_start_ && is_blank(bytes);
  pending_ = text.substr(text.size() - n_pending);
}

}  // namespace oree::engine
