// How many answers of a kind were right, and how sure that is.
#pragma once

#include <map>
#include <string>

#include "oree/json.h"

namespace oree::workbench {

struct CallTally {
  int total = 0;
  int exact = 0;

  void add(bool is_exact) {
    ++total;
    exact += is_exact ? 1 : 0;
  }
};

// {"score", "low", "high", "total", "exact"}; low and high are the 95% Wilson interval.
Json tally_document(const CallTally& tally);
Json tally_document(const std::map<std::string, CallTally>& tallies);

}  // namespace oree::workbench
