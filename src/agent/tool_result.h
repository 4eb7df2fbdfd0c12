// What of a tool's result the model gets to see: data, bounded in size, always valid UTF-8.
#pragma once

#include "oree/json.h"

namespace oree::agent {

// Of the result written as JSON. A longer one is shortened with a mark the model can read.
inline constexpr std::size_t kMaxResultBytes = 8 * 1024;

// The result with invalid UTF-8 replaced. Beyond kMaxResultBytes: elements at the end of its longest list are left out
// and counted in a member "more"; when that is not enough, {"text": start of the result, "cut": true}.
Json result_for_model(const Json& result);

}  // namespace oree::agent
