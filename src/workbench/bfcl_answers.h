// What is right of calls under the Berkeley Function Calling Leaderboard's rules for Python (its AST checker).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oree/json.h"

namespace oree::workbench {

// A call under the function's own name, dots included.
struct FunctionCall {
  std::string function;
  Json arguments;
};

// What is wrong with the calls, or nullopt. functions: the question's, as its file has them. accepted: one object a
// call, {FUNCTION: {PARAMETER: [value, ...]}}, where "" among the values lets the parameter be left out. Every accepted
// call takes the first of the calls not yet taken that fits it, so that their order does not matter. docs/evaluation.md
// has the rules. The shapes of functions and accepted are those that read_bfcl_questions has checked.
std::optional<std::string> find_mistake(const Json& functions, const Json& accepted,
                                        const std::vector<FunctionCall>& calls);

}  // namespace oree::workbench
