// `oree evaluate cache`: what every policy costs a model at every budget.
#include <algorithm>
#include <memory>

#include "cli/common_options.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/workbench/evaluate_cache.h"
#include "oree/workbench/ruler.h"

namespace oree::cli {
namespace {

constexpr int kMaxLength = 1 << 30;
constexpr int kMaxSamples = 1 << 20;

struct CacheArguments {
  ModelOptions model;
  std::vector<std::string> files;
  std::vector<std::string> budgets;
  std::string stream_budget;
  EvaluateCacheOptions options;
};

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

CacheBudget budget_of(const std::string& flag, const std::string& text) {
  try {
    return parse_cache_budget(text);
  } catch (const Error& error) {
    throw Error(ErrorCode::kUsage, error.what(), flag, error.hint());
  }
}

int evaluate_cache_command(const CacheArguments& arguments, bool json) {
  EvaluateCacheOptions options = arguments.options;
  options.texts = read_text_files(arguments.files);
  if (!arguments.budgets.empty()) {
    options.budgets.clear();
    for (const std::string& budget : arguments.budgets) {
      options.budgets.push_back(budget_of("--budgets", budget));
    }
  }
  if (!arguments.stream_budget.empty()) {
    options.stream_budget = budget_of("--streaming-budget", arguments.stream_budget);
  }
  Progress progress("comparing");
  catch_interrupts();
  options.on_progress = [&progress](int done, int total) {
    stop_if_interrupted("the comparison", "no report was written");
    progress.show(done, total);
  };
  const Json document = evaluate_cache(choose_model(arguments.model.model), arguments.model.engine, options);
  if (json) {
    print_json(document);
  } else {
    print(for_terminal(evaluate_cache_table(document)));
  }
  return kOk;
}

}  // namespace

void add_evaluate_cache_command(Program& program, CLI::App& evaluate) {
  auto arguments = std::make_shared<CacheArguments>();
  EvaluateCacheOptions& options = arguments->options;
  CLI::App* command =
      add_command(program, evaluate, "cache", "What every policy costs a model at every budget, against the full cache",
                  "oree evaluate cache -m model.gguf -f book.txt --length 2048 -o report.md --pictures charts",
                  [&program, arguments] { return evaluate_cache_command(*arguments, program.json); });
  command->add_option("-f,--file", arguments->files, "Texts to read (default: made-up sentences)")->type_name("TEXT");
  std::vector<std::string> policies = cache_policy_names();
  policies.erase(std::remove(policies.begin(), policies.end(), "none"), policies.end());
  command
      ->add_option("--policies", options.policies,
                   "A list of " + list_of(policies) + " (default: all for which there is what they need)")
      ->type_name("POLICY,...")
      ->delimiter(',')
      ->check(CLI::IsMember(policies));
  command
      ->add_option("--budgets", arguments->budgets,
                   "What is held: parts of the context, tokens a head or bytes in all, a list (default: "
                   "50%,25%,12.5%,6.25%,3.125%)")
      ->type_name("N,...")
      ->delimiter(',');
  command->add_option("--tasks", options.tasks, "A list of " + list_of(ruler_task_names()) + " (default: all)")
      ->type_name("TASK,...")
      ->delimiter(',')
      ->check(CLI::IsMember(ruler_task_names()));
  command->add_option("--length", options.length, "Tokens of a context (default: 1024)")
      ->type_name("N")
      ->check(CLI::Range(EvaluateCacheOptions::kMinLength, kMaxLength));
  command->add_option("--samples", options.n_samples, "Contexts for the loss, needles, and of each task (default: 4)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxSamples));
  command->add_option("--seed", options.seed, "Of contexts and the random policy (default: 0)")->type_name("N");
  command->add_option("--streaming", options.stream_tokens, "Also read a text of so many tokens with a bounded cache")
      ->type_name("N")
      ->check(CLI::Range(EvaluateCacheOptions::kMinStreamTokens, kMaxLength));
  command->add_option("--streaming-budget", arguments->stream_budget, "What is held in that (default: 25%)")
      ->type_name("N");
  command->add_option("-o,--output", options.reports, "Reports to write: .json, .md")->type_name("FILE");
  command->add_option("--pictures", options.pictures, "A folder for charts of each measure by budget, SVG")
      ->type_name("FOLDER");
  add_model_options(*command, arguments->model);
  // They are what is compared.
  for (const char* flag : {"--cache", "--budget", "--evict-at"}) {
    command->remove_option(command->get_option(flag));
  }
}

}  // namespace oree::cli
