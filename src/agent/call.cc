#include "agent/call.h"

#include <algorithm>

#include "agent/nearest.h"
#include "agent/permission.h"
#include "decode/json_schema.h"
#include "oree/error.h"
#include "text/utf8.h"

namespace oree {
namespace agent {
namespace {

bool cancelled(const CallSurroundings& surroundings) noexcept {
  return surroundings.cancel != nullptr && surroundings.cancel->cancelled();
}

Error as_error(const std::exception& failure) {
  const auto* error = dynamic_cast<const Error*>(&failure);
  return error != nullptr ? *error : Error(ErrorCode::kInternal, failure.what());
}

CallRecord finished(const ToolCall& call, Effect effect, Consent consent, ToolPlan plan, std::int64_t journal_id) {
  return {call, effect, consent, std::move(plan.result), false, std::move(plan.summary), journal_id};
}

// Carries out a planned write. The plan is made anew under the journal's lock; shown: the summary the person saw.
CallRecord apply(const Tool& tool, const ToolCall& call, Consent consent, const std::optional<std::string>& shown,
                 const CallSurroundings& surroundings) {
  const Effect effect = tool.description().effect;
  const JournalRequest request{surroundings.agent,
                               call,
                               std::string(effect_name(effect)),
                               std::string(consent_name(consent)),
                               surroundings.context.now,
                               tool.description().granted};
  std::optional<Error> plan_failure;
  bool planned = false;
  const auto make_plan = [&] {
    try {
      ToolPlan plan = tool.plan(call.arguments, surroundings.context);
      planned = true;
      if (shown && *shown != plan.summary) {
        throw Error(ErrorCode::kConflict, "something changed while consent was asked for", "", "plan it again");
      }
      return plan;
    } catch (const std::exception& failure) {
      plan_failure = as_error(failure);
      throw;
    }
  };
  try {
    Journal::Applied applied = surroundings.journal.apply(request, make_plan);
    return finished(call, effect, consent, std::move(applied.plan), applied.id);
  } catch (const Error& failure) {
    if (plan_failure) {
      return failed_call(call, effect, consent, *plan_failure);
    }
    // After planning these concern the files of this call; before, or otherwise, the journal as a whole.
    if (planned && (failure.code() == ErrorCode::kConflict || failure.code() == ErrorCode::kInvalid ||
                    failure.code() == ErrorCode::kLimit)) {
      return failed_call(call, effect, consent, as_error(failure));
    }
    throw;
  } catch (const std::exception&) {
    if (plan_failure) {
      return failed_call(call, effect, consent, *plan_failure);
    }
    throw;
  }
}

CallRecord carry_out(const Tool& tool, const ToolCall& call, Consent consent, const std::optional<std::string>& shown,
                     const CallSurroundings& surroundings) {
  const Effect effect = tool.description().effect;
  if (effect == Effect::kWrite) {
    return apply(tool, call, consent, shown, surroundings);
  }
  try {
    ToolPlan plan = tool.plan(call.arguments, surroundings.context);
    if (!plan.changes.empty()) {
      return failed_call(
          call, effect, consent,
          {ErrorCode::kInternal, "the tool wants to change files, but is not declared to write", call.tool});
    }
    return finished(call, effect, consent, std::move(plan), 0);
  } catch (const std::exception& failure) {
    return failed_call(call, effect, consent, as_error(failure));
  }
}

}  // namespace

CallRecord make_call(const Tool& tool, const ToolCall& call, std::optional<Permission> rule,
                     const CallSurroundings& surroundings) {
  const ToolDescription& description = tool.description();
  const Effect effect = description.effect;
  if (const auto violation = decode::find_violation(description.schema, call.arguments)) {
    return failed_call(call, effect, Consent::kNotNeeded,
                       {ErrorCode::kInvalid, "the arguments do not fit " + call.tool + ": " + *violation, "arguments"});
  }
  const Decision decision = decide(effect, rule, surroundings.options.grant_writes);
  if (decision == Decision::kRefuse) {
    return failed_call(call, effect, Consent::kRefused,
                       {ErrorCode::kPermission, "refused by the agent's permissions", call.tool});
  }
  // Only a write can be looked at beforehand: planning one that uses the network would use it.
  const bool previews = effect == Effect::kWrite && (decision == Decision::kAsk || surroundings.options.plan_only);
  ToolPlan preview;
  if (previews) {
    try {
      preview = tool.plan(call.arguments, surroundings.context);
    } catch (const std::exception& failure) {
      return failed_call(call, effect, Consent::kNotNeeded, as_error(failure));
    }
  }
  if (surroundings.options.plan_only && effect != Effect::kRead) {
    const std::string summary = previews ? preview.summary : "call " + call.tool;
    return {call, effect, Consent::kNotNeeded, {{"planned", summary}}, false, summary, 0};
  }
  Consent consent = decision == Decision::kRun       ? Consent::kNotNeeded
                    : decision == Decision::kAllowed ? Consent::kAllowed
                                                     : Consent::kGranted;
  if (decision == Decision::kAsk) {
    const auto& ask = surroundings.events.ask_consent;
    if (!ask || !ask(description, call.arguments, preview.summary)) {
      CallRecord refused =
          failed_call(call, effect, Consent::kRefused, {ErrorCode::kPermission, "refused by the user", call.tool});
      refused.summary = preview.summary;
      return refused;
    }
  }
  if (cancelled(surroundings)) {
    return failed_call(call, effect, consent, {ErrorCode::kCancelled, "cancelled by the user", call.tool});
  }
  return carry_out(tool, call, consent,
                   decision == Decision::kAsk && previews ? std::optional(preview.summary) : std::nullopt,
                   surroundings);
}

CallRecord failed_call(const ToolCall& call, Effect effect, Consent consent, const Error& why) {
  // The model reads one text: what went wrong, and how to mend it.
  const std::string text = why.hint().empty() ? why.what() : why.what() + ("; " + why.hint());
  return {call, effect, consent, {{"error", text}}, true, "", 0, why};
}

const Tool* find_tool(const std::vector<const Tool*>& tools, std::string_view name) noexcept {
  const auto tool = std::find_if(tools.begin(), tools.end(),
                                 [&](const Tool* candidate) { return candidate->description().name == name; });
  return tool == tools.end() ? nullptr : *tool;
}

std::vector<const Tool*> pointers_to(const std::vector<std::unique_ptr<Tool>>& tools) {
  std::vector<const Tool*> pointers;
  for (const std::unique_ptr<Tool>& tool : tools) {
    pointers.push_back(tool.get());
  }
  return pointers;
}

Error unknown_tool(std::string_view name, const std::vector<const Tool*>& tools) {
  constexpr std::size_t kMaxShownBytes = 80;
  std::vector<std::string> known;
  for (const Tool* tool : tools) {
    known.push_back(tool->description().name);
  }
  const std::vector<std::string> near = nearest_names(name, known);
  return Error(ErrorCode::kNotFound,
               "there is no tool \"" + text::replace_invalid_utf8(name.substr(0, kMaxShownBytes)) + "\"", "tool",
               near.empty() ? (known.empty() ? "this agent has no tools" : "the tools are " + joined(known))
                            : "did you mean " + joined(near) + "?");
}

}  // namespace agent

CallRecord call_tool(const std::vector<std::unique_ptr<Tool>>& tools, const ToolCall& call, Journal& journal,
                     const ToolContext& context, const AgentOptions& options, const AgentEvents& events) {
  const std::vector<const Tool*> pointers = agent::pointers_to(tools);
  const Tool* tool = agent::find_tool(pointers, call.tool);
  if (tool == nullptr) {
    throw agent::unknown_tool(call.tool, pointers);
  }
  const ToolDescription& description = tool->description();
  if (const auto violation = decode::find_violation(description.schema, call.arguments)) {
    throw Error(ErrorCode::kInvalid, "the arguments do not fit " + call.tool + ": " + *violation, "arguments",
                "the schema is " + description.schema.dump());
  }
  // There is no agent file here; the person who calls by hand may also be asked for what an agent must be granted.
  const bool leaves_machine = description.effect == Effect::kNetwork || description.effect == Effect::kSend;
  const CallRecord record =
      agent::make_call(*tool, call, leaves_machine ? std::optional(Permission::kAsk) : std::nullopt,
                       {"by hand", journal, context, options, events});
  if (events.on_call) {
    events.on_call(record);
  }
  return record;
}

std::vector<ToolDescription> tools_of(const AgentFile& file, const std::vector<std::unique_ptr<Tool>>& tools) {
  const std::vector<const Tool*> pointers = agent::pointers_to(tools);
  for (const std::string& pattern : file.tools) {
    const bool fits = std::any_of(pointers.begin(), pointers.end(),
                                  [&](const Tool* tool) { return agent::matches(pattern, tool->description().name); });
    if (!fits && pattern != "*") {
      const Error unknown = agent::unknown_tool(pattern, pointers);
      throw Error(ErrorCode::kInvalid, unknown.what(), "agent " + file.name + ", tools", unknown.hint());
    }
  }
  std::vector<ToolDescription> descriptions;
  for (const Tool* tool : pointers) {
    const bool named = std::any_of(file.tools.begin(), file.tools.end(), [&](const std::string& pattern) {
      return agent::matches(pattern, tool->description().name);
    });
    if (named) {
      descriptions.push_back(tool->description());
    }
  }
  return descriptions;
}

}  // namespace oree
