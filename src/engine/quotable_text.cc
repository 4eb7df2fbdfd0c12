#include "engine/quotable_text.h"

#include <algorithm>

#include "text/quotable_words.h"
#include "text/utf8.h"

namespace oree::engine {
namespace {

void append_strings(const Json& value, std::string& lines) {
  if (value.is_string()) {
    lines += value.get_ref<const std::string&>();
    lines += kQuotationBarrier;
  }
  if (!value.is_structured()) return;
  for (const Json& part : value) append_strings(part, lines);
}

bool is_first_byte(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

}  // namespace

std::string quotable_strings(const Json& value) {
  std::string lines;
  append_strings(value, lines);
  return lines;
}

std::string quotable_strings(const std::vector<ToolCall>& calls) {
  std::string lines;
  for (const ToolCall& call : calls) append_strings(call.arguments, lines);
  return lines;
}

std::string join_quotable(const std::vector<std::string_view>& texts) {
  std::string joined;
  for (const std::string_view text : texts) {
    joined += text;
    joined += kQuotationBarrier;
  }
  joined = text::replace_invalid_utf8(joined);
  if (joined.size() <= kMaxQuotableBytes) return joined;
  joined.erase(0, joined.size() - kMaxQuotableBytes);
  const std::size_t character =
      static_cast<std::size_t>(std::find_if(joined.begin(), joined.end(), is_first_byte) - joined.begin());
  joined.erase(0, character);
  // Where the cut went through a word, its rest is left out.
  const std::vector<bool> begins = text::find_quotable_words(joined).may_begin;
  const auto word = std::find(begins.begin() + 1, begins.end(), true);
  return word == begins.end() ? joined : joined.substr(static_cast<std::size_t>(word - begins.begin()));
}

}  // namespace oree::engine
