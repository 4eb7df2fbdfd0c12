// What every built-in tool shares: its description, and checked access to its arguments.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oree/tool.h"

namespace oree::tools {

inline constexpr std::size_t kMaxNameBytes = 1000;   // titles, names, places, phone numbers, addresses
inline constexpr std::size_t kMaxTextBytes = 20000;  // a note
inline constexpr std::size_t kMaxPathBytes = 4000;
inline constexpr std::size_t kMaxFileTextBytes = 256 * 1024;  // what one call may write into a file

ToolDescription describe(std::string name, std::string description, Effect effect, Json properties,
                         std::vector<std::string> required);

// Schemas of single properties.
Json string_schema();
Json quoted_schema();  // a string that repeats words of the conversation
Json date_schema();    // so does a date; its day and its time may stand apart
Json positive_integer_schema();
Json quoted_list_schema();

using PlanFunction = std::function<ToolPlan(const Json& arguments, const ToolContext& context)>;

// A tool that is its description and one function.
std::unique_ptr<Tool> make_tool(ToolDescription description, PlanFunction plan);

// The string of that argument, trimmed. Throws Error kInvalid when it is empty, longer than max_bytes or holds control
// characters (line breaks too, unless allow_lines).
std::string string_argument(const Json& arguments, const char* name, std::size_t max_bytes, bool allow_lines = false);
std::optional<std::string> optional_string(const Json& arguments, const char* name, std::size_t max_bytes);
// The argument "text" of a file, as it stands, with a line end behind it. Throws Error kInvalid (a zero byte), kLimit.
std::string file_text_argument(const Json& arguments);
// A whole number of minutes, 1 to max. Throws Error kInvalid.
std::optional<std::int64_t> optional_minutes(const Json& arguments, const char* name, std::int64_t max);

// 12 lowercase hexadecimal digits and "@oree": the same for the same seed, so that a plan made twice is the same plan.
std::string make_uid(std::string_view seed);

}  // namespace oree::tools
