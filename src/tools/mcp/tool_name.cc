// Names of a server's tools as a model may write them.
#include <cctype>

#include "base/sha256.h"
#include "oree/mcp.h"

namespace oree {
namespace {

constexpr std::size_t kMaxNameBytes = 64;
constexpr std::size_t kDigestCharacters = 8;

bool is_plain(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

int hex_value(char c) noexcept { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

// The byte that "_xHH_" stands for at that place; -1 when it is no such spelling.
int spelt_byte(std::string_view text, std::size_t at) noexcept {
  if (text.size() - at < 5 || text[at] != '_' || text[at + 1] != 'x' || text[at + 4] != '_') {
    return -1;
  }
  const int high = hex_value(text[at + 2]);
  const int low = hex_value(text[at + 3]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

void spell(std::string& name, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  name += "_x";
  name += kDigits[byte >> 4];
  name += kDigits[byte & 15];
  name += '_';
}

// Whether an underscore there would begin a spelling, or what becomes one when the next character is spelt.
bool looks_spelt(std::string_view text, std::size_t at) noexcept {
  return text.size() - at >= 4 && text[at] == '_' && text[at + 1] == 'x' && hex_value(text[at + 2]) >= 0 &&
         hex_value(text[at + 3]) >= 0;
}

}  // namespace

std::string mcp_tool_name(std::string_view server, std::string_view tool) {
  std::string name = std::string(server) + "_";
  for (std::size_t at = 0; at < tool.size(); ++at) {
    if (is_plain(tool[at]) && !looks_spelt(tool, at)) {
      name += tool[at];
    } else {
      spell(name, tool[at]);
    }
  }
  if (name.size() >= kMaxNameBytes) {  // so that only these have 64
    const std::string digest = sha256_hex(std::string(server) + "\n" + std::string(tool)).substr(0, kDigestCharacters);
    name = name.substr(0, kMaxNameBytes - kDigestCharacters - 1) + "_" + digest;
  }
  return name;
}

std::optional<std::string> mcp_tool_of(std::string_view server, std::string_view name) {
  const std::string prefix = std::string(server) + "_";
  if (!name.starts_with(prefix) || name.size() >= kMaxNameBytes) {
    return std::nullopt;
  }
  std::string tool;
  for (std::size_t at = prefix.size(); at < name.size();) {
    const int byte = spelt_byte(name, at);
    tool += byte < 0 ? name[at] : static_cast<char>(byte);
    at += byte < 0 ? 1 : 5;
  }
  return mcp_tool_name(server, tool) == name ? std::optional(tool) : std::nullopt;
}

}  // namespace oree
