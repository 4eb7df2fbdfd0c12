// `oree convert`: a Hugging Face folder to a GGUF file.
#include <cstdio>
#include <memory>

#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "oree/workbench/convert.h"

namespace oree::cli {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

struct CommandOptions {
  std::string folder;
  std::string output;
  std::string type;
};

std::string mebibytes(std::uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / static_cast<double>(kMebibyte));
  return text;
}

void print_summary(const Json& result, const std::string& output) {
  print(for_terminal_line(output) + ": " + mebibytes(result["bytes"].get<std::uint64_t>()) + "\n");
  print("architecture  " + for_terminal_line(result["architecture"].get<std::string>()) + "\n");
  print("parameters    " + result["parameters"].dump() + " in " + result["tensors"].dump() + " tensors\n");
  for (const auto& [type, bytes] : result["types"].items()) {
    print("weights       " + type + ", " + mebibytes(bytes.get<std::uint64_t>()) + "\n");
  }
  print("tokenizer     " + result["tokenizer"]["kind"].get<std::string>() + ", " + result["tokenizer"]["size"].dump() +
        " tokens\n");
  print("template      " + std::string(result["template"].get<bool>() ? "yes" : "no") + "\n");
  if (!result["skipped"].empty()) {
    print("left out      " + std::to_string(result["skipped"].size()) +
          " tensors that are no part of the text model, " +
          for_terminal_line(result["skipped"].front().get<std::string>()) + " the first\n");
  }
}

int convert(const CommandOptions& command, bool json) {
  Json result;
  {
    Progress progress("converting, MiB");
    ConvertOptions options;
    options.type = command.type;
    catch_interrupts();
    options.on_progress = [&progress](std::uint64_t done, std::uint64_t total) {
      stop_if_interrupted("the conversion", "no file was written");
      progress.show(static_cast<int>(done / kMebibyte), static_cast<int>(total / kMebibyte));
    };
    result = convert_model(command.folder, command.output, options);
  }
  if (json) {
    print_json(result);
  } else {
    print_summary(result, command.output);
  }
  return kOk;
}

}  // namespace

void add_convert_command(Program& program) {
  auto options = std::make_shared<CommandOptions>();
  CLI::App* command = add_command(program, program.app, "convert", "A Hugging Face folder to a GGUF file",
                                  "oree convert Ministral-3-3B-Instruct-2512-BF16 ministral-3b.gguf --type q8_0",
                                  [&program, options] { return convert(*options, program.json); });
  command->add_option("HF_DIR", options->folder, "The folder with config.json, *.safetensors and a tokenizer")
      ->required();
  command->add_option("OUT.gguf", options->output, "The file to write")->required();
  command->add_option("--type", options->type, "Element type of matrices (default: the source's); vectors become f32")
      ->type_name("TYPE");
}

}  // namespace oree::cli
