// `oree bench`: how fast a model runs on this machine, beside what the machine allows and beside another program.
#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/common_options.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/plan.h"
#include "oree/workbench/bench.h"

namespace oree::cli {
namespace {

constexpr int kMaxTokens = 1 << 30;
constexpr int kMaxRepetitions = 10000;

struct BenchArguments {
  ModelOptions model;
  std::string shape;
  std::string type = "q4_0";
  std::string write;
  BenchOptions options;
};

__attribute__((format(printf, 1, 2))) std::string formatted(const char* format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return text;
}

double number(const Json& value) { return value.get<double>(); }

// The entry of a list that measures the same, as another of the document's.
const Json& same_entry(const Json& list, const Json& measured) {
  return *std::find_if(list.begin(), list.end(), [&](const Json& each) {
    return each["tokens"] == measured["tokens"] && each["depth"] == measured["depth"];
  });
}

void print_bench(const Json& result) {
  const Json& peer = result["peer"];
  std::string head =
      formatted("%-8s %6s %7s %10s %8s %5s %8s %5s", "", "tokens", "depth", "tokens/s", "GB/s", "read", "TOPS", "int8");
  print(head + (peer.is_null() ? "\n" : formatted(" %10s %6s\n", "peer", "ratio")));
  for (const char* kind : {"prefill", "decode"}) {
    for (const Json& measured : result[kind]) {
      std::string line = formatted(
          "%-8s %6d %7d %10.2f %8.2f %4.0f%% %8.3f %4.0f%%", kind, measured["tokens"].get<int>(),
          measured["depth"].get<int>(), number(measured["tokens_per_second"]), number(measured["gigabytes_per_second"]),
          100 * number(measured["read_share"]), number(measured["tops"]), 100 * number(measured["int8_share"]));
      if (!peer.is_null()) {
        const Json& other = same_entry(peer[kind], measured);
        const Json& ratio = same_entry(result["ratio"][kind], measured)["ratio"];
        line += ratio.is_null() ? formatted(" %10s %6s", "-", "-")
                                : formatted(" %10.2f %6.2f", number(other["tokens_per_second"]), number(ratio));
        line += other["by_difference"].get<bool>() ? "  by difference" : "";
      }
      print(line + "\n");
    }
  }
  const Json& limits = result["limits"];
  const Json& read = limits["read"];
  print(formatted(
      "limits   read %.2f GB/s (%d stream%s a thread, %s, %s pages), int8 %.3f TOPS, f32 %.3f TFLOPS\n",
      number(limits["read_gigabytes_per_second"]), read["streams"].get<int>(),
      read["streams"].get<int>() == 1 ? "" : "s", read["prefetch"].get<bool>() ? "prefetched" : "no prefetches",
      read["huge_pages"].get<bool>() ? "huge" : "plain", number(limits["int8_tops"]), number(limits["f32_tflops"])));
  print("model    " + for_terminal_line(result["model"].get<std::string>()) + ", " +
        formatted("%.3f GB of weights a token, ", number(result["bytes"]) / 1e9) + result["cpu"].get<std::string>() +
        ", " + result["threads"].dump() + " thread" + (result["threads"] == 1 ? "" : "s") + ", medians of " +
        result["repetitions"].dump() + "\n");
  if (!peer.is_null()) {
    std::string line = peer["path"].get<std::string>();
    for (const Json& argument : peer["arguments"]) {
      line += " " + argument.get<std::string>();
    }
    if (!peer["build"].is_null()) {
      line += ", build " + peer["build"].get<std::string>();
    }
    print("peer     " + for_terminal_line(line) + "\n");
  }
  print(cache_line(result["cache"]) + "\n");
}

int bench(const BenchArguments& arguments, bool json) {
  std::optional<Progress> progress;
  std::string step_shown;
  catch_interrupts();
  BenchOptions options = arguments.options;
  for (std::vector<int>* counts : {&options.prefill, &options.decode}) {
    counts->erase(std::remove(counts->begin(), counts->end(), 0), counts->end());
  }
  options.on_progress = [&](std::string_view step, int done, int total) {
    stop_if_interrupted("the measurement", "there is no result");
    if (step != step_shown) {
      step_shown = step;
      progress.emplace(step_shown);
    }
    progress->show(done, total);
  };
  if (!arguments.write.empty()) {
    const Json result = write_shape(arguments.shape, arguments.type, arguments.write, options.on_progress);
    progress.reset();
    if (json) {
      print_json(result);
    } else {
      print(for_terminal_line(result["path"].get<std::string>()) + ": " + result["shape"].get<std::string>() + ", " +
            result["type"].get<std::string>() + ", " + result["parameters"].dump() + " parameters, " +
            result["bytes"].dump() + " bytes\n");
    }
    return kOk;
  }
  const Json result = arguments.shape.empty()
                          ? measure_speed(choose_model(arguments.model.model), arguments.model.engine, options)
                          : measure_shape_speed(arguments.shape, arguments.type, arguments.model.engine, options);
  progress.reset();
  if (json) {
    print_json(result);
  } else {
    print_bench(result);
  }
  return kOk;
}

CLI::Option* add_counts(CLI::App& command, const std::string& flags, std::vector<int>& counts, int least,
                        const std::string& description) {
  return command.add_option(flags, counts, description)
      ->type_name("TOKENS,...")
      ->delimiter(',')
      ->check(CLI::Range(least, kMaxTokens));
}

}  // namespace

void add_bench_command(Program& program) {
  auto arguments = std::make_shared<BenchArguments>();
  BenchOptions& options = arguments->options;
  CLI::App* command =
      add_command(program, program.app, "bench", "How fast a model runs, and what the machine would allow",
                  "oree bench --shape ministral-3-3b --type q4_0 -p 512 -n 64 -d 0,4096",
                  [&program, arguments] { return bench(*arguments, program.json); });
  std::string shapes;
  for (const std::string& name : shape_names()) {
    shapes += (shapes.empty() ? "" : ", ") + name;
  }
  add_model_options(*command, arguments->model);
  CLI::Option* prefill = add_counts(*command, "-p,--prefill", options.prefill, 0,
                                    "Tokens to read at once, a list; 0: none (default: 512)");
  CLI::Option* decode = add_counts(*command, "-n,--tokens", options.decode, 0,
                                   "Tokens to write one by one, a list; 0: none (default: 64)");
  CLI::Option* depth =
      add_counts(*command, "-d,--depth", options.depths, 0, "Tokens that are there already, a list (default: 0)");
  CLI::Option* repetitions =
      command->add_option("-r,--repetitions", options.repetitions, "Of each measurement (default: 5)")
          ->type_name("N")
          ->check(CLI::Range(1, kMaxRepetitions));
  CLI::Option* shape =
      command->add_option("--shape", arguments->shape, "Random weights in this shape instead of a model: " + shapes)
          ->type_name("NAME")
          ->check(CLI::IsMember(shape_names()))
          ->excludes("--model");
  command
      ->add_option("--type", arguments->type,
                   "Of a shape's weights: f32, f16, bf16, q8_0, q4_0 (default), q4_k, q5_k, q6_k, q4_k_m, q5_k_m")
      ->type_name("TYPE")
      ->needs(shape);
  CLI::Option* write =
      command->add_option("--write", arguments->write, "Write the shape's model there, for a peer, and measure nothing")
          ->type_name("F.gguf")
          ->needs(shape);
  CLI::Option* peer =
      command->add_option("--peer", options.peer, "A llama-bench program to take turns with, on the same file")
          ->type_name("LLAMA_BENCH");
  CLI::Option* peer_arguments =
      command
          ->add_option("--peer-arg", options.peer_arguments,
                       "An argument for it, as --peer-arg=-rtr --peer-arg=1; may be given several times")
          ->type_name("ARGUMENT")
          ->allow_extra_args(false)
          ->needs(peer);
  CLI::Option* picture =
      command->add_option("--picture", options.picture, "What is reached of the machine's limit, as a picture")
          ->type_name("F.svg");
  CLI::Option* memory =
      command
          ->add_option_function<std::string>(
              "--read-memory",
              [&options](const std::string& value) {
                try {
                  options.read_memory = parse_memory_size(value);
                } catch (const Error& error) {
                  throw CLI::ValidationError("--read-memory", std::string(error.what()) + "; " + error.hint());
                }
              },
              "What the speed of reading memory is measured over (default: 1GiB, or half of what is free)")
          ->type_name("SIZE");
  for (CLI::Option* measuring : {prefill, decode, depth, repetitions, peer, peer_arguments, picture, memory}) {
    write->excludes(measuring);
  }
}

}  // namespace oree::cli
