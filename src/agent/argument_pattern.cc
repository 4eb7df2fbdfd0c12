#include "agent/argument_pattern.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace oree::agent {
namespace {

// Longer values are not looked through.
constexpr std::size_t kMaxValueBytes = 64 * 1024;

struct Piece {
  enum class Kind { kByte, kInPart, kAcross } kind;
  char byte = 0;
};

std::vector<Piece> pieces_of(std::string_view glob) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    if (glob[i] == '\\' && i + 1 < glob.size()) {
      pieces.push_back({Piece::Kind::kByte, glob[++i]});
    } else if (glob[i] != '*') {
      pieces.push_back({Piece::Kind::kByte, glob[i]});
    } else if (i + 1 < glob.size() && glob[i + 1] == '*') {
      const bool alone = i > 0 && glob[i - 1] == '/' && i + 2 < glob.size() && glob[i + 2] == '/';
      pieces.push_back({Piece::Kind::kAcross});
      // "a/**/b" also means "a/b": the second '/' belongs to what the stars stand for.
      i += 1;
      if (alone) {
        pieces.back().byte = '/';
        i += 1;
      }
    } else {
      pieces.push_back({Piece::Kind::kInPart});
    }
  }
  return pieces;
}

// The parts of a path, without those that mean nothing. rooted: ".." stops at the root.
std::string joined_parts(std::string_view path, bool rooted) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") {
      continue;
    }
    if (part == ".." && (rooted || (!parts.empty() && parts.back() != ".."))) {
      if (!parts.empty()) {
        parts.pop_back();
      }
      continue;
    }
    parts.push_back(part);
  }
  std::string text = rooted ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i > 0 ? "/" : "") + std::string(parts[i]);
  }
  return text;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

std::string home_folder() {
  const char* home = std::getenv("HOME");
  std::string folder = home != nullptr ? home : "";
  while (folder.size() > 1 && folder.back() == '/') {
    folder.pop_back();
  }
  return folder;
}

}  // namespace

std::string normalised(std::string_view value, bool as_path, std::string_view home) {
  if (value.find('\0') != std::string_view::npos) {
    return "";
  }
  const bool in_home = value == "~" || value.starts_with("~/");
  if (in_home && !home.empty()) {
    return joined_parts(std::string(home) + std::string(value.substr(1)), true);
  }
  if (value.starts_with('/')) {
    return joined_parts(value, true);
  }
  if (as_path) {
    return "";
  }
  const std::size_t scheme = value.find("://");
  if (scheme != std::string_view::npos) {
    constexpr std::size_t kMarkBytes = 3;
    const std::size_t host_end = std::min(value.find('/', scheme + kMarkBytes), value.size());
    return lower_case(value.substr(0, host_end)) +
           (host_end < value.size() ? joined_parts(value.substr(host_end), true) : "/");
  }
  return value.find('/') == std::string_view::npos ? std::string(value) : joined_parts(value, false);
}

bool glob_matches(std::string_view glob, std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(glob);
  // reached[i]: the text so far fits the first i pieces.
  std::vector<char> reached(pieces.size() + 1, 0);
  reached[0] = 1;
  // What stars may stand for when they stand for nothing.
  const auto skip_stars = [&] {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (reached[i] != 0 && pieces[i].kind != Piece::Kind::kByte) {
        reached[i + 1] = 1;
      }
    }
  };
  skip_stars();
  std::vector<char> next(reached.size());
  for (const char byte : text) {
    std::fill(next.begin(), next.end(), 0);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (reached[i] == 0) {
        continue;
      }
      const Piece& piece = pieces[i];
      if (piece.kind == Piece::Kind::kByte) {
        next[i + 1] = static_cast<char>(next[i + 1] != 0 || piece.byte == byte);
      } else if (piece.kind == Piece::Kind::kAcross || byte != '/') {
        next[i] = 1;
      }
    }
    reached.swap(next);
    // Stars between two '/' are done at the end of a part only.
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (reached[i] != 0 && pieces[i].kind != Piece::Kind::kByte && (pieces[i].byte == 0 || byte == '/')) {
        reached[i + 1] = 1;
      }
    }
  }
  return reached.back() != 0;
}

Fit fit_of(const ArgumentPattern& pattern, const Json& arguments) {
  const auto argument = arguments.find(pattern.argument);
  if (!arguments.is_object() || argument == arguments.end() || !argument->is_string()) {
    return Fit::kUnknown;  // the tool may take for it what it likes
  }
  const auto& value = argument->get_ref<const std::string&>();
  if (value.size() > kMaxValueBytes) {
    return Fit::kUnknown;
  }
  const std::string text = normalised(value, pattern.glob.starts_with('/'), home_folder());
  if (text.empty() && !value.empty()) {
    return Fit::kUnknown;
  }
  return glob_matches(pattern.glob, text) ? Fit::kYes : Fit::kNo;
}

}  // namespace oree::agent
