// Who may call what: tool patterns, the rules of an agent file, and the decision before a call.
#pragma once

#include <optional>
#include <string_view>

#include "oree/agent.h"

namespace oree::agent {

// A function name, or a prefix and '*'.
bool matches(std::string_view pattern, std::string_view tool) noexcept;

// Whether it is written as such a pattern: letters, digits, '_', '-', at most 64, then perhaps '*'.
bool is_pattern(std::string_view text) noexcept;

// A rule of an agent file that counts for a call.
struct AppliedRule {
  Permission permission = Permission::kAsk;
  std::size_t index = 0;  // in AgentFile::permissions
};

// The agent file's last rule that fits the call; nullopt without one. Where it cannot be told whether an argument fits,
// a rule that asks or refuses counts, and one that allows does not.
std::optional<AppliedRule> rule_for(const AgentFile& file, const ToolCall& call);

enum class Decision {
  kRun,      // needs no consent
  kAllowed,  // the agent file consents
  kGranted,  // the person consented beforehand (--yes)
  kAsk,
  kRefuse,
};

// Without a rule read runs, write asks, network and send are refused. grant_writes answers what would be asked for
// read and write; it never opens network and send.
Decision decide(Effect effect, std::optional<Permission> rule, bool grant_writes) noexcept;

}  // namespace oree::agent
