#include "tools/mcp/url.h"

#include <algorithm>
#include <charconv>

#include "oree/error.h"

namespace oree::mcp {
namespace {

[[noreturn]] void fail(std::string_view text, const std::string& what) {
  throw Error(ErrorCode::kInvalid, "\"" + std::string(text.substr(0, 200)) + "\" is no address of a server: " + what,
              "url", "write it as https://host/mcp or http://127.0.0.1:3000/mcp");
}

}  // namespace

std::string Url::origin() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return (secure ? "https://" : "http://") + name + ":" + std::to_string(port);
}

Url parse_url(std::string_view text) {
  constexpr std::size_t kMaxUrlBytes = 2000;
  if (text.size() > kMaxUrlBytes) {
    fail(text, "it is longer than 2000 bytes");
  }
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; })) {
    fail(text, "it holds a space or control character");
  }
  Url url;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    url.secure = true;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    fail(text, "it starts with neither https:// nor http://");
  }
  if (rest.find('#') != std::string_view::npos) {
    fail(text, "it holds a fragment");
  }
  const std::size_t slash = rest.find_first_of("/?");
  std::string_view authority = rest.substr(0, slash);
  url.path = slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
  if (url.path.starts_with('?')) {
    url.path = "/" + url.path;
  }
  if (authority.find('@') != std::string_view::npos) {
    fail(text, "it holds a user name");
  }
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) {
      fail(text, "a bracket is open");
    }
    url.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  } else {
    const std::size_t colon = authority.find(':');
    url.host = authority.substr(0, colon);
    port = colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
  }
  if (url.host.empty()) {
    fail(text, "it names no host");
  }
  url.port = url.secure ? 443 : 80;
  if (!port.empty()) {
    port.remove_prefix(1);
    const auto [end, failure] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (failure != std::errc() || end != port.data() + port.size() || url.port == 0) {
      fail(text, "its port is no number from 1 to 65535");
    }
  }
  return url;
}

}  // namespace oree::mcp
