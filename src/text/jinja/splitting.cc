// Texts cut into parts and put together differently.
#include <algorithm>

#include "text/jinja/methods.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

std::vector<std::string> split_at_space(const std::string& text, std::int64_t limit, bool from_right) {
  std::vector<std::string> parts;
  std::string_view rest = strip(text);
  while (!rest.empty()) {
    if (limit >= 0 && static_cast<std::int64_t>(parts.size()) >= limit) {
      parts.emplace_back(rest);
      break;
    }
    // The word at the end that is worked on.
    std::size_t at = from_right ? rest.size() : 0;
    while (from_right ? at > 0 : at < rest.size()) {
      std::size_t start = from_right ? at - 1 : at;
      while (from_right && (static_cast<unsigned char>(rest[start]) & 0xC0) == 0x80) --start;
      std::size_t length = 0;
      if (is_space(first_character(rest.substr(start), length))) break;
      at = from_right ? start : start + length;
    }
    if (from_right) {
      parts.emplace_back(rest.substr(at));
      rest = strip(rest.substr(0, at), Side::kRight);
    } else {
      parts.emplace_back(rest.substr(0, at));
      rest = strip(rest.substr(at), Side::kLeft);
    }
  }
  if (from_right) std::reverse(parts.begin(), parts.end());
  // The last part of a limited split keeps the white space at its outer end.
  if (limit >= 0 && static_cast<std::int64_t>(parts.size()) > limit) {
    if (from_right) {
      const std::size_t cut = text.find(parts.front());
      parts.front() = text.substr(0, cut + parts.front().size());
    } else {
      const std::size_t cut = text.rfind(parts.back());
      parts.back() = text.substr(cut);
    }
  }
  return parts;
}

}  // namespace

std::vector<std::string> split_text(Context& context, const std::string& text, const Value& separator,
                                    std::int64_t limit, bool from_right) {
  context.budget.charge_bytes(text.size());
  if (separator.is_none()) return split_at_space(text, limit, from_right);
  require_defined(separator);
  if (separator.text() == nullptr) fail("a separator is a text, not '" + type_name(separator) + "'");
  const std::string& mark = *separator.text();
  if (mark.empty()) fail("an empty separator divides nothing");
  std::vector<std::string> parts;
  std::string_view rest = text;
  while (limit < 0 || static_cast<std::int64_t>(parts.size()) < limit) {
    const std::size_t at = from_right ? rest.rfind(mark) : rest.find(mark);
    if (at == std::string_view::npos) break;
    context.budget.charge();
    parts.emplace_back(from_right ? rest.substr(at + mark.size()) : rest.substr(0, at));
    rest = from_right ? rest.substr(0, at) : rest.substr(at + mark.size());
  }
  parts.emplace_back(rest);
  if (from_right) std::reverse(parts.begin(), parts.end());
  return parts;
}

std::vector<std::string> split_lines(Context& context, const std::string& text, bool keep_ends) {
  context.budget.charge_bytes(text.size());
  std::vector<std::string> lines;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    const char32_t c = first_character(std::string_view(text).substr(at), length);
    const bool ends = (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
    if (!ends) {
      at += length;
      continue;
    }
    std::size_t next = at + length;
    if (c == '\r' && next < text.size() && text[next] == '\n') ++next;
    context.budget.charge();
    lines.push_back(text.substr(start, (keep_ends ? next : at) - start));
    start = at = next;
  }
  if (start < text.size()) lines.push_back(text.substr(start));
  return lines;
}

std::string replace_text(Context& context, const std::string& text, const std::string& old,
                         const std::string& replacement, std::int64_t limit) {
  context.budget.charge_bytes(text.size());
  TextBuilder out(context.budget);
  std::size_t at = 0;
  if (!old.empty()) {
    for (std::int64_t n = 0; limit < 0 || n < limit; ++n) {
      const std::size_t found = text.find(old, at);
      if (found == std::string::npos) break;
      out.append(std::string_view(text).substr(at, found - at));
      out.append(replacement);
      at = found + old.size();
    }
    out.append(std::string_view(text).substr(at));
    return out.take();
  }
  // An empty text stands before every character and at the end.
  for (std::int64_t n = 0; limit < 0 || n < limit; ++n) {
    out.append(replacement);
    if (at >= text.size()) break;
    std::size_t length = 0;
    first_character(std::string_view(text).substr(at), length);
    out.append(std::string_view(text).substr(at, length));
    at += length;
  }
  if (at < text.size()) out.append(std::string_view(text).substr(at));
  return out.take();
}

}  // namespace oree::text::jinja
