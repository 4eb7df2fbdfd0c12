// Shares with their intervals, as `oree evaluate` prints them.
#pragma once

#include <string>

#include "oree/json.h"

namespace oree::cli {

// "0.850 (0.816 to 0.879, 425 of 500)"
std::string score_line(const Json& score);

// A line for all, then one a part: "category single  0.851 (...)".
void print_score_lines(const Json& scores);

}  // namespace oree::cli
