// What a server's results become for the model: JSON of texts, with what is no text described.
#pragma once

#include <string>

#include "oree/json.h"

namespace oree::mcp {

// Of tools/call: structured content where there is some. server, tool: for errors. Throws Error kInvalid (the tool
// failed).
Json call_result(const Json& result, const std::string& server, const std::string& tool);

// Of resources/read: {"contents": [...]}.
Json resource_result(const Json& result);

// Of prompts/get: {"description", "messages": [{"role", "text"}]}.
Json prompt_result(const Json& result);

}  // namespace oree::mcp
