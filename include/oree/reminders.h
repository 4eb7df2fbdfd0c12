// What a person asked to be reminded of: VTODOs of reminders.ics in the data directory (docs/tools.md).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "oree/tool.h"

namespace oree {

struct DueReminder {
  std::string uid;
  std::string text;
  std::string when;  // "Thu 26 Nov 2026 12:30", in the context's zone
};

// The open reminders whose time has come by the context's clock, the oldest first. Throws Error kCorrupt, kIo, ...
std::vector<DueReminder> due_reminders(const ToolContext& context);

}  // namespace oree
