// Small pieces of what the client answers to a server's requests.
#pragma once

#include <string>
#include <string_view>

#include "oree/json.h"

namespace oree::mcp {

// The content with the schema's defaults where it says nothing (SEP-1034).
Json with_defaults(Json content, const Json& schema);

// "file:///home/ana/my%20notes".
std::string file_uri(std::string_view absolute_path);

}  // namespace oree::mcp
