#include "oree/workbench/evaluate_calls.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "decode/json_schema.h"
#include "oree/error.h"
#include "workbench/call_requests.h"
#include "workbench/call_tally.h"

namespace oree {
namespace {

using workbench::CallRequest;
using workbench::CallTally;
using workbench::ExpectedCall;
using workbench::tally_document;

constexpr const char* kNoCall = "none";
// Tokens a sampled turn may take; few of them exercise the end that the grammar forces.
constexpr int kSampledTokens[] = {96, 256, 512};
constexpr std::size_t kMaxListedFailures = 100;

Json calls_json(const std::vector<ToolCall>& calls) {
  Json result = Json::array();
  for (const ToolCall& call : calls) {
    result.push_back({{"tool", call.tool}, {"arguments", call.arguments}});
  }
  return result;
}

std::vector<ToolCall> calls_of(const std::vector<ExpectedCall>& expected) {
  std::vector<ToolCall> calls;
  for (const ExpectedCall& each : expected) {
    calls.push_back(each.call);
  }
  return calls;
}

const ToolDescription* find_tool(const CallRequest& request, const std::string& name) {
  const auto tool = std::find_if(request.tools.begin(), request.tools.end(),
                                 [&](const ToolDescription& candidate) { return candidate.name == name; });
  return tool == request.tools.end() ? nullptr : &*tool;
}

void confuse(std::map<std::string, std::map<std::string, int>>& confusion, const std::vector<ToolCall>& expected,
             const std::vector<ToolCall>& got) {
  const std::size_t n_calls = std::max({expected.size(), got.size(), std::size_t{1}});
  for (std::size_t index = 0; index < n_calls; ++index) {
    const std::string wanted = index < expected.size() ? expected[index].tool : kNoCall;
    const std::string written = index < got.size() ? got[index].tool : kNoCall;
    ++confusion[wanted][written];
  }
}

// What keeps a call from being carried out; "" when nothing does.
std::string violation_of(const CallRequest& request, const ToolCall& call) {
  const ToolDescription* tool = find_tool(request, call.tool);
  if (tool == nullptr) {
    return "there is no tool " + call.tool;
  }
  return decode::find_violation(tool->schema, call.arguments).value_or("");
}

// The turn, or why there is none: a request that does not fit the context fails here as it would in use.
std::pair<AssistantTurn, std::string> answer(const Engine& engine, const CallRequest& request,
                                             const SamplingOptions& sampling) {
  try {
    return {workbench::conversation_of(engine, request, sampling)->next({}), ""};
  } catch (const Error& failure) {
    if (failure.code() == ErrorCode::kLimit) {
      return {AssistantTurn{}, failure.what()};
    }
    throw Error(failure.code(), failure.what(),
                "request " + request.id + (failure.where().empty() ? "" : ", " + failure.where()), failure.hint());
  }
}

using SameArguments =
    std::function<bool(const ToolDescription&, const Json& left, const Json& right, const std::string& now)>;

// The expected arguments, each replaced by the written one where that is an accepted alternative of it.
Json nearest_accepted(const ToolDescription& tool, const ExpectedCall& expected, const Json& written,
                      const std::string& now, const SameArguments& same) {
  Json arguments = expected.call.arguments;
  // Within the whole call: what an end means depends on its start.
  const auto is_same = [&](const std::string& name, const Json& alternative) {
    Json tried = written;
    tried[name] = alternative;
    return same(tool, tried, written, now);
  };
  for (const auto& [name, values] : expected.accept.items()) {
    const auto value = written.find(name);
    for (const Json& alternative : values) {
      if (value == written.end() && alternative.is_null()) {
        arguments.erase(name);
      } else if (value != written.end() && is_same(name, alternative)) {
        arguments[name] = *value;
      }
    }
  }
  return arguments;
}

}  // namespace

Json evaluate_calls(
    const Engine& engine, const std::vector<ToolDescription>& tools, const EvaluateCallsOptions& options,
    const std::function<bool(const ToolDescription&, const Json&, const Json&, const std::string& now)>& same) {
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<CallRequest> requests = workbench::read_call_requests(options.requests, tools, options.limit);
  CallTally all;
  std::map<std::string, CallTally> by_category;
  std::map<std::string, CallTally> by_phrasing;
  std::map<std::string, CallTally> by_language;
  std::map<std::string, CallTally> by_tool;
  std::map<std::string, std::map<std::string, int>> confusion;
  Json failures = Json::array();
  for (const CallRequest& request : requests) {
    const auto [turn, why] = answer(engine, request, options.sampling);
    const auto is_same = [&](const ExpectedCall& expected, const ToolCall& got) {
      if (expected.call.tool != got.tool) {
        return false;
      }
      const ToolDescription& tool = *find_tool(request, got.tool);
      return same(tool, nearest_accepted(tool, expected, got.arguments, request.now, same), got.arguments, request.now);
    };
    // A call without an end is no answer in words either.
    const bool exact =
        why.empty() && turn.cut_call.empty() &&
        std::equal(request.expected.begin(), request.expected.end(), turn.calls.begin(), turn.calls.end(), is_same);
    const std::vector<ToolCall> expected = calls_of(request.expected);
    all.add(exact);
    by_category[request.category].add(exact);
    if (!request.phrasing.empty()) {
      by_phrasing[request.phrasing].add(exact);
    }
    if (!request.language.empty()) {
      by_language[request.language].add(exact);
    }
    by_tool[expected.empty() ? kNoCall : expected.front().tool].add(exact);
    confuse(confusion, expected, turn.calls);
    if (!exact) {
      failures.push_back({{"id", request.id},
                          {"category", request.category},
                          {"request", request.request},
                          {"expected", calls_json(expected)},
                          {"got", !turn.cut_call.empty() ? Json(turn.cut_call)
                                  : turn.calls.empty()   ? Json(turn.text)
                                                         : calls_json(turn.calls)}});
      if (!why.empty()) {
        failures.back()["why"] = why;
      }
    }
    if (options.on_progress) {
      options.on_progress(all.total, static_cast<int>(requests.size()));
    }
  }
  Json result = tally_document(all);
  result["by"] = {{"category", tally_document(by_category)}, {"phrasing", tally_document(by_phrasing)}};
  if (!by_language.empty()) {
    result["by"]["language"] = tally_document(by_language);
  }
  result["by"]["tool"] = tally_document(by_tool);
  result["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  result["confusion"] = confusion;
  result["failures"] = std::move(failures);
  return result;
}

Json sample_calls(const Engine& engine, const std::vector<ToolDescription>& tools, const EvaluateCallsOptions& options,
                  int n_samples) {
  std::vector<CallRequest> requests = workbench::read_call_requests(options.requests, tools, options.limit);
  std::erase_if(requests, [](const CallRequest& request) { return request.tools.empty(); });
  if (requests.empty()) {
    throw Error(ErrorCode::kCorrupt, "no request has tools", options.requests.string());
  }
  int n_calls = 0;
  int n_valid = 0;
  Json failures = Json::array();
  for (int sample = 0; sample < n_samples; ++sample) {
    const auto index = static_cast<std::size_t>(sample);
    const CallRequest& request = requests[index % requests.size()];
    SamplingOptions sampling = options.sampling;
    sampling.seed += index;
    std::vector<std::string> violations;
    try {
      TurnOptions turn_options;
      turn_options.tool_choice = ToolChoice::required();
      turn_options.max_tokens = kSampledTokens[index % std::size(kSampledTokens)];
      for (const ToolCall& call : workbench::conversation_of(engine, request, sampling)->next(turn_options).calls) {
        violations.push_back(violation_of(request, call));
      }
    } catch (const Error& failure) {
      if (failure.code() != ErrorCode::kInvalid) {
        throw;
      }
      violations.push_back(failure.what());
    }
    for (const std::string& violation : violations) {
      ++n_calls;
      n_valid += violation.empty() ? 1 : 0;
      if (!violation.empty() && failures.size() < kMaxListedFailures) {
        failures.push_back({{"id", request.id}, {"seed", sampling.seed}, {"what", violation}});
      }
    }
    if (options.on_progress) {
      options.on_progress(sample + 1, n_samples);
    }
  }
  return {{"sampled", n_samples}, {"calls", n_calls}, {"valid", n_valid}, {"failures", std::move(failures)}};
}

}  // namespace oree
