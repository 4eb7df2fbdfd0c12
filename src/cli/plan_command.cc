// `oree plan`: what a model will take of memory, before it is loaded.
#include <memory>

#include "cli/common_options.h"
#include "cli/output.h"
#include "cli/program.h"
#include "oree/plan.h"

namespace oree::cli {
namespace {

std::string mebibytes(const Json& bytes) {
  char text[40];
  std::snprintf(text, sizeof text, "%10.1f MiB", static_cast<double>(bytes.get<std::uint64_t>()) / 1048576);
  return text;
}

std::string settings_text(const Json& settings) {
  std::string text = "context " + settings["context"].dump() + ", chunk " + settings["chunk"].dump() + ", threads " +
                     settings["threads"].dump() + ", keys in " + settings["kv_type_k"].get<std::string>() +
                     ", values in " + settings["kv_type_v"].get<std::string>() + ", cache " +
                     settings["cache"].get<std::string>();
  return settings["budget"].is_null() ? text : text + " with a budget of " + settings["budget"].dump();
}

void print_lines(const std::string& label, const Json& lines) {
  for (const Json& line : lines) {
    print(for_terminal_line(label + line.get<std::string>()) + "\n");
  }
}

void print_plan(const Json& plan) {
  for (const auto& [part, bytes] : plan["bytes"].items()) {
    std::string label = part;
    label.resize(12, ' ');
    print(label + mebibytes(bytes) + "\n");
  }
  if (!plan["memory"].is_null()) {
    print("memory      " + mebibytes(plan["memory"]) +
          (plan["fits"].get<bool>() ? ": it fits\n" : ": it does not fit\n"));
  }
  print(settings_text(plan["settings"]) + "\n");
  print_lines("chosen: ", plan["choices"]);
  print_lines("would help: ", plan["advice"]);
}

int plan(const ModelOptions& options, bool json) {
  const MemoryPlan plan = plan_memory(choose_model(options.model), options.engine);
  if (json) {
    print_json(plan.document);
  } else {
    print_plan(plan.document);
  }
  return plan.fits ? kOk : kFailed;
}

}  // namespace

void add_plan_command(Program& program) {
  auto options = std::make_shared<ModelOptions>();
  CLI::App* command = add_command(program, program.app, "plan", "What a model will take of memory, before it is loaded",
                                  "oree plan -m MODEL --memory 4GiB --context 131072",
                                  [&program, options] { return plan(*options, program.json); });
  add_model_options(*command, *options);
  command->add_flag("--conversation", options->engine.memory.conversation,
                    "For run and chat, which hold a conversation with tools");
}

}  // namespace oree::cli
