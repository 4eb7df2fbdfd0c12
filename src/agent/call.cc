#include "agent/call.h"

#include <algorithm>

#include "agent/nearest.h"
#include "agent/permission.h"
#include "base/log.h"
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

JournalRequest request_of(const ToolDescription& tool, const ToolCall& call, Consent consent,
                          const CallSurroundings& surroundings) {
  return {surroundings.agent,
          call,
          std::string(effect_name(tool.effect)),
          std::string(consent_name(consent)),
          surroundings.context.now,
          tool.granted,
          surroundings.trust.session};
}

bool is_same(const ToolPlan& one, const ToolPlan& other) {
  return one.summary == other.summary && std::equal(one.changes.begin(), one.changes.end(), other.changes.begin(),
                                                    other.changes.end(), [](const FileChange& a, const FileChange& b) {
                                                      return a.path == b.path && a.before == b.before &&
                                                             a.after == b.after;
                                                    });
}

// Carries out a planned write. The plan is made anew under the journal's lock;
// shown: the plan the person consented to, whose changes must be the same to
// the byte, since the summary tells of them only in short.
CallRecord apply(const Tool& tool, const ToolCall& call, Consent consent, const ToolPlan* shown,
                 const CallSurroundings& surroundings) {
  const Effect effect = tool.description().effect;
  const JournalRequest request = request_of(tool.description(), call, consent, surroundings);
  std::optional<Error> plan_failure;
  bool planned = false;
  const auto make_plan = [&] {
    try {
      ToolPlan plan = tool.plan(call.arguments, surroundings.context);
      planned = true;
      if (shown != nullptr && !is_same(*shown, plan)) {
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

// Looks at what a call that was carried out returned.
CallRecord checked(const Tool& tool, const ToolCall& call, Consent consent, ToolPlan plan, std::int64_t journal_id) {
  const ToolDescription& description = tool.description();
  if (!plan.changes.empty()) {
    return failed_call(
        call, description.effect, consent,
        {ErrorCode::kInternal, "the tool wants to change files, but is not declared to write", call.tool});
  }
  if (!description.result_schema.is_null()) {
    if (const auto violation = decode::find_violation(description.result_schema, plan.result)) {
      CallRecord record =
          failed_call(call, description.effect, consent,
                      {ErrorCode::kInvalid, "the result of " + call.tool + " is not what it declares: " + *violation,
                       call.tool, "it may have been carried out all the same"});
      record.invalid = true;
      record.journal_id = journal_id;
      record.summary = std::move(plan.summary);
      return record;
    }
  }
  return finished(call, description.effect, consent, std::move(plan), journal_id);
}

// Carries out what takes place outside the files: told in the journal before, and what came of it after.
CallRecord perform(const Tool& tool, const ToolCall& call, Consent consent, const std::string& summary,
                   const CallSurroundings& surroundings) {
  const Effect effect = tool.description().effect;
  const std::int64_t id =
      surroundings.journal.begin_outside(request_of(tool.description(), call, consent, surroundings), summary);
  const auto end = [&](const std::string& why) {
    try {
      surroundings.journal.end_outside(id, why);
    } catch (const Error& error) {
      // It has taken place, so to report a failure would be wrong.
      log(LogLevel::kWarning, std::string("the journal does not say what became of this call: ") + error.what());
    }
  };
  ToolPlan plan;
  try {
    plan = tool.performs() ? tool.perform(call.arguments, surroundings.context, surroundings.cancel)
                           : tool.plan(call.arguments, surroundings.context);
  } catch (const std::exception& failure) {
    const Error error = as_error(failure);
    end(*error.what() == 0 ? "it failed" : error.what());
    CallRecord record = failed_call(call, effect, consent, error);
    record.journal_id = id;
    record.summary = summary;
    return record;
  }
  end("");
  if (plan.summary.empty()) {
    plan.summary = summary;
  }
  try {
    return checked(tool, call, consent, std::move(plan), id);
  } catch (const std::exception& failure) {  // a schema that cannot be checked
    return failed_call(call, effect, consent, as_error(failure));
  }
}

CallRecord carry_out(const Tool& tool, const ToolCall& call, Consent consent, const ToolPlan& preview, bool shown,
                     const CallSurroundings& surroundings) {
  const Effect effect = tool.description().effect;
  if (tool.performs() || leaves_machine(effect)) {
    return perform(tool, call, consent, preview.summary, surroundings);
  }
  if (effect == Effect::kWrite) {
    return apply(tool, call, consent, shown ? &preview : nullptr, surroundings);
  }
  try {
    return checked(tool, call, consent, tool.plan(call.arguments, surroundings.context), 0);
  } catch (const std::exception& failure) {
    return failed_call(call, effect, consent, as_error(failure));
  }
}

// Whether the person, or an earlier answer of theirs, lets the call through.
bool consented(const ToolDescription& tool, const ToolCall& call, const std::optional<AppliedRule>& rule,
               const std::string& summary, bool asked_for_flow, const CallSurroundings& surroundings) {
  const bool leaves = leaves_machine(tool.effect);
  InformationFlow& flow = surroundings.trust.flow;
  const std::string scope = tool.name + (rule ? " " + std::to_string(rule->index) : "");
  if (surroundings.trust.always.contains(scope) && !(leaves && flow.has_untrusted())) {
    return true;
  }
  if (!surroundings.events.ask_consent) {
    return false;
  }
  ConsentQuestion question{tool, call.arguments, summary, leaves, {}, {}, asked_for_flow};
  if (leaves) {
    question.untrusted = flow.untrusted();
    question.personal = flow.personal();
  }
  const ConsentAnswer answer = surroundings.events.ask_consent(question);
  if (answer == ConsentAnswer::kAlways) {
    surroundings.trust.always.insert(scope);
  }
  return answer != ConsentAnswer::kNo;
}

CallRecord refused(const ToolDescription& tool, const ToolCall& call, const std::string& summary, const Error& why,
                   const CallSurroundings& surroundings) {
  CallRecord record = failed_call(call, tool.effect, Consent::kRefused, why);
  record.summary = summary;
  // What would have left the machine is worth telling although nothing did.
  if (leaves_machine(tool.effect) && !surroundings.options.plan_only) {
    record.journal_id = surroundings.journal.record_refusal(request_of(tool, call, Consent::kRefused, surroundings),
                                                            summary, why.what());
  }
  return record;
}

CallRecord make_checked_call(const Tool& tool, const ToolCall& call, const std::optional<AppliedRule>& rule,
                             const CallSurroundings& surroundings) {
  const Effect effect = tool.description().effect;
  const bool plan_only = surroundings.options.plan_only;
  Decision decision =
      decide(effect, rule ? std::optional(rule->permission) : std::nullopt, surroundings.options.grant_writes);
  if (decision == Decision::kRefuse) {
    return refused(tool.description(), call, "",
                   {ErrorCode::kPermission, "refused by the agent's permissions", call.tool}, surroundings);
  }
  // What others wrote may be what speaks here: then nothing leaves on a grant that was given before they did.
  const bool flows = leaves_machine(effect) && surroundings.trust.flow.has_untrusted();
  const bool asked_for_flow = flows && decision != Decision::kAsk;
  if (asked_for_flow) {
    decision = Decision::kAsk;
  }
  // A read that is one of the program's own is made in a dry run too; nothing else is.
  const bool only_planned = plan_only && (effect != Effect::kRead || tool.performs());
  // Only what has no effect by being planned can be looked at beforehand.
  const bool previews =
      (tool.performs() || effect == Effect::kWrite) && (decision == Decision::kAsk || plan_only || tool.performs());
  ToolPlan preview;
  if (previews) {
    try {
      preview = tool.plan(call.arguments, surroundings.context);
    } catch (const std::exception& failure) {
      return failed_call(call, effect, Consent::kNotNeeded, as_error(failure));
    }
  }
  if (only_planned) {
    const std::string summary = preview.summary.empty() ? "call " + call.tool : preview.summary;
    return {call, effect, Consent::kNotNeeded, {{"planned", summary}}, false, summary, 0};
  }
  Consent consent = decision == Decision::kRun       ? Consent::kNotNeeded
                    : decision == Decision::kAllowed ? Consent::kAllowed
                                                     : Consent::kGranted;
  if (decision == Decision::kAsk &&
      !consented(tool.description(), call, rule, preview.summary, asked_for_flow, surroundings)) {
    const bool nobody = !surroundings.events.ask_consent;
    return refused(tool.description(), call, preview.summary,
                   {ErrorCode::kPermission,
                    nobody && flows ? "refused: text that others may have written stands in this conversation, and "
                                      "there is nobody to ask whether this may leave the machine"
                                    : "refused by the user",
                    call.tool},
                   surroundings);
  }
  if (cancelled(surroundings)) {
    return failed_call(call, effect, consent, {ErrorCode::kCancelled, "cancelled by the user", call.tool});
  }
  return carry_out(tool, call, consent, preview, decision == Decision::kAsk && previews, surroundings);
}

}  // namespace

CallRecord make_call(const Tool& tool, const ToolCall& call, const std::optional<AppliedRule>& rule,
                     const CallSurroundings& surroundings) {
  const ToolDescription& description = tool.description();
  if (const auto violation = decode::find_violation(description.schema, call.arguments)) {
    CallRecord record =
        failed_call(call, description.effect, Consent::kNotNeeded,
                    {ErrorCode::kInvalid, "the arguments do not fit " + call.tool + ": " + *violation, "arguments"});
    record.invalid = true;
    return record;
  }
  CallRecord record = make_checked_call(tool, call, rule, surroundings);
  // A refusal tells the model nothing that others wrote.
  if (record.consent != Consent::kRefused) {
    surroundings.trust.flow.add_result(description, call);
  }
  return record;
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

ToolPlan Tool::perform(const Json&, const ToolContext&, const CancelFlag*) const {
  throw Error(ErrorCode::kInternal, "the tool performs nothing", description().name, "this is a mistake in the tool");
}

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
  const auto rule =
      agent::leaves_machine(description.effect) ? std::optional(agent::AppliedRule{Permission::kAsk}) : std::nullopt;
  agent::Trust trust;
  const CallRecord record = agent::make_call(*tool, call, rule, {"by hand", journal, context, options, events, trust});
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
