#include "oree/error.h"
#include "tools/described_tool.h"
#include "tools/granted_folders.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const GrantedFolders& folders, const Json& arguments) {
  const GrantedPath path = folders.locate(string_argument(arguments, "path", kMaxPathBytes), Access::kWrite);
  const std::optional<std::string> bytes = read_granted(path, kMaxFileBytes, Access::kWrite);
  if (!bytes) {
    throw Error(ErrorCode::kNotFound, "there is no file " + path.shown(), "argument path",
                "files_list shows those there are");
  }
  ToolPlan result;
  result.result = {{"path", path.shown()}, {"deleted", true}};
  result.summary = "Delete " + path.shown() + " (" + std::to_string(bytes->size()) + " bytes)";
  result.changes.push_back({path.absolute(), *bytes, std::nullopt});
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_files_delete(const AgentFolders& granted) {
  ToolDescription description =
      describe("files_delete", "Delete a file.", Effect::kWrite, {{"path", string_schema()}}, {"path"});
  const GrantedFolders folders(granted);
  description.granted = folders.writable();
  return make_tool(std::move(description),
                   [folders](const Json& arguments, const ToolContext&) { return plan(folders, arguments); });
}

}  // namespace oree::tools
