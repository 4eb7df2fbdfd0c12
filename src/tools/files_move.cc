#include "oree/error.h"
#include "tools/described_tool.h"
#include "tools/granted_folders.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

ToolPlan plan(const GrantedFolders& folders, const Json& arguments) {
  const GrantedPath from = folders.locate(string_argument(arguments, "path", kMaxPathBytes), Access::kWrite);
  const GrantedPath to = folders.locate(string_argument(arguments, "to", kMaxPathBytes), Access::kWrite);
  const std::optional<std::string> bytes = read_granted(from, kMaxFileBytes, Access::kWrite);
  if (!bytes) throw Error(ErrorCode::kNotFound, "there is no file " + from.shown(), "argument path");
  if (read_granted(to, kMaxFileBytes, Access::kRead)) {
    throw Error(ErrorCode::kConflict, "there is a file " + to.shown() + " already", "argument to",
                "choose another name, or delete that one first");
  }
  ToolPlan result;
  result.result = {{"path", to.shown()}, {"was", from.shown()}};
  result.summary = "Move " + from.shown() + " to " + to.shown();
  // The new one first: a crash between the two leaves a file too many, never one too few.
  result.changes.push_back({to.absolute(), std::nullopt, *bytes});
  result.changes.push_back({from.absolute(), *bytes, std::nullopt});
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_files_move(const AgentFolders& granted) {
  ToolDescription description = describe("files_move", "Move or rename a file.", Effect::kWrite,
                                         {{"path", string_schema()}, {"to", string_schema()}}, {"path", "to"});
  const GrantedFolders folders(granted);
  description.granted = folders.writable();
  return make_tool(std::move(description),
                   [folders](const Json& arguments, const ToolContext&) { return plan(folders, arguments); });
}

}  // namespace oree::tools
