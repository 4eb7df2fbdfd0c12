#include "engine/quotable_text.h"

#include "text/utf8.h"

namespace oree::engine {
namespace {

void append_strings(const Json& value, std::string& lines) {
  if (value.is_string()) {
    lines += value.get_ref<const std::string&>();
    lines += '\n';
  }
  if (!value.is_structured()) return;
  for (const Json& part : value) append_strings(part, lines);
}

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
    joined += '\n';
  }
  joined = text::replace_invalid_utf8(joined);
  if (joined.size() <= kMaxQuotableBytes) return joined;
  const std::size_t space = joined.find_first_of(" \n", joined.size() - kMaxQuotableBytes);
  return joined.substr(space);  // the last byte is a line feed
}

}  // namespace oree::engine
