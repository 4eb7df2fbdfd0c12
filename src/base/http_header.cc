#include "base/http_header.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace oree::base {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";
constexpr std::array<std::string_view, 9> kOwn = {
    "accept",        "connection",           "content-length", "content-type",     "host",
    "last-event-id", "mcp-protocol-version", "mcp-session-id", "transfer-encoding"};

}  // namespace

std::optional<std::string> header_name_mistake(std::string_view name) {
  const bool is_token = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) || kTokenMarks.find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (!is_token) return "is no name of an HTTP header";
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (std::find(kOwn.begin(), kOwn.end(), lower) != kOwn.end()) return "is set by Orée itself";
  return std::nullopt;
}

bool is_header_value(std::string_view value) noexcept {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace oree::base
