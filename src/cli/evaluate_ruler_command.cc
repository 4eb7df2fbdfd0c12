// `oree evaluate ruler`: what a model still does on a long context while its cache is bounded.
#include <memory>

#include "cli/common_options.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/workbench/ruler.h"

namespace oree::cli {
namespace {

constexpr int kMaxLength = 1 << 30;
constexpr int kMaxSamples = 1 << 20;

struct RulerArguments {
  ModelOptions model;
  std::vector<std::string> files;
  RulerOptions options;
};

void print_summary(const std::string& what, const Json& summary) {
  char text[160];
  std::snprintf(text, sizeof text, "%-24s found %.3f (%.3f to %.3f), loss %.4f, %d samples\n", what.c_str(),
                summary["score"].get<double>(), summary["low"].get<double>(), summary["high"].get<double>(),
                summary["loss"].get<double>(), summary["samples"].get<int>());
  print(text);
}

int ruler(const RulerArguments& arguments, bool json) {
  RulerOptions options = arguments.options;
  options.texts = read_text_files(arguments.files);
  EngineOptions engine = arguments.model.engine;
  engine.cache.seed = options.seed;
  Progress progress("asking");
  catch_interrupts();
  options.on_progress = [&progress](int done, int total) {
    stop_if_interrupted("the measurement", "there is no result");
    progress.show(done, total);
  };
  const Json result = measure_ruler(choose_model(arguments.model.model), engine, options);
  if (json) {
    print_json(result);
    return kOk;
  }
  print_summary("all", result);
  for (const auto& [kind, parts] : result["by"].items()) {
    for (const auto& [name, part] : parts.items()) {
      print_summary(kind + " " + name, part);
    }
  }
  print(cache_line(result["cache"]) + "\n");
  return kOk;
}

}  // namespace

void add_evaluate_ruler_command(Program& program, CLI::App& evaluate) {
  auto arguments = std::make_shared<RulerArguments>();
  CLI::App* command = add_command(
      program, evaluate, "ruler", "Needles, variables, words and a cloze in long contexts while the cache is bounded",
      "oree evaluate ruler -m model.gguf -f book.txt --lengths 2048 --cache q_filters --budget 25% --evict-at end",
      [&program, arguments] { return ruler(*arguments, program.json); });
  command->add_option("-f,--file", arguments->files, "Texts whose sentences are the hay (default: made-up sentences)")
      ->type_name("TEXT");
  command
      ->add_option("--lengths", arguments->options.lengths,
                   "Tokens of context, question and answer, a list (default: 1024)")
      ->type_name("N,...")
      ->delimiter(',')
      ->check(CLI::Range(1, kMaxLength));
  std::string names;
  for (const std::string& name : ruler_task_names()) {
    names += (names.empty() ? "" : ", ") + name;
  }
  command->add_option("--tasks", arguments->options.tasks, "A list of " + names + " (default: all)")
      ->type_name("TASK,...")
      ->delimiter(',')
      ->check(CLI::IsMember(ruler_task_names()));
  command->add_option("--samples", arguments->options.n_samples, "Samples of a task and length (default: 4)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxSamples));
  command->add_option("--seed", arguments->options.seed, "Of samples and the random policy (default: 0)")
      ->type_name("N");
  add_model_options(*command, arguments->model);
}

}  // namespace oree::cli
