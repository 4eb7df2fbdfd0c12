#include "agent/information_flow.h"

#include <algorithm>

#include "text/utf8.h"

namespace oree::agent {
namespace {

constexpr std::size_t kMaxSources = 12;
constexpr std::size_t kMaxShownBytes = 80;
constexpr const char* kMore = "and more";

void add_source(std::vector<std::string>& sources, std::string source) {
  if (std::find(sources.begin(), sources.end(), source) != sources.end() || sources.size() > kMaxSources) {
    return;
  }
  sources.push_back(sources.size() < kMaxSources ? std::move(source) : kMore);
}

// The tool and what it was asked, e.g. files_read {"path":"~/notes/trip.txt"}.
std::string source_of(const ToolDescription& tool, const ToolCall& call) {
  const std::string arguments = call.arguments.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string_view shown = std::string_view(arguments).substr(0, kMaxShownBytes);
  while (!shown.empty() && text::find_invalid_utf8(shown)) {
    shown.remove_suffix(1);
  }
  return tool.name + " " + std::string(shown) + (shown.size() < arguments.size() ? "..." : "");
}

}  // namespace

void InformationFlow::add_descriptions(const std::vector<ToolDescription>& tools) {
  for (const ToolDescription& tool : tools) {
    if (tool.source.starts_with("mcp:")) {
      add_source(untrusted_, "the tools as " + tool.source + " describes them");
    } else if (tool.untrusted_description) {
      add_source(untrusted_, "the description of " + tool.name);
    }
  }
}

void InformationFlow::add_result(const ToolDescription& tool, const ToolCall& call) {
  if (tool.untrusted) {
    add_source(untrusted_, source_of(tool, call));
  }
  if (tool.personal) {
    add_source(personal_, source_of(tool, call));
  }
}

void InformationFlow::add_untrusted(const std::string& source) { add_source(untrusted_, source); }

}  // namespace oree::agent
