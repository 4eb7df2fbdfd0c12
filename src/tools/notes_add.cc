#include "tools/described_tool.h"
#include "tools/notes_folder.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const std::string text = string_argument(arguments, "text", kMaxTextBytes, true);
  ToolPlan result;
  result.result = {{"saved", text}};
  result.summary = "Note: " + text;
  result.changes.push_back({new_note_path(context.data_directory, context.now, text), std::nullopt, text + "\n"});
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_notes_add() {
  return make_tool(describe("notes_add", "Write down a note.", Effect::kWrite, {{"text", quoted_schema()}}, {"text"}),
                   plan);
}

}  // namespace oree::tools
