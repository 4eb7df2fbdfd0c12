// Tool calls as people read them, and the question before a write.
#pragma once

#include <string>

#include "oree/agent.h"

namespace oree::cli {

// One line, e.g. `✓ Create "Lunch with Ana", Thu 26 Nov 2026 12:30-13:30`. plan_only: nothing was carried out.
std::string call_line(const CallRecord& call, bool plan_only);

// {"tool", "arguments", "effect", "consent", "result"}
Json call_json(const CallRecord& call);

// Shows the summary and the arguments on the terminal and asks; anything but yes is no. Refuses without asking when
// stdin is no terminal.
bool ask_consent(const ToolDescription& tool, const Json& arguments, const std::string& summary);

}  // namespace oree::cli
