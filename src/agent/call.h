// One call from the model's words to its result: validated, permitted, consented, carried out under the journal.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agent/information_flow.h"
#include "agent/permission.h"
#include "oree/agent.h"
#include "oree/error.h"

namespace oree::agent {

// What a conversation remembers from one call to the next.
struct Trust {
  InformationFlow flow;
  std::set<std::string> always;  // what the person said "always" to
  std::int64_t session = 0;      // for the journal
};

struct CallSurroundings {
  std::string agent;  // for the journal
  Journal& journal;
  const ToolContext& context;
  const AgentOptions& options;
  const AgentEvents& events;
  Trust& trust;
  const CancelFlag* cancel = nullptr;
};

// What the model and the person are told when it cannot be done stands in the record ({"error": ...}, failed).
// Throws Error only when the journal itself fails (kIo, kPermission, kCorrupt, its lock).
CallRecord make_call(const Tool& tool, const ToolCall& call, const std::optional<AppliedRule>& rule,
                     const CallSurroundings& surroundings);

// A record of a call that came to nothing.
CallRecord failed_call(const ToolCall& call, Effect effect, Consent consent, const Error& why);

// nullptr when there is none.
const Tool* find_tool(const std::vector<const Tool*>& tools, std::string_view name) noexcept;
std::vector<const Tool*> pointers_to(const std::vector<std::unique_ptr<Tool>>& tools);

// "there is no tool NAME; did you mean A?" or "...; there are A, B, C".
Error unknown_tool(std::string_view name, const std::vector<const Tool*>& tools);

}  // namespace oree::agent
