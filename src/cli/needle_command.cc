// `oree needle`: whether a model finds one sentence in a long context while its cache is bounded.
#include <memory>
#include <string>
#include <vector>

#include "cli/common_options.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/workbench/needle.h"

namespace oree::cli {
namespace {

constexpr int kMaxLength = 1 << 30;
constexpr int kMaxRepeats = 1 << 20;
constexpr int kMaxDepths = 1000;

struct NeedleArguments {
  ModelOptions model;
  std::vector<std::string> files;
  std::vector<std::string> depths;
  NeedleOptions options;
};

Error bad_depth(const std::string& value) {
  return {ErrorCode::kUsage, "\"" + value + "\" is no depth", "--depths",
          "give percents, 0 to 100, as in 0,50,100 or 50%; or how many depths, 1 to " + std::to_string(kMaxDepths)};
}

double parse_percent(const std::string& value) {
  double percent = 0;
  const std::string number = value.ends_with('%') ? value.substr(0, value.size() - 1) : value;
  if (!CLI::detail::lexical_cast(number, percent) || !(percent >= 0 && percent <= 100)) {
    throw bad_depth(value);
  }
  return percent;
}

// One number without a percent sign is how many depths there are.
std::vector<double> parse_depths(const std::vector<std::string>& values) {
  std::vector<double> depths;
  if (values.size() > 1 || values.front().ends_with('%')) {
    for (const std::string& value : values) {
      depths.push_back(parse_percent(value));
    }
    return depths;
  }
  int count = 0;
  if (!CLI::detail::lexical_cast(values.front(), count) || count < 1 || count > kMaxDepths) {
    throw bad_depth(values.front());
  }
  for (int index = 0; index < count; ++index) {
    depths.push_back(count == 1 ? 50 : 100.0 * index / (count - 1));
  }
  return depths;
}

void print_needle(const Json& result) {
  char text[200];
  std::snprintf(text, sizeof text, "found %.3f (%.3f to %.3f), loss %.4f, %d prompts\n", result["score"].get<double>(),
                result["low"].get<double>(), result["high"].get<double>(), result["loss"].get<double>(),
                result["prompts"].get<int>());
  print(text);
  for (const Json& cell : result["cells"]) {
    std::snprintf(text, sizeof text, "  length %6d  depth %5.1f%%  found %.2f  loss %.4f\n", cell["length"].get<int>(),
                  cell["depth"].get<double>(), cell["found"].get<double>(), cell["loss"].get<double>());
    print(text);
  }
  print(cache_line(result["cache"]) + "\n");
}

int needle(const NeedleArguments& arguments, bool json) {
  NeedleOptions options = arguments.options;
  if (!arguments.depths.empty()) {
    options.depths = parse_depths(arguments.depths);
  }
  options.texts = read_text_files(arguments.files);
  EngineOptions engine = arguments.model.engine;
  engine.cache.seed = options.seed;
  Progress progress("asking");
  catch_interrupts();
  options.on_progress = [&progress](int done, int total) {
    stop_if_interrupted("the measurement", "there is no result");
    progress.show(done, total);
  };
  const Json result = measure_needle(choose_model(arguments.model.model), engine, options);
  if (json) {
    print_json(result);
  } else {
    print_needle(result);
  }
  return kOk;
}

}  // namespace

void add_needle_command(Program& program) {
  auto arguments = std::make_shared<NeedleArguments>();
  CLI::App* command = add_command(
      program, program.app, "needle", "Whether a model finds a sentence in a long context while its cache is bounded",
      "oree needle -m model.gguf -f book.txt --lengths 2048,4096 --cache q_filters --budget 25% --evict-at end",
      [&program, arguments] { return needle(*arguments, program.json); });
  command->add_option("-f,--file", arguments->files, "Texts whose sentences are the hay")
      ->type_name("TEXT")
      ->required();
  command
      ->add_option("--lengths", arguments->options.lengths,
                   "Tokens of context, question and answer, a list (default: 1024)")
      ->type_name("N,...")
      ->delimiter(',')
      ->check(CLI::Range(1, kMaxLength));
  command
      ->add_option("--depths", arguments->depths,
                   "Percent of the hay before the needle, a list; one number N: N depths (default: 0,25,50,75,100)")
      ->type_name("PERCENT,...|N")
      ->delimiter(',');
  command->add_option("--repeats", arguments->options.n_repeats, "Prompts of a length and depth (default: 1)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxRepeats));
  command->add_option("--seed", arguments->options.seed, "Of hay, needles and the random policy (default: 0)")
      ->type_name("N");
  command->add_option("--picture", arguments->options.picture, "What was found, by length and depth, as a picture")
      ->type_name("F.svg");
  add_model_options(*command, arguments->model);
}

}  // namespace oree::cli
