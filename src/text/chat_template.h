// The template of a model's conversations: the subset of Jinja that model files carry (docs/chat_templates.md).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "oree/json.h"

namespace oree::text {

class ChatTemplate {
 public:
  // Gives the local time that strftime_now writes.
  using LocalClock = std::function<std::chrono::local_seconds()>;

  // Throws Error kInvalid for broken syntax, kUnsupported for what is no part of the subset, kLimit for templates too
  // large or too deep; where is "line 3, column 14".
  explicit ChatTemplate(std::string_view source);

  // variables: an object such as {"messages": [...], "tools": [...], "bos_token": "<s>", "add_generation_prompt":
  // true}. Safe to call from several threads at once. Throws Error kInvalid for what the template refuses
  // (raise_exception, with its message) and for values that it cannot handle, kPermission for what would change a
  // value, kUnsupported, and kLimit when it takes too much; where as above.
  std::string render(const Json& variables) const;
  std::string render(const Json& variables, const LocalClock& clock) const;

 private:
  struct Parsed;
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace oree::text
