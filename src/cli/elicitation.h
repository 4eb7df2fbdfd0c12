// What a server asks of the person in the middle of a call.
#pragma once

#include <optional>
#include <string>

#include "oree/json.h"
#include "oree/mcp.h"

namespace oree::cli {

// Names the server, says whether an answer leaves the machine, and asks for each property of the schema in turn,
// offering its default. nullopt: there is no terminal, the person
// declined, or the form holds more than texts, numbers, choices and yes or no.
McpElicitation ask_on_terminal(const McpServerOptions& server);

}  // namespace oree::cli
