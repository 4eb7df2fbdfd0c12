// `oree calibrate`: the filters of a model, for cache policies that need them.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/common_options.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/workbench/calibrate.h"

namespace oree::cli {
namespace {

constexpr int kMaxThreads = 1024;
constexpr int kMaxTokens = 1 << 24;
// Of more heads the report shows means over each layer.
constexpr std::size_t kHeadsShown = 40;

struct CalibrateArguments {
  std::string model;
  std::vector<std::string> texts;
  std::string held_out;
  std::string import;
  std::string output;
  bool without_statistics = false;
  std::vector<std::string> of_texts;  // flags that were given and say how texts are read
  CalibrateOptions options;
};

std::string read_calibration_text(const std::string& file) {
  std::string text = read_text_file(file);
  if (text.empty()) {
    throw Error(ErrorCode::kInvalid, "the text is empty", file, "name a file with text");
  }
  return text;
}

Json run_calibration(const std::filesystem::path& model, const std::filesystem::path& output,
                     const CalibrateArguments& arguments) {
  CalibrateOptions options = arguments.options;
  options.statistics = !arguments.without_statistics;
  options.report = options.report || !options.picture.empty();
  for (const std::string& file : arguments.texts) {
    options.texts.push_back(read_calibration_text(file));
  }
  if (!arguments.held_out.empty()) {
    options.held_out_text = read_calibration_text(arguments.held_out);
  }
  std::optional<Progress> progress;
  std::string step_shown;
  catch_interrupts();
  options.on_progress = [&](std::string_view step, int done, int total) {
    stop_if_interrupted("the calibration", step == "calibrating" ? "no file was written" : "the filters are complete");
    if (step != step_shown) {
      step_shown = step;
      progress.emplace(step_shown);
    }
    progress->show(done, total);
  };
  return calibrate_model(model, output, options);
}

// A line of the report's table: a head, or the means over a layer's.
struct Row {
  explicit Row(std::string name) : label(std::move(name)) {}
  void add(const Json& head) {
    variance += head["variance"].get<double>();
    gap += head["gap"].get<double>();
    positive += head["positive"].get<double>();
    correlation += head["correlation"].get<double>();
    key_norm += head["key_norm_correlation"].get<double>();
    ++verdicts[head["verdict"].get<std::string>()];
    ++n;
  }
  // "suits", or of several heads "2 suits, 1 weak".
  std::string verdict_text() const {
    std::string text;
    for (const char* verdict : {"suits", "weak", "does not suit"}) {
      const auto found = verdicts.find(verdict);
      if (found != verdicts.end()) {
        text += (text.empty() ? "" : ", ") + (n > 1 ? std::to_string(found->second) + " " : "") + verdict;
      }
    }
    return text;
  }
  std::string label;
  double variance = 0;
  double gap = 0;
  double positive = 0;
  double correlation = 0;
  double key_norm = 0;
  int n = 0;
  std::map<std::string, int> verdicts;
};

void print_report(const Json& report) {
  const Json& heads = report["heads"];
  const bool each = heads.size() <= kHeadsShown;
  std::vector<Row> rows;
  for (const Json& head : heads) {
    const std::string label = head["layer"].dump() + (each ? " " + head["head"].dump() : "");
    if (rows.empty() || rows.back().label != label) {
      rows.emplace_back(label);
    }
    rows.back().add(head);
  }
  char line[160];
  std::snprintf(line, sizeof line, "%-10s  %8s  %6s  %8s  %11s  %7s  %s\n", each ? "layer head" : "layer", "variance",
                "gap", "positive", "correlation", "K-norm", each ? "verdict" : "heads");
  print(line);
  for (const Row& row : rows) {
    std::snprintf(line, sizeof line, "%-10s  %8.2f  %6.1f  %8.2f  %11.2f  %7.2f  %s\n", row.label.c_str(),
                  row.variance / row.n, row.gap / row.n, row.positive / row.n, row.correlation / row.n,
                  row.key_norm / row.n, row.verdict_text().c_str());
    print(line);
  }
  print("measured on " + report["held_out_tokens"].dump() +
        " tokens held out: " + report["verdict"].get<std::string>() + "\n");
  for (const Json& reason : report["reasons"]) {
    print("- " + reason.get<std::string>() + "\n");
  }
}

void check_arguments(const CalibrateArguments& arguments) {
  if (arguments.import.empty() == arguments.texts.empty()) {
    throw Error(ErrorCode::kUsage, "filters come from texts or from a file to import", "oree calibrate",
                "give either -f TEXT or --import FILE.safetensors");
  }
  const bool reports = arguments.options.report || !arguments.options.picture.empty();
  if (!reports && !arguments.held_out.empty()) {
    throw Error(ErrorCode::kUsage, "a text is held out for the report alone", "oree calibrate",
                "add --report, or leave out --held-out");
  }
  if (reports && !arguments.import.empty()) {
    throw Error(ErrorCode::kUsage, "there is no report on filters that are imported", "oree calibrate",
                "leave out --report and --picture");
  }
  if (!arguments.import.empty() && !arguments.of_texts.empty()) {
    const std::string& flag = arguments.of_texts.front();
    throw Error(ErrorCode::kUsage, "filters that are imported are not learned from texts", flag, "leave out " + flag);
  }
}

int calibrate(const CalibrateArguments& arguments, bool json) {
  check_arguments(arguments);
  const std::filesystem::path model = choose_model(arguments.model);
  const std::filesystem::path output =
      arguments.output.empty() ? default_filters(model) : std::filesystem::path(arguments.output);
  const Json result = arguments.import.empty() ? run_calibration(model, output, arguments)
                                               : import_filters(model, arguments.import, output);
  if (json) {
    print_json(result);
  } else {
    print(for_terminal("filters of " + result["model"].get<std::string>() + ": " +
                       result["filters"].get<std::string>() + ", " + result["bytes"].dump() + " bytes") +
          "\n");
    if (!result["report"].is_null()) {
      print_report(result["report"]);
    }
  }
  return kOk;
}

}  // namespace

void add_calibrate_command(Program& program) {
  auto arguments = std::make_shared<CalibrateArguments>();
  CLI::App* command = add_command(program, program.app, "calibrate", "The filters of a model, for cache policies",
                                  "oree calibrate -m model.gguf -f book.txt --report",
                                  [&program, arguments] { return calibrate(*arguments, program.json); });
  command->add_option("-m,--model", arguments->model, "The model (default: $OREE_MODEL, then the shipped one)")
      ->type_name("MODEL");
  command->add_option("-f,--file", arguments->texts, "Texts that the model reads, like those it will be used on")
      ->type_name("TEXT");
  command->add_option("-o,--output", arguments->output, "The file to write (default: MODEL.qfilters.gguf beside it)")
      ->type_name("FILTERS");
  command->add_option("--tokens", arguments->options.n_tokens, "Tokens to read (default: 40960)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxTokens));
  command->add_option("--seed", arguments->options.seed, "Of the queries that are sampled (default: 0)")
      ->type_name("N");
  command->add_flag("--no-statistics", arguments->without_statistics,
                    "The filters alone: a smaller file that fewer policies can use");
  command->add_flag("--report", arguments->options.report, "How well filters suit the model, head by head");
  command
      ->add_option("--held-out", arguments->held_out,
                   "The text that the report measures on (default: the last tenth of each text)")
      ->type_name("TEXT");
  command
      ->add_option("--picture", arguments->options.picture, "The report's correlations as a picture, with the report")
      ->type_name("F.svg");
  command->add_option("--import", arguments->import, "Filters that the method's authors publish for the model")
      ->type_name("F.safetensors");
  command->add_option("-t,--threads", arguments->options.n_threads, "Threads (default: one per physical core)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxThreads));
  command->parse_complete_callback([command, arguments] {
    for (const char* flag : {"--tokens", "--seed", "--no-statistics", "--threads"}) {
      if (!command->get_option(flag)->empty()) {
        arguments->of_texts.emplace_back(flag);
      }
    }
  });
}

}  // namespace oree::cli
