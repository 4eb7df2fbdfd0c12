#include "decode/uri.h"

#include <algorithm>
#include <cctype>

namespace oree::decode {
namespace {

struct Uri {
  std::string_view scheme;     // without ":"
  std::string_view authority;  // with "//"
  std::string_view path;
  std::string_view query;     // with "?"
  std::string_view fragment;  // with "#"
};

Uri split(std::string_view text) {
  Uri uri;
  const std::size_t hash = text.find('#');
  if (hash != text.npos) uri.fragment = text.substr(hash);
  text = text.substr(0, hash);
  const std::size_t colon = text.find_first_of(":/?");
  if (colon != text.npos && colon > 0 && text[colon] == ':' && std::isalpha(static_cast<unsigned char>(text[0]))) {
    uri.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const std::size_t question = text.find('?');
  if (question != text.npos) uri.query = text.substr(question);
  text = text.substr(0, question);
  if (text.starts_with("//")) {
    uri.authority = text.substr(0, text.find('/', 2));
    text.remove_prefix(uri.authority.size());
  }
  uri.path = text;
  return uri;
}

// Section 5.2.4.
std::string remove_dots(std::string_view path) {
  std::string result;
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../") || path == "/..") {
      const std::size_t slash = result.rfind('/');
      result.resize(slash == std::string::npos ? 0 : slash);
      path = path == "/.." ? std::string_view("/") : path.substr(3);
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      result += path.substr(0, end);
      path.remove_prefix(end);
    }
  }
  return result;
}

std::string join(std::string_view scheme, std::string_view authority, std::string_view path, std::string_view query,
                 std::string_view fragment) {
  std::string text;
  if (!scheme.empty()) text.append(scheme).append(":");
  return text.append(authority).append(path).append(query).append(fragment);
}

}  // namespace

std::string resolve_uri(std::string_view base, std::string_view reference) {
  const Uri to = split(reference);
  if (!to.scheme.empty() || base.empty()) return std::string(reference);
  const Uri from = split(base);
  if (!to.authority.empty()) {
    return join(from.scheme, to.authority, remove_dots(to.path), to.query, to.fragment);
  }
  if (to.path.empty()) {
    return join(from.scheme, from.authority, from.path, to.query.empty() ? from.query : to.query, to.fragment);
  }
  if (to.path.starts_with('/')) {
    return join(from.scheme, from.authority, remove_dots(to.path), to.query, to.fragment);
  }
  std::string merged;
  if (!from.authority.empty() && from.path.empty()) {
    merged = "/" + std::string(to.path);
  } else {
    const std::size_t slash = from.path.rfind('/');
    merged = std::string(from.path.substr(0, slash == from.path.npos ? 0 : slash + 1)) + std::string(to.path);
  }
  return join(from.scheme, from.authority, remove_dots(merged), to.query, to.fragment);
}

std::string percent_decode(std::string_view text) {
  const auto digit = [](char character) -> int {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
  };
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      decoded += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

}  // namespace oree::decode
