// `oree evaluate bfcl`: how well a model calls functions it has never seen.
#include <cstdio>
#include <memory>

#include "cli/common_options.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/score_lines.h"
#include "cli/signals.h"
#include "oree/workbench/evaluate_bfcl.h"

namespace oree::cli {
namespace {

constexpr int kMaxQuestions = 10'000'000;

struct BfclArguments {
  ModelOptions model;
  EvaluateBfclOptions options;
};

int evaluate_bfcl_command(const BfclArguments& arguments, bool json) {
  const Engine engine(choose_model(arguments.model.model), arguments.model.engine);
  EvaluateBfclOptions options = arguments.options;
  Progress progress("evaluating");
  catch_interrupts();
  options.on_progress = [&progress](int done, int total) {
    stop_if_interrupted("the evaluation", "there is no result");
    progress.show(done, total);
  };
  const Json scores = evaluate_bfcl(engine, options);
  if (json) {
    print_json(scores);
    return kOk;
  }
  print_score_lines(scores);
  if (scores["not_asked"] != 0) {
    print(scores["not_asked"].dump() + " of them could not be asked, and count as wrong; --json says why\n");
  }
  char seconds[64];
  std::snprintf(seconds, sizeof seconds, "%.3f seconds a question\n",
                scores["seconds"].get<double>() / scores["total"].get<int>());
  print(seconds);
  return kOk;
}

}  // namespace

void add_evaluate_bfcl_command(Program& program, CLI::App& evaluate) {
  auto arguments = std::make_shared<BfclArguments>();
  CLI::App* command = add_command(program, evaluate, "bfcl",
                                  "Score calls of functions that come with each question (Berkeley's leaderboard)",
                                  "oree evaluate bfcl -m model.gguf --data bfcl --category simple --category multiple",
                                  [&program, arguments] { return evaluate_bfcl_command(*arguments, program.json); });
  command->add_option("--data", arguments->options.folder, "The folder of BFCL_v4_*.json and possible_answer/")
      ->type_name("DIR")
      ->required();
  std::string names;
  for (const std::string& name : bfcl_categories()) {
    names += (names.empty() ? "" : ", ") + name;
  }
  command->add_option("--category", arguments->options.categories, "Of " + names + "; a list (default: all)")
      ->type_name("NAME,...")
      ->delimiter(',')
      ->check(CLI::IsMember(bfcl_categories()));
  command->add_option("--limit", arguments->options.limit, "Only the first N questions of each category")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxQuestions));
  add_model_options(*command, arguments->model);
  arguments->model.engine.memory.conversation = true;
  add_chat_template_option(*command, arguments->model.engine);
  add_sampling_options(*command, arguments->options.sampling);
}

}  // namespace oree::cli
