// `oree evaluate`, and of it `calls`: how well a model calls tools.
#include <memory>

#include "cli/common_options.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/score_lines.h"
#include "oree/clock.h"
#include "oree/agent.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "oree/tool.h"
#include "oree/workbench/evaluate_calls.h"

namespace oree::cli {
namespace {

constexpr int kMaxSamples = 10'000'000;

struct EvaluateOptions {
  ModelOptions model;
  SamplingOptions sampling;
  std::string file;
  int limit = 0;
  int samples = 0;
};

// The requests of the checkout the default model lies in.
std::filesystem::path choose_requests(const std::string& named) {
  if (!named.empty()) {
    return named;
  }
  const std::filesystem::path file = default_model().parent_path().parent_path() / "evaluation/reserved_calls.jsonl";
  std::error_code failure;
  if (!std::filesystem::exists(file, failure)) {
    throw Error(ErrorCode::kUsage, "there are no requests to score", file.string(), "name a file with --file");
  }
  return file;
}

void print_scores(const Json& scores) {
  print_score_lines(scores);
  print("written, by the expected tool:\n");
  for (const auto& [expected, counts] : scores["confusion"].items()) {
    std::string line = "  " + expected + ":";
    for (const auto& [written, count] : counts.items()) {
      line += " " + written + " " + count.dump();
    }
    print(for_terminal(line) + "\n");
  }
}

int evaluate_calls_command(const EvaluateOptions& options, bool json) {
  const std::string zone = use_local_time_zone();
  const std::filesystem::path requests = choose_requests(options.file);
  const Engine engine(choose_model(options.model.model), options.model.engine);
  std::vector<ToolDescription> tools;
  for (const std::unique_ptr<Tool>& tool : all_tools(AgentFile{})) {
    tools.push_back(tool->description());
  }
  Progress progress("evaluating");
  EvaluateCallsOptions evaluate;
  evaluate.requests = requests;
  evaluate.sampling = options.sampling;
  evaluate.limit = options.limit;
  evaluate.on_progress = [&progress](int done, int total) { progress.show(done, total); };
  if (options.samples > 0) {
    const Json result = sample_calls(engine, tools, evaluate, options.samples);
    print_json(result);
    // A turn that had to call and did not is a failure too.
    return result["valid"] == result["calls"] && result["calls"] >= options.samples ? kOk : kFailed;
  }
  const auto same = [&zone](const ToolDescription& tool, const Json& left, const Json& right, const std::string& now) {
    return same_arguments(tool, left, right,
                          ToolContext{.data_directory = {}, .now = parse_moment(now), .time_zone = zone});
  };
  const Json scores = evaluate_calls(engine, tools, evaluate, same);
  if (json) {
    print_json(scores);
  } else {
    print_scores(scores);
  }
  return kOk;
}

}  // namespace

void add_evaluate_command(Program& program) {
  CLI::App* evaluate =
      program.app.add_subcommand("evaluate", "How well a model calls tools and copes with a bounded cache");
  evaluate->require_subcommand(1);
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = add_command(program, *evaluate, "calls", "Score tool calls against requests with known answers",
                                  "oree evaluate calls --samples 10000 --temperature 1.0",
                                  [&program, options] { return evaluate_calls_command(*options, program.json); });
  command->add_option("-f,--file", options->file, "Requests, JSON lines (default: the checkout's reserved requests)")
      ->type_name("FILE");
  command->add_option("--limit", options->limit, "Only the first N requests")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxSamples));
  command
      ->add_option("--samples", options->samples,
                   "Instead of scoring, sample N turns that must call and count the valid ones")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxSamples));
  add_model_options(*command, options->model);
  options->model.engine.memory.conversation = true;
  add_chat_template_option(*command, options->model.engine);
  add_sampling_options(*command, options->sampling);
  add_evaluate_bfcl_command(program, *evaluate);
  add_evaluate_cache_command(program, *evaluate);
  add_evaluate_ruler_command(program, *evaluate);
}

}  // namespace oree::cli
