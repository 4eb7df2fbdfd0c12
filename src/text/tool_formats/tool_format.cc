#include "text/tool_formats/tool_format.h"

#include <array>

#include "oree/error.h"
#include "text/prompt_format.h"

namespace oree::text {
namespace {

struct Known {
  std::string_view name;
  ToolFormat (*make)(const ToolFormatSigns& signs);
  bool (*is_spoken_for)(const ToolFormatSigns& signs);  // the first of the table counts
};

bool is_last_resort(const ToolFormatSigns&) { return false; }

constexpr std::array<Known, 6> kFormats = {{{"hermes", hermes_format, speaks_for_hermes},
                                            {"tekken", tekken_format, speaks_for_tekken},
                                            {"mistral", mistral_format, speaks_for_mistral},
                                            {"llama", llama_format, speaks_for_llama},
                                            {"gemma", gemma_format, speaks_for_gemma},
                                            {"json", json_format, is_last_resort}}};

}  // namespace

ToolFormat recognise_tool_format(const ToolFormatSigns& signs) {
  // What a template writes says more than a token that may lie unused in a vocabulary.
  const ToolFormatSigns of_template{.tokenizer = nullptr, .written = signs.written, .shown = signs.shown};
  for (const ToolFormatSigns* heard : {&of_template, &signs}) {
    for (const Known& known : kFormats) {
      if (known.is_spoken_for(*heard)) return known.make(signs);
    }
  }
  return json_format(signs);
}

ToolFormat find_tool_format(std::string_view name, const ToolFormatSigns& signs) {
  std::string names;
  for (const Known& known : kFormats) {
    if (known.name == name) {
      ToolFormat format = known.make(signs);
      format.is_of_template = format.is_of_template && recognise_tool_format(signs).name == name;
      return format;
    }
    names.append(names.empty() ? "" : ", ").append(known.name);
  }
  throw Error(ErrorCode::kInvalid, "there is no format of calls called \"" + std::string(name) + "\"", "--tool-format",
              "one of " + names);
}

std::vector<std::string_view> tool_format_names() {
  std::vector<std::string_view> names;
  for (const Known& known : kFormats) names.push_back(known.name);
  return names;
}

std::string describe_tools(const ToolFormat& format, const std::vector<ToolDescription>& tools) {
  std::string text = "These tools can be called, each shown with a JSON Schema of its arguments:\n";
  for (const ToolDescription& tool : tools) {
    text += dump_spaced({{"name", tool.name}, {"description", tool.description}, {"parameters", tool.schema}}) + "\n";
  }
  text += "To call one, write nothing but a call of this form, then wait for its result:\n";
  text += format.write({{"NAME", {{"ARGUMENT", "VALUE"}}}});
  return text + "\nWhen no tool is needed, answer in words.";
}

}  // namespace oree::text
