#include "agent/permission_rule.h"

#include <algorithm>

#include "agent/permission.h"
#include "oree/paths.h"

namespace oree::agent {
namespace {

constexpr std::size_t kMaxArgumentPatterns = 16;
constexpr std::size_t kMaxArgumentNameBytes = 64;
constexpr const char* kExample = "write for example \"files_write(path=~/notes/**)\"";

bool is_argument_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= kMaxArgumentNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// The home folder stands for itself, whatever characters it is written with.
std::string with_home(const std::string& glob) {
  if (glob != "~" && !glob.starts_with("~/")) {
    return glob;
  }
  std::string escaped;
  for (const char c : expand_home("~")) {
    if (c == '*' || c == '\\') {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped + glob.substr(1);
}

// One walk over the text; every step either moves on or says what is wrong.
class PatternReader {
 public:
  PatternReader(std::string_view text, PermissionRule& rule) : text_(text), rule_(rule) {}

  PatternMistake read() {
    const std::size_t open = text_.find('(');
    const std::string_view tool = text_.substr(0, open);
    if (!is_pattern(tool)) {
      return mistake(0, "\"" + std::string(tool) + "\" is neither a tool's name nor a prefix with '*'",
                     "write for example \"calendar_create\" or \"calendar_*\"");
    }
    rule_.tool = tool;
    if (open == std::string_view::npos) {
      return {};
    }
    at_ = open + 1;
    while (true) {
      if (rule_.arguments.size() == kMaxArgumentPatterns) {
        return mistake(at_, "there are more than " + std::to_string(kMaxArgumentPatterns) + " argument patterns",
                       "split the rule");
      }
      if (PatternMistake wrong = read_argument(); !wrong.what.empty()) {
        return wrong;
      }
      const char end = text_[at_++];
      if (end == ')') {
        break;
      }
    }
    if (at_ != text_.size()) {
      return mistake(at_, "something follows the ')' of a permission", kExample);
    }
    return {};
  }

 private:
  PatternMistake mistake(std::size_t offset, std::string what, std::string hint) const {
    return {std::move(what), std::move(hint), characters(text_.substr(0, offset))};
  }

  // "path=~/notes/**", up to the ',' or ')' that ends it.
  PatternMistake read_argument() {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
    const std::size_t start = at_;
    const std::size_t equals = text_.find_first_of("=,)", start);
    if (equals == std::string_view::npos || text_[equals] != '=') {
      return mistake(start, "an argument pattern has no '='", kExample);
    }
    const std::string_view name = text_.substr(start, equals - start);
    if (!is_argument_name(name)) {
      return mistake(start, "\"" + std::string(name) + "\" is no argument's name", kExample);
    }
    std::string glob;
    for (at_ = equals + 1; at_ < text_.size() && text_[at_] != ',' && text_[at_] != ')'; ++at_) {
      if (text_[at_] == '\\') {
        if (at_ + 1 == text_.size()) {
          return mistake(at_, "a '\\' ends the permission", kExample);
        }
        glob += text_[at_++];
      }
      glob += text_[at_];
    }
    if (at_ == text_.size()) {
      return mistake(start, "the '(' of a permission is never closed", "end the pattern with ')'");
    }
    if (glob.empty()) {
      return mistake(equals, "the argument \"" + std::string(name) + "\" has no pattern",
                     "write for example " + std::string(name) + "=*");
    }
    rule_.arguments.push_back({std::string(name), with_home(glob)});
    return {};
  }

  std::string_view text_;
  PermissionRule& rule_;
  std::size_t at_ = 0;
};

}  // namespace

PatternMistake read_permission_pattern(std::string_view text, PermissionRule& rule) {
  rule.tool.clear();
  rule.arguments.clear();
  return PatternReader(text, rule).read();
}

}  // namespace oree::agent
