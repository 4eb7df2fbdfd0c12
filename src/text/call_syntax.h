// The bytes that a model's calls are written with, around the tools' names and arguments. docs/tool-calls.md
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace oree::text {

// A control token of the format stands in a CallSyntax as one byte that no UTF-8 text holds: the first of them as 0xFF,
// the second as 0xFE, and so on.
inline constexpr std::size_t kMaxCallControls = 8;
constexpr char control_byte(std::size_t index) noexcept { return static_cast<char>(0xFF - index); }

// A sentence: begin call (separator call)* end, where a call is before_name NAME before_arguments ARGUMENTS
// after_arguments. The names are letters, digits, '_' and '-'; the arguments are JSON as text::dump_spaced writes it.
// By default an array of objects.
struct CallSyntax {
  std::string begin = "[";
  std::string before_name = R"({"name": ")";
  std::string before_arguments = R"(", "arguments": )";
  std::string after_arguments = "}";
  std::string separator = ", ";  // "": a turn has one call
  std::string end = "]";

  // Free text becomes calls where the first n_trigger bytes of a sentence have been written: from there on the rest is
  // held to the syntax.
  std::size_t n_trigger = 0;
  // Whether a call can only be the first thing of a turn, white space aside.
  bool only_first = false;
  // A space may stand behind the first byte, which is a control token: SentencePiece puts one there.
  bool space_may_follow = false;

  // What is written before the first name.
  std::string opening() const { return begin + before_name; }
  std::string trigger() const { return opening().substr(0, n_trigger); }
  bool takes_several() const noexcept { return !separator.empty(); }
};

}  // namespace oree::text
