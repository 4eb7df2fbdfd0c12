// Finds in free text where calls begin, also when the letters that open them are spread over tokens.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "text/call_syntax.h"

namespace oree::engine {

// Control tokens that open calls are no text: whoever samples one knows. The syntaxes must outlive it.
class CallTrigger {
 public:
  struct Opened {
    std::size_t syntax;       // which
    std::size_t end_of_text;  // bytes of the argument before the first one behind the trigger
  };

  explicit CallTrigger(std::span<const text::CallSyntax> syntaxes) : syntaxes_(syntaxes) {}

  // Whether a trigger ends in these bytes, of a token, if they came next; the first that does.
  std::optional<Opened> would_open(std::string_view bytes) const;
  void push(std::string_view bytes);
  // The bytes at the end of what was pushed that may be part of a call, or white space in front of it.
  std::size_t n_held() const noexcept { return pending_.size() + n_space_; }
  // Nothing was pushed but white space.
  bool at_start() const noexcept { return at_start_; }

 private:
  std::span<const text::CallSyntax> syntaxes_;
  std::string pending_;      // the longest end of the text that a trigger begins with
  std::size_t n_space_ = 0;  // white space right before it
  bool blank_before_pending_ = true;
  bool at_start_ = true;
};

}  // namespace oree::engine
