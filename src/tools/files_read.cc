#include <algorithm>

#include "oree/error.h"
#include "tools/described_tool.h"
#include "tools/granted_folders.h"
#include "tools/tool_factories.h"

namespace oree::tools {
namespace {

// Of one answer, so that the whole of it reaches the model; of longer files the rest is read from a later line.
constexpr std::size_t kMaxReadBytes = 6000;

ToolPlan plan(const GrantedFolders& folders, const Json& arguments) {
  const GrantedPath path = folders.locate(string_argument(arguments, "path", kMaxPathBytes), Access::kRead);
  const std::size_t first =
      arguments.contains("from_line") ? arguments.at("from_line").get<std::size_t>() : std::size_t{1};
  const std::string text = read_granted_text(path, Access::kRead);
  std::size_t start = 0;
  for (std::size_t line = 1; line < first; ++line) {
    const std::size_t end = text.find('\n', start);
    if (end == std::string::npos || end + 1 == text.size()) {
      throw Error(ErrorCode::kInvalid, path.shown() + " has " + std::to_string(line) + " lines", "argument from_line",
                  "choose a smaller number");
    }
    start = end + 1;
  }
  std::size_t end = text.size();
  if (end - start > kMaxReadBytes) {
    // At the end of a line, or of a character where a line is longer than that.
    end = text.rfind('\n', start + kMaxReadBytes - 1);
    if (end == std::string::npos || end < start) {
      end = start + kMaxReadBytes;
      while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    } else {
      ++end;
    }
  }
  ToolPlan result;
  result.summary = "Read " + path.shown() + (first > 1 ? " from line " + std::to_string(first) : "");
  result.result = {{"path", path.shown()}, {"text", text.substr(start, end - start)}};
  if (end < text.size()) {
    const auto lines = std::count(text.begin() + static_cast<std::ptrdiff_t>(start),
                                  text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    result.result["more_bytes"] = text.size() - end;
    if (text[end - 1] == '\n') result.result["next_line"] = first + static_cast<std::size_t>(lines);
  }
  return result;
}

}  // namespace

std::unique_ptr<Tool> make_files_read(const AgentFolders& granted) {
  return make_tool(describe("files_read", "Read a text file.", Effect::kRead,
                            {{"path", string_schema()}, {"from_line", positive_integer_schema()}}, {"path"}),
                   [folders = GrantedFolders(granted)](const Json& arguments, const ToolContext&) {
                     return plan(folders, arguments);
                   });
}

}  // namespace oree::tools
