#include <algorithm>

#include "tools/described_tool.h"
#include "tools/notes_folder.h"
#include "tools/text_fold.h"
#include "tools/time_zone.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxFound = 10;

ToolPlan plan(const Json& arguments, const ToolContext& context) {
  const std::string query = string_argument(arguments, "query", kMaxNameBytes);
  const std::vector<std::string> words = folded_words(query);
  const TimeZone zone(context.time_zone);
  ToolPlan result;
  result.summary = "Search the notes for " + query;
  Json found = Json::array();
  std::size_t more = 0;
  for (const Note& note : read_notes(context.data_directory)) {
    const std::string text = fold(note.text);
    const bool fits =
        std::all_of(words.begin(), words.end(), [&](const std::string& word) { return text.find(word) != text.npos; });
    if (!fits) continue;
    if (found.size() == kMaxFound) {
      ++more;
      continue;
    }
    found.push_back({{"text", note.text}, {"created", iso_with_offset(note.created, zone)}});
  }
  result.result["notes"] = std::move(found);
  if (more > 0) result.result["more"] = more;
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_notes_search() {
  return make_tool(
      describe("notes_search", "Search the notes.", Effect::kRead, {{"query", quoted_schema()}}, {"query"}), plan);
}

}  // namespace oree::tools
