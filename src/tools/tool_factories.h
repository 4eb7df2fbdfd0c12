// One function a built-in tool, each in the file of its name.
#pragma once

#include <memory>

#include "oree/tool.h"

namespace oree::tools {

std::unique_ptr<Tool> make_calendar_list();
std::unique_ptr<Tool> make_calendar_create();
std::unique_ptr<Tool> make_calendar_move();
std::unique_ptr<Tool> make_calendar_cancel();
std::unique_ptr<Tool> make_calendar_free();
std::unique_ptr<Tool> make_contacts_find();
std::unique_ptr<Tool> make_contacts_add();
std::unique_ptr<Tool> make_notes_add();
std::unique_ptr<Tool> make_notes_search();
std::unique_ptr<Tool> make_clock_now();
std::unique_ptr<Tool> make_calculator();

}  // namespace oree::tools
