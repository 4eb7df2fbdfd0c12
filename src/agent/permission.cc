#include "agent/permission.h"

#include <algorithm>

#include "agent/argument_pattern.h"

namespace oree::agent {
namespace {

constexpr std::size_t kMaxToolNameBytes = 64;

}  // namespace

bool matches(std::string_view pattern, std::string_view tool) noexcept {
  if (pattern.ends_with('*')) {
    return tool.starts_with(pattern.substr(0, pattern.size() - 1));
  }
  return pattern == tool;
}

bool is_pattern(std::string_view text) noexcept {
  const bool wildcard = text.ends_with('*');
  const std::string_view name = wildcard ? text.substr(0, text.size() - 1) : text;
  return (wildcard || !name.empty()) && name.size() <= kMaxToolNameBytes &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

std::optional<AppliedRule> rule_for(const AgentFile& file, const ToolCall& call) {
  const auto fits = [&](const PermissionRule& rule) {
    return matches(rule.tool, call.tool) &&
           std::all_of(rule.arguments.begin(), rule.arguments.end(), [&](const ArgumentPattern& pattern) {
             const Fit fit = fit_of(pattern, call.arguments);
             return fit == Fit::kYes || (fit == Fit::kUnknown && rule.permission != Permission::kAllow);
           });
  };
  const auto rule = std::find_if(file.permissions.rbegin(), file.permissions.rend(), fits);
  if (rule == file.permissions.rend()) {
    return std::nullopt;
  }
  return AppliedRule{rule->permission, static_cast<std::size_t>(file.permissions.rend() - rule) - 1};
}

Decision decide(Effect effect, std::optional<Permission> rule, bool grant_writes) noexcept {
  if (rule == Permission::kRefuse) {
    return Decision::kRefuse;
  }
  if (rule == Permission::kAllow) {
    return effect == Effect::kRead ? Decision::kRun : Decision::kAllowed;
  }
  switch (effect) {
    case Effect::kRead:
      return !rule ? Decision::kRun : grant_writes ? Decision::kGranted : Decision::kAsk;
    case Effect::kWrite:
      return grant_writes ? Decision::kGranted : Decision::kAsk;
    case Effect::kNetwork:
    case Effect::kSend:
      return rule ? Decision::kAsk : Decision::kRefuse;
  }
  return Decision::kRefuse;
}

}  // namespace oree::agent
