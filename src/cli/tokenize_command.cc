// `oree tokenize`: a text as the model's tokens.
#include <memory>
#include <optional>

#include "cli/common_options.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/program.h"

namespace oree::cli {
namespace {

struct TokenizeCommandOptions {
  std::string model;
  std::optional<std::string> text;
  std::string file;
  bool no_bos = false;
  bool special = false;
  bool lossy = false;
};

int tokenize(const TokenizeCommandOptions& options) {
  const std::string text = read_text(options.text, options.file);
  print_json(
      oree::tokenize(choose_model(options.model), text,
                     TokenizeOptions{.add_bos = !options.no_bos, .special = options.special, .lossy = options.lossy}));
  return kOk;
}

}  // namespace

void add_tokenize_command(Program& program) {
  auto options = std::make_shared<TokenizeCommandOptions>();
  CLI::App* command = add_command(program, program.app, "tokenize", "A text as the model's token ids",
                                  "oree tokenize \"Lunch with Ana\"", [options] { return tokenize(*options); });
  command->add_option("TEXT", options->text, "The text; without it --file or stdin");
  command->add_option("-f,--file", options->file, "Read the text from a file")->type_name("FILE");
  command->add_option("-m,--model", options->model, "The model file (default: $OREE_MODEL, then the shipped one)")
      ->type_name("MODEL");
  command->add_flag("--no-bos", options->no_bos, "Leave out the token that begins a text");
  command->add_flag("--special", options->special, "Control tokens spelled in the text become that token");
  command->add_flag("--lossy", options->lossy, "Replace invalid UTF-8 instead of refusing it");
}

}  // namespace oree::cli
