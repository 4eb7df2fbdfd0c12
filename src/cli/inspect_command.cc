// `oree inspect`: what a model file holds.
#include <memory>

#include "cli/common_options.h"
#include "cli/output.h"
#include "cli/program.h"

namespace oree::cli {
namespace {

std::string size_text(double bytes) {
  char text[32];
  std::snprintf(text, sizeof text, bytes < 1e6 ? "%.1f kB" : "%.1f MB", bytes < 1e6 ? bytes / 1e3 : bytes / 1e6);
  return text;
}

void print_summary(const Json& model) {
  int n_windows = 0;
  for (const Json& layer : model["layers"]) {
    n_windows += layer["kind"] == "window" ? 1 : 0;
  }
  print("architecture  " + for_terminal(model["architecture"].get<std::string>()) + "\n");
  print("parameters    " + model["parameters"].dump() + "\n");
  print("context       " + model["context"].dump() + " tokens\n");
  print("layers        " + std::to_string(model["layers"].size()) + ", " + std::to_string(n_windows) +
        " of them with a window\n");
  print("heads         " + model["heads"].dump() + ", " + model["kv_heads"].dump() + " of keys and values, " +
        model["head_dim"].dump() + " wide\n");
  for (const auto& [type, bytes] : model["types"].items()) {
    print("weights       " + type + ", " + size_text(bytes.get<double>()) + "\n");
  }
  print("tokenizer     " + model["tokenizer"]["kind"].get<std::string>() + ", " + model["tokenizer"]["size"].dump() +
        " tokens\n");
  print("template      " + std::string(model["template"].get<bool>() ? "yes" : "no") + "\n");
  print("filters       " + (model["filters"].is_null() ? "none" : model["filters"].get<std::string>()) + "\n");
  for (const auto& [type, bytes] : model["kv_bytes_per_token"].items()) {
    print("KV per token  " + bytes.dump() + " bytes in " + type + "\n");
  }
}

int inspect(const std::string& named, bool json) {
  const Json model = inspect_model(choose_model(named));
  if (json) {
    print_json(model);
  } else {
    print_summary(model);
  }
  return kOk;
}

}  // namespace

void add_inspect_command(Program& program) {
  auto model = std::make_shared<std::string>();
  CLI::App* command = add_command(program, program.app, "inspect", "What a model file holds",
                                  "oree inspect models/oree-mini.gguf --json",
                                  [&program, model] { return inspect(*model, program.json); });
  command->add_option("-m,--model,MODEL", *model, "The model file (default: $OREE_MODEL, then the shipped one)");
}

}  // namespace oree::cli
