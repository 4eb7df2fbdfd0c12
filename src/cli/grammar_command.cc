// `oree grammar`: what the constrained decoder accepts, and how fast it is.
#include <cstdio>
#include <memory>

#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/error.h"
#include "oree/workbench/grammar.h"

namespace oree::cli {
namespace {

constexpr int kSchemaRefused = 3;

struct CheckArguments {
  std::string schema;
  std::string instance;
  bool format_annotation = false;
  GrammarCheckOptions options;
};

struct BenchArguments {
  std::string tests;
  std::string model;
  GrammarBenchOptions options;
};

// A file that cannot be read is bad usage, not an instance that was judged.
std::string read_argument(const std::string& path) {
  try {
    return read_text_file(path);
  } catch (const Error& error) {
    throw Error(ErrorCode::kUsage, error.what(), error.where(), error.hint());
  }
}

int check(const CheckArguments& arguments, bool json) {
  GrammarCheckOptions options = arguments.options;
  options.assert_formats = !arguments.format_annotation;
  const std::string text = read_argument(arguments.schema);
  const std::string instance = read_argument(arguments.instance);
  Json schema;
  try {
    schema = Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw Error(ErrorCode::kUsage, "the schema is not JSON", arguments.schema + ", byte " + std::to_string(error.byte),
                "give a file with a JSON Schema");
  }
  try {
    const GrammarVerdict verdict = check_grammar(schema, instance, options);
    if (json) {
      print_json({{"accepted", verdict.accepted}, {"byte", verdict.accepted ? Json(nullptr) : Json(verdict.byte)}});
    } else if (verdict.accepted) {
      print("accepted\n");
    } else {
      print("rejected at byte " + std::to_string(verdict.byte) +
            (verdict.byte >= instance.size() ? ", where it ends too early\n" : "\n"));
    }
    return verdict.accepted ? kOk : kFailed;
  } catch (const Error& error) {
    report_error(error, json);
    return error.where().starts_with("instance") ? kFailed : kSchemaRefused;
  }
}

void print_times(const char* what, const Json& times) {
  if (times.is_null()) {
    return;
  }
  char line[160];
  std::snprintf(line, sizeof line, "%s: %.1f us on average, half below %.1f, 99%% below %.1f, the longest %.1f\n", what,
                times["avg"].get<double>(), times["p50"].get<double>(), times["p99"].get<double>(),
                times["max"].get<double>());
  print(line);
}

int bench(const BenchArguments& arguments, bool json) {
  GrammarBenchOptions options = arguments.options;
  Progress progress("schemas");
  catch_interrupts();
  options.on_progress = [&progress](int done, int total) {
    stop_if_interrupted("the measurement", "there is no result");
    progress.show(done, total);
  };
  const Json result = bench_grammars(arguments.tests, arguments.model, options);
  if (json) {
    print_json(result);
    return kOk;
  }
  print(result["passing"].dump() + " of " + result["schemas"].dump() + " schemas pass, " + result["refused"].dump() +
        " refused, " + result["wrong_accept"].dump() + " with an instance wrongly accepted, " +
        result["wrong_reject"].dump() + " with one wrongly rejected\n");
  print_times("mask", result["mask_us"]);
  print_times("first mask", result["first_mask_us"]);
  return kOk;
}

void add_check(Program& program, CLI::App& grammar) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command =
      add_command(program, grammar, "check", "Whether what is decoded under a schema could be this JSON",
                  "oree grammar check schema.json instance.json",
                  [&program, arguments] { return check(*arguments, program.json); });
  command->footer(command->get_footer() +
                  "\nStatus: 0 accepted, 1 rejected, 2 a file cannot be read, 3 the schema is refused.");
  command->add_option("SCHEMA", arguments->schema, "A JSON Schema")->required();
  command->add_option("INSTANCE", arguments->instance, "A JSON file")->required();
  command->add_flag("--format-annotation", arguments->format_annotation,
                    "Formats say something but assert nothing, as drafts have it by default");
  command->add_option("--draft", arguments->options.default_draft, "Of a schema without $schema (default: 2020)")
      ->check(CLI::IsMember({4, 6, 7, 2019, 2020}));
  command->add_option("--documents", arguments->options.documents, "A folder of documents that $ref may name")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command->add_option("--base-uri", arguments->options.base_uri, "What the URIs of these documents begin with")
      ->type_name("URI");
}

void add_bench(Program& program, CLI::App& grammar) {
  auto arguments = std::make_shared<BenchArguments>();
  CLI::App* command = add_command(program, grammar, "bench", "How many of MaskBench's schemas pass, and how fast",
                                  "oree grammar bench maskbench/ -m model.gguf --json",
                                  [&program, arguments] { return bench(*arguments, program.json); });
  command->add_option("DIR", arguments->tests, "The folder of MaskBench's test files")->required();
  command->add_option("-m,--model", arguments->model, "A model, or a GGUF file with a vocabulary alone")
      ->type_name("MODEL")
      ->required();
  command->add_option("--every", arguments->options.every, "Only every so many-th file (default: 1)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--outcomes", arguments->options.outcomes, "What became of each schema, as JSON")
      ->type_name("F.json");
}

}  // namespace

void add_grammar_command(Program& program) {
  CLI::App* grammar = program.app.add_subcommand("grammar", "What the constrained decoder accepts, and how fast it is");
  grammar->require_subcommand(1);
  add_check(program, *grammar);
  add_bench(program, *grammar);
}

}  // namespace oree::cli
