// `oree quantize`: a model file again, with its weights in a smaller type.
#include <algorithm>
#include <memory>
#include <optional>

#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/workbench/quantize.h"

namespace oree::cli {
namespace {

constexpr int kMaxThreads = 1024;
constexpr int kMaxTokens = 1 << 20;

struct QuantizeArguments {
  std::string input;
  std::string output;
  std::string text_file;
  bool report = false;
  QuantizeOptions options;
};

std::string number(const char* format, const Json& value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value.get<double>());
  return text;
}

void print_tensors(const Json& tensors) {
  std::size_t width = 6;
  for (const Json& tensor : tensors) {
    width = std::max(width, tensor["name"].get_ref<const std::string&>().size());
  }
  const auto line = [&](std::string name, const char* from, const char* to, const std::string& bytes,
                        const std::string& rms, const std::string& relative) {
    name.resize(std::max(width, name.size()), ' ');
    char rest[128];
    std::snprintf(rest, sizeof rest, "  %-6s %-6s %12s  %10s  %9s\n", from, to, bytes.c_str(), rms.c_str(),
                  relative.c_str());
    print(for_terminal(name) + rest);
  };
  line("tensor", "from", "to", "bytes", "RMS error", "relative");
  for (const Json& tensor : tensors) {
    line(tensor["name"], tensor["source_type"].get_ref<const std::string&>().c_str(),
         tensor["type"].get_ref<const std::string&>().c_str(), tensor["bytes"].dump(),
         number("%.3e", tensor["rms_error"]), number("%.5f", tensor["relative_error"]));
  }
}

void print_comparison(const Json& report) {
  const Json& divergence = report["kl_divergence"];
  const Json& perplexity = report["perplexity"];
  print("KL divergence over " + report["tokens"].dump() + " tokens: mean " + number("%.6f", divergence["mean"]) +
        ", 99% below " + number("%.6f", divergence["p99"]) + ", at most " + number("%.6f", divergence["max"]) +
        " nats\n");
  print("same likeliest token: " + number("%.4f", report["same_top"]) + "\n");
  print("perplexity: " + number("%.4f", perplexity["before"]) + " before, " + number("%.4f", perplexity["after"]) +
        " after\n");
}

void print_result(const Json& result, bool with_tensors) {
  if (with_tensors) {
    print_tensors(result["tensors"]);
  }
  for (const Json& fallback : result["fallbacks"]) {
    print(for_terminal("no whole blocks of " + fallback["wanted"].get<std::string>() + " in a row, so " +
                       fallback["type"].get<std::string>() + ": " + fallback["name"].get<std::string>()) +
          "\n");
  }
  for (const Json& warning : result["warnings"]) {
    print(for_terminal("warning: " + warning.get<std::string>()) + "\n");
  }
  for (const auto& [type, bytes] : result["types"].items()) {
    print(type + "  " + bytes.dump() + " bytes\n");
  }
  print("tensors: " + result["bytes"]["before"].dump() + " bytes before, " + result["bytes"]["after"].dump() +
        " after\n");
  if (!result["report"].is_null()) {
    print_comparison(result["report"]);
  }
}

int quantize(const QuantizeArguments& arguments, bool json) {
  QuantizeOptions options = arguments.options;
  if (!arguments.text_file.empty()) {
    options.report_text = read_text_file(arguments.text_file);
    if (options.report_text.empty()) {
      throw Error(ErrorCode::kInvalid, "the text of the report is empty", arguments.text_file, "name a file with text");
    }
  }
  std::optional<Progress> progress;
  std::string step_shown;
  catch_interrupts();
  options.on_progress = [&](std::string_view step, int done, int total) {
    if (step == "quantizing") {
      stop_if_interrupted("the quantisation", "no file was written");
    } else {
      stop_if_interrupted("the comparison", "the quantised model is complete");
    }
    if (step != step_shown) {
      step_shown = step;
      progress.emplace(step_shown);
    }
    progress->show(done, total);
  };
  const Json result = quantize_model(arguments.input, arguments.output, options);
  progress.reset();
  if (json) {
    print_json(result);
  } else {
    print_result(result, arguments.report || !options.report_text.empty());
  }
  return kOk;
}

}  // namespace

void add_quantize_command(Program& program) {
  auto arguments = std::make_shared<QuantizeArguments>();
  CLI::App* command = add_command(program, program.app, "quantize", "A model file again, in a smaller type",
                                  "oree quantize model-f16.gguf model-q4_k_m.gguf q4_k_m --report -f text.txt",
                                  [&program, arguments] { return quantize(*arguments, program.json); });
  command->add_option("IN", arguments->input, "The model, best in its original type")->required();
  command->add_option("OUT", arguments->output, "The file to write")->required();
  command
      ->add_option("TYPE", arguments->options.type,
                   "f32, f16, bf16, q8_0, q4_0, q4_k, q5_k, q6_k, or a mix: q4_k_m, q5_k_m")
      ->required();
  command->add_flag("--report", arguments->report, "The error of every tensor");
  command
      ->add_option("-f,--file", arguments->text_file,
                   "With the report: a text that both models predict, and how their predictions differ")
      ->type_name("TEXT");
  command->add_option("-n,--tokens", arguments->options.report_tokens, "Tokens of that text (default: 512)")
      ->type_name("N")
      ->check(CLI::Range(2, kMaxTokens));
  command->add_option("-t,--threads", arguments->options.n_threads, "Threads (default: one per physical core)")
      ->type_name("N")
      ->check(CLI::Range(0, kMaxThreads));
}

}  // namespace oree::cli
