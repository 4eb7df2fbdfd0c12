#include "tools/described_tool.h"
#include "tools/granted_folders.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxListed = 200;

ToolPlan plan(const GrantedFolders& folders, const Json& arguments) {
  ToolPlan result;
  Json found = Json::array();
  std::size_t more = 0;
  const auto add = [&](Json entry) {
    if (found.size() == kMaxListed) {
      ++more;
    } else {
      found.push_back(std::move(entry));
    }
  };
  if (const auto said = optional_string(arguments, "folder", kMaxPathBytes)) {
    GrantedPath folder = folders.locate(*said, Access::kRead);
    result.summary = "List " + folder.shown();
    for (const FolderEntry& entry : list_granted(folder)) {
      const std::string path = folder.shown() + "/" + entry.name;
      add(entry.is_folder ? Json{{"path", path + "/"}} : Json{{"path", path}, {"bytes", entry.size_bytes}});
    }
  } else {
    result.summary = "List the granted folders";
    for (const GrantedPath& root : folders.roots()) {
      add({{"path", root.shown() + "/"}, {"writable", root.writable}});
    }
  }
  result.result["files"] = std::move(found);
  if (more > 0) result.result["more"] = more;
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_files_list(const AgentFolders& granted) {
  return make_tool(describe("files_list", "List the granted folders, or the files of one.", Effect::kRead,
                            {{"folder", string_schema()}}, {}),
                   [folders = GrantedFolders(granted)](const Json& arguments, const ToolContext&) {
                     return plan(folders, arguments);
                   });
}

}  // namespace oree::tools
