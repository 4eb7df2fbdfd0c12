#include "oree/error.h"
#include "tools/described_tool.h"
#include "tools/granted_folders.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const GrantedFolders& folders, const Json& arguments) {
  const GrantedPath path = folders.locate(string_argument(arguments, "path", kMaxPathBytes), Access::kWrite);
  const std::string text = file_text_argument(arguments);
  const std::string before = read_granted_text(path, Access::kWrite);
  const bool whole_line = before.empty() || before.ends_with('\n');
  const std::string after = before + (whole_line ? "" : "\n") + text;
  if (after.size() > kMaxTextFileBytes) {
    throw Error(ErrorCode::kLimit,
                "the file would grow beyond " + std::to_string(kMaxTextFileBytes) + " bytes (kMaxTextFileBytes)",
                path.shown(), "write to another file");
  }
  ToolPlan result;
  result.result = {{"path", path.shown()}, {"bytes", after.size()}};
  result.summary = "Append " + std::to_string(text.size()) + " bytes to " + path.shown();
  result.changes.push_back({path.absolute(), before, after});
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_files_append(const AgentFolders& granted) {
  ToolDescription description = describe("files_append", "Add lines to the end of a text file.", Effect::kWrite,
                                         {{"path", string_schema()}, {"text", string_schema()}}, {"path", "text"});
  const GrantedFolders folders(granted);
  description.granted = folders.writable();
  return make_tool(std::move(description),
                   [folders](const Json& arguments, const ToolContext&) { return plan(folders, arguments); });
}

}  // namespace oree::tools
