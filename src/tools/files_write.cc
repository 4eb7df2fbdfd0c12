#include "oree/error.h"
#include "tools/described_tool.h"
#include "tools/granted_folders.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const GrantedFolders& folders, const Json& arguments) {
  const GrantedPath path = folders.locate(string_argument(arguments, "path", kMaxPathBytes), Access::kWrite);
  const std::string text = file_text_argument(arguments);
  const std::optional<std::string> before = read_granted(path, kMaxTextFileBytes, Access::kWrite);
  if (before) check_is_text(*before, path);
  ToolPlan result;
  result.result = {{"path", path.shown()}, {"bytes", text.size()}};
  result.summary = (before ? "Replace " + path.shown() + " (" + std::to_string(before->size()) + " bytes) by "
                           : "Write " + path.shown() + ", ") +
                   std::to_string(text.size()) + " bytes";
  result.changes.push_back({path.absolute(), before, text});
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_files_write(const AgentFolders& granted) {
  ToolDescription description =
      describe("files_write", "Write a text file, new or in place of the old text.", Effect::kWrite,
               {{"path", string_schema()}, {"text", string_schema()}}, {"path", "text"});
  const GrantedFolders folders(granted);
  description.granted = folders.writable();
  return make_tool(std::move(description),
                   [folders](const Json& arguments, const ToolContext&) { return plan(folders, arguments); });
}

}  // namespace oree::tools
