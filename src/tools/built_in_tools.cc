#include <algorithm>

#include "agent/permission.h"
#include "oree/agent.h"
#include "oree/tool.h"
#include "tools/tool_factories.h"

namespace oree {

std::vector<std::unique_ptr<Tool>> built_in_tools() {
  std::vector<std::unique_ptr<Tool>> result;
  result.push_back(tools::make_calendar_list());
  result.push_back(tools::make_calendar_create());
  result.push_back(tools::make_calendar_move());
  result.push_back(tools::make_calendar_cancel());
  result.push_back(tools::make_calendar_free());
  result.push_back(tools::make_contacts_find());
  result.push_back(tools::make_contacts_add());
  result.push_back(tools::make_notes_add());
  result.push_back(tools::make_notes_search());
  result.push_back(tools::make_clock_now());
  result.push_back(tools::make_calculator());
  return result;
}

std::vector<std::unique_ptr<Tool>> all_tools(const AgentFile& file) {
  std::vector<std::unique_ptr<Tool>> result = built_in_tools();
  result.push_back(tools::make_units_convert());
  result.push_back(tools::make_reminders_add());
  result.push_back(tools::make_reminders_list());
  result.push_back(tools::make_reminders_done());
  result.push_back(tools::make_reminders_cancel());
  result.push_back(tools::make_files_list(file.folders));
  result.push_back(tools::make_files_read(file.folders));
  result.push_back(tools::make_files_search(file.folders));
  result.push_back(tools::make_files_write(file.folders));
  result.push_back(tools::make_files_append(file.folders));
  result.push_back(tools::make_files_move(file.folders));
  result.push_back(tools::make_files_delete(file.folders));
  result.push_back(tools::make_database_schema(file.databases));
  result.push_back(tools::make_database_query(file.databases));
  result.push_back(tools::make_database_change(file.databases));
  return result;
}

std::vector<std::unique_ptr<Tool>> tools_for(const AgentFile& file) {
  std::vector<std::unique_ptr<Tool>> result = all_tools(file);
  const std::size_t first_further = built_in_tools().size();
  std::size_t index = 0;
  std::erase_if(result, [&](const std::unique_ptr<Tool>& tool) {
    const bool further = index++ >= first_further;
    return further && std::none_of(file.tools.begin(), file.tools.end(), [&](const std::string& pattern) {
             return pattern != "*" && agent::matches(pattern, tool->description().name);
           });
  });
  return result;
}

}  // namespace oree
