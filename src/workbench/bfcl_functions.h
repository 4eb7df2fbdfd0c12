// The functions of the Berkeley Function Calling Leaderboard (gorilla) as tools.
#pragma once

#include <string>
#include <string_view>

#include "oree/tool.h"

namespace oree::workbench {

// A function as its files have it: names of Python's types become JSON Schema's (dict: object, float: number, tuple:
// array, any: no constraint), `format` and `optional`, which say something to people, are left out, and a dotted name
// becomes a legal one. Throws Error kInvalid: what is no such function.
ToolDescription tool_of_function(const Json& function);

// "math.factorial" as "math-factorial", and back; a '-' is written twice. Throws Error kInvalid for a name that has a
// '.' beside another or beside a '-'.
std::string tool_name_of_function(std::string_view name);
std::string function_name_of_tool(std::string_view name);

}  // namespace oree::workbench
