#include "tools/provenance.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace oree::tools {
namespace {

// They compute, and hold nothing of anybody.
constexpr std::array<std::string_view, 3> kImpersonal = {"clock_now", "calculator", "units_convert"};

// They repeat what the call said, or times and counts alone. An event, a card, a note or a file that is only looked up
// may have come from anybody.
constexpr std::array<std::string_view, 9> kOwnWords = {"calendar_create", "calendar_free", "contacts_add",
                                                       "notes_add",       "reminders_add", "files_write",
                                                       "files_append",    "files_delete",  "files_move"};

template <std::size_t kSize>
bool holds(const std::array<std::string_view, kSize>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void mark_provenance(ToolDescription& tool) {
  tool.personal = !holds(kImpersonal, tool.name);
  tool.untrusted = tool.personal && !holds(kOwnWords, tool.name);
  // Tables and columns stand in them, named by whoever made the database.
  tool.untrusted_description = tool.name.starts_with("database_");
}

}  // namespace oree::tools
