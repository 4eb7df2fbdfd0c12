// Lists of what is to be measured, in which nothing may stand twice.
#pragma once

#include <algorithm>
#include <vector>

#include "oree/error.h"

namespace oree::workbench {

// The same samples taken twice would narrow intervals that they do not narrow. Throws Error kUsage at the flag.
template <typename Value>
void check_distinct(std::vector<Value> values, const char* flag) {
  std::sort(values.begin(), values.end());
  if (std::adjacent_find(values.begin(), values.end()) != values.end()) {
    throw Error(ErrorCode::kUsage, "the list names the same thing twice", flag, "name each once");
  }
}

}  // namespace oree::workbench
