// One function a built-in tool, each in the file of its name.
#pragma once

#include <memory>
#include <vector>

#include "oree/agent.h"
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
std::unique_ptr<Tool> make_units_convert();
std::unique_ptr<Tool> make_reminders_add();
std::unique_ptr<Tool> make_reminders_list();
std::unique_ptr<Tool> make_reminders_done();
std::unique_ptr<Tool> make_reminders_cancel();

// Of what an agent file grants.
std::unique_ptr<Tool> make_files_list(const AgentFolders& granted);
std::unique_ptr<Tool> make_files_read(const AgentFolders& granted);
std::unique_ptr<Tool> make_files_search(const AgentFolders& granted);
std::unique_ptr<Tool> make_files_write(const AgentFolders& granted);
std::unique_ptr<Tool> make_files_append(const AgentFolders& granted);
std::unique_ptr<Tool> make_files_move(const AgentFolders& granted);
std::unique_ptr<Tool> make_files_delete(const AgentFolders& granted);
std::unique_ptr<Tool> make_database_schema(const std::vector<AgentDatabase>& granted);
std::unique_ptr<Tool> make_database_query(const std::vector<AgentDatabase>& granted);
std::unique_ptr<Tool> make_database_change(const std::vector<AgentDatabase>& granted);

}  // namespace oree::tools
