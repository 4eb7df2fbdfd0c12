#include "workbench/call_tally.h"

#include "workbench/statistics.h"

namespace oree::workbench {

Json tally_document(const CallTally& tally) {
  const auto [low, high] = wilson_interval(tally.exact, tally.total);
  return {{"score", tally.total == 0 ? 0.0 : static_cast<double>(tally.exact) / tally.total},
          {"low", low},
          {"high", high},
          {"total", tally.total},
          {"exact", tally.exact}};
}

Json tally_document(const std::map<std::string, CallTally>& tallies) {
  Json result = Json::object();
  for (const auto& [name, tally] : tallies) {
    result[name] = tally_document(tally);
  }
  return result;
}

}  // namespace oree::workbench
