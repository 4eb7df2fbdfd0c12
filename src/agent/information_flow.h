// What has entered a conversation: text that others may have written, and data of the person's own. It stays noted for
// as long as the conversation lasts, also once the history has been dropped. The rule it serves: docs/trust.md.
#pragma once

#include <string>
#include <vector>

#include "oree/tool.h"

namespace oree::agent {

class InformationFlow {
 public:
  // The descriptions of tools that others wrote stand in the prompt from the start.
  void add_descriptions(const std::vector<ToolDescription>& tools);
  // Also of a call that failed: what it says may be text of others.
  void add_result(const ToolDescription& tool, const ToolCall& call);
  void add_untrusted(const std::string& source);

  bool has_untrusted() const noexcept { return !untrusted_.empty(); }
  // What a person is told of them: each once, the first of them when there are many.
  const std::vector<std::string>& untrusted() const noexcept { return untrusted_; }
  const std::vector<std::string>& personal() const noexcept { return personal_; }

 private:
  std::vector<std::string> untrusted_;
  std::vector<std::string> personal_;
};

constexpr bool leaves_machine(Effect effect) noexcept { return effect == Effect::kNetwork || effect == Effect::kSend; }

}  // namespace oree::agent
