// What a call may repeat of a conversation.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "oree/json.h"
#include "oree/tool.h"

namespace oree::engine {

// The automaton of a call grows with this text, once for each argument that quotes it.
inline constexpr std::size_t kMaxQuotableBytes = 4096;

// Texts that a quotation does not run across are divided by NUL, which no quotation holds.
inline constexpr char kQuotationBarrier = '\0';

// The strings in a JSON value, keys left out, divided.
std::string quotable_strings(const Json& value);
// Those of the calls' arguments.
std::string quotable_strings(const std::vector<ToolCall>& calls);

// The texts divided, the last one last; of more than kMaxQuotableBytes the end, from a word on. Invalid UTF-8 is
// replaced.
std::string join_quotable(const std::vector<std::string_view>& texts);

}  // namespace oree::engine
