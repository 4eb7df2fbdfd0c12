// `oree inspect`: what a model file holds.
#include <map>
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

void print_line(const char* label, const std::string& value) {
  std::string line = label;
  line.resize(14, ' ');
  print(line + for_terminal_line(value) + "\n");
}

// "26: 22 with a window of 512 tokens, 4 global (5 11 17 23)"
std::string layers_text(const Json& layers) {
  std::map<int, int> counts;  // layers by window
  std::string global;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const bool is_global = layers[i]["window"].is_null();
    ++counts[is_global ? 0 : layers[i]["window"].get<int>()];
    global += is_global ? (global.empty() ? "" : " ") + std::to_string(i) : "";
  }
  std::string text;
  for (const auto& [window, count] : counts) {
    if (window > 0) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " with a window of " + std::to_string(window) +
              " tokens";
    }
  }
  if (text.empty()) {
    return std::to_string(layers.size()) + ", all global";
  }
  return std::to_string(layers.size()) + ": " + text +
         (global.empty() ? "" : ", " + std::to_string(counts[0]) + " global (" + global + ")");
}

std::string rope_text(const Json& rope) {
  std::string text = "base " + rope["base"].dump();
  if (!rope["local_base"].is_null()) {
    text += " (" + rope["local_base"].dump() + " in window layers)";
  }
  if (!rope["scaling"].is_null()) {
    text += ", " + rope["scaling"]["type"].get<std::string>() + " x" + rope["scaling"]["factor"].dump();
  }
  return text;
}

std::string chat_text(const Json& chat) {
  if (!chat["error"].is_null()) {
    return "no: " + chat["error"].get<std::string>();
  }
  std::string text = chat["format"] == "template" ? "by the model's template" : chat["format"].get<std::string>();
  text += ", calls as " + chat["tool_format"].get<std::string>();
  text += chat["tools"].get<bool>() ? "" : ", tools shown in the system text";
  return text + (chat["instructions"].get<bool>() ? "" : ", instructions before the first request");
}

void print_summary(const Json& model) {
  print_line("name", model["name"].get<std::string>());
  print_line("architecture", model["architecture"].get<std::string>());
  print_line("parameters", model["parameters"].dump());
  print_line("context", model["context"].dump() + " tokens");
  print_line("layers", layers_text(model["layers"]));
  print_line("width", model["embedding"].dump() + ", feed-forward " + model["feed_forward"].dump());
  print_line("heads", model["heads"].dump() + ", " + model["kv_heads"].dump() + " of keys and values, " +
                          model["head_dim"].dump() + " wide");
  print_line("RoPE", rope_text(model["rope"]));
  for (const auto& [type, bytes] : model["types"].items()) {
    print_line("weights", type + ", " + size_text(bytes.get<double>()));
  }
  print_line("tokenizer",
             model["tokenizer"]["kind"].get<std::string>() + ", " + model["tokenizer"]["size"].dump() + " tokens");
  print_line("template", model["template"].get<bool>() ? "yes (--template prints it)" : "no");
  print_line("chat", chat_text(model["chat"]));
  print_line("filters", model["filters"].is_null() ? "none" : model["filters"].get<std::string>());
  for (const auto& [type, bytes] : model["kv_bytes_per_token"].items()) {
    const Json& beyond = model["kv_bytes_per_token_beyond_windows"][type];
    print_line("KV per token", bytes.dump() + " bytes in " + type +
                                   (beyond == bytes ? "" : ", " + beyond.dump() + " beyond the windows"));
  }
}

int inspect(const std::string& named, bool template_only, bool json) {
  const std::filesystem::path path = choose_model(named);
  if (template_only) {
    const std::string source = model_chat_template(path);
    if (json) {
      print_json({{"chat_template", source}});
    } else {
      print(for_terminal(source));
    }
    return kOk;
  }
  const Json model = inspect_model(path);
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
  auto template_only = std::make_shared<bool>(false);
  CLI::App* command = add_command(
      program, program.app, "inspect", "What a model file holds", "oree inspect models/oree-mini.gguf --json",
      [&program, model, template_only] { return inspect(*model, *template_only, program.json); });
  command->add_flag("--template", *template_only, "Print the chat template, and nothing else");
  command->add_option("-m,--model,MODEL", *model, "The model file (default: $OREE_MODEL, then the shipped one)");
}

}  // namespace oree::cli
