// `oree perplexity`: how well a model predicts a text while its cache is bounded.
#include <cstdint>
#include <memory>
#include <string>

#include "cli/common_options.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/workbench/perplexity.h"

namespace oree::cli {
namespace {

constexpr int kMaxTokens = 1 << 30;
constexpr int kMaxSequences = 1 << 20;

struct PerplexityArguments {
  ModelOptions model;
  std::string file;
  std::uint64_t seed = 0;
  PerplexityOptions options;
};

void print_perplexity(const Json& result) {
  char text[160];
  std::snprintf(text, sizeof text, "perplexity %.4f, loss %.4f", result["perplexity"].get<double>(),
                result["loss"].get<double>());
  print(text);
  if (!result["low"].is_null()) {
    std::snprintf(text, sizeof text, " (%.4f to %.4f)", result["low"].get<double>(), result["high"].get<double>());
    print(text);
  }
  print(", " + result["tokens"].dump() + " tokens\n");
  for (const Json& point : result["by_position"]) {
    std::snprintf(text, sizeof text, "  to position %d: %.4f\n", point[0].get<int>(), point[1].get<double>());
    print(text);
  }
  print(cache_line(result["cache"]) + "\n");
}

int perplexity(const PerplexityArguments& arguments, bool json) {
  PerplexityOptions options = arguments.options;
  options.text = read_text(std::nullopt, arguments.file);
  EngineOptions engine = arguments.model.engine;
  engine.cache.seed = arguments.seed;
  Progress progress("reading");
  catch_interrupts();
  options.on_progress = [&progress](int done, int total) {
    stop_if_interrupted("the measurement", "there is no result");
    progress.show(done, total);
  };
  const Json result = measure_perplexity(choose_model(arguments.model.model), engine, options);
  if (json) {
    print_json(result);
  } else {
    print_perplexity(result);
  }
  return kOk;
}

}  // namespace

void add_perplexity_command(Program& program) {
  auto arguments = std::make_shared<PerplexityArguments>();
  CLI::App* command =
      add_command(program, program.app, "perplexity", "How well a model predicts a text while its cache is bounded",
                  "oree perplexity -m model.gguf -f book.txt --tokens 4096 --cache q_filters --budget 512",
                  [&program, arguments] { return perplexity(*arguments, program.json); });
  command->add_option("-f,--file", arguments->file, "The text; without it stdin")->type_name("TEXT");
  command
      ->add_option("--tokens", arguments->options.n_tokens,
                   "Tokens of a sequence, at most (default: as many as the context takes)")
      ->type_name("N")
      ->check(CLI::Range(2, kMaxTokens));
  command
      ->add_option("--sequences", arguments->options.n_sequences,
                   "Sequences to read, one after the other in the text (default: 1)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxSequences));
  command->add_option("--seed", arguments->seed, "Of the random policy (default: 0)")->type_name("N");
  command->add_option("--picture", arguments->options.picture, "The loss by position, as a picture")
      ->type_name("F.svg");
  add_model_options(*command, arguments->model);
}

}  // namespace oree::cli
