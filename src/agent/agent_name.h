// What agents may be called.
#pragma once

#include <string_view>

namespace oree::agent {

inline constexpr const char* kAgentNameRule = "an agent's name is 1 to 64 of a-z, 0-9, '_' and '-'";

bool is_agent_name(std::string_view name) noexcept;

}  // namespace oree::agent
