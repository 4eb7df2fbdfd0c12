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

}  // namespace oree
