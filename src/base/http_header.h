// Which HTTP headers a user may set.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oree::base {

// What is wrong with the name (RFC 9110, 5.1: a token; none of those that the protocol of tools sets itself); nullopt:
// nothing.
std::optional<std::string> header_name_mistake(std::string_view name);

// Whether a line of a request can hold the value: no control characters.
bool is_header_value(std::string_view value) noexcept;

}  // namespace oree::base
