#include "oree/workbench/evaluate_calls.h"

#include <algorithm>
#include <map>
#include <utility>

#include "decode/json_schema.h"
#include "oree/error.h"
#include "workbench/call_requests.h"
#include "workbench/statistics.h"

namespace oree {
namespace {

using workbench::CallRequest;

constexpr const char* kNoCall = "none";
// Tokens a sampled turn may take; few of them exercise the end that the grammar forces.
constexpr int kSampledTokens[] = {96, 256, 512};
constexpr std::size_t kMaxListedFailures = 100;

struct Tally {
  int total = 0;
  int exact = 0;
  void add(bool is_exact) {
    ++total;
    exact += is_exact ? 1 : 0;
  }
};

Json tally_json(const Tally& tally) {
  const auto [low, high] = workbench::wilson_interval(tally.exact, tally.total);
  return {{"score", tally.total == 0 ? 0.0 : static_cast<double>(tally.exact) / tally.total},
          {"low", low},
          {"high", high},
          {"total", tally.total},
          {"exact", tally.exact}};
}

Json tallies_json(const std::map<std::string, Tally>& tallies) {
  Json result = Json::object();
  for (const auto& [name, tally] : tallies) {
    result[name] = tally_json(tally);
  }
  return result;
}

Json calls_json(const std::vector<ToolCall>& calls) {
  Json result = Json::array();
  for (const ToolCall& call : calls) {
    result.push_back({{"tool", call.tool}, {"arguments", call.arguments}});
  }
  return result;
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

}  // namespace

Json evaluate_calls(
    const Engine& engine, const std::vector<ToolDescription>& tools, const EvaluateCallsOptions& options,
    const std::function<bool(const ToolDescription&, const Json&, const Json&, const std::string& now)>& same) {
  const std::vector<CallRequest> requests = workbench::read_call_requests(options.requests, tools, options.limit);
  Tally all;
  std::map<std::string, Tally> by_category;
  std::map<std::string, Tally> by_phrasing;
  std::map<std::string, Tally> by_tool;
  std::map<std::string, std::map<std::string, int>> confusion;
  Json failures = Json::array();
  for (const CallRequest& request : requests) {
    const AssistantTurn turn = workbench::conversation_of(engine, request, options.sampling)->next({});
    const auto is_same = [&](const ToolCall& expected, const ToolCall& got) {
      return expected.tool == got.tool &&
             same(*find_tool(request, expected.tool), expected.arguments, got.arguments, request.now);
    };
    const bool exact =
        std::equal(request.expected.begin(), request.expected.end(), turn.calls.begin(), turn.calls.end(), is_same);
    all.add(exact);
    by_category[request.category].add(exact);
    if (!request.phrasing.empty()) {
      by_phrasing[request.phrasing].add(exact);
    }
    by_tool[request.expected.empty() ? kNoCall : request.expected.front().tool].add(exact);
    confuse(confusion, request.expected, turn.calls);
    if (!exact) {
      failures.push_back({{"id", request.id},
                          {"category", request.category},
                          {"request", request.request},
                          {"expected", calls_json(request.expected)},
                          {"got", turn.calls.empty() ? Json(turn.text) : calls_json(turn.calls)}});
    }
    if (options.on_progress) {
      options.on_progress(all.total, static_cast<int>(requests.size()));
    }
  }
  Json result = tally_json(all);
  result["by"] = {{"category", tallies_json(by_category)},
                  {"phrasing", tallies_json(by_phrasing)},
                  {"tool", tallies_json(by_tool)}};
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
