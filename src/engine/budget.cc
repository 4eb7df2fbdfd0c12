#include "engine/budget.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace oree::engine {

int budget_tokens(const CacheBudget& budget, const cache::KvPlan& plan, int tokens) {
  switch (budget.unit) {
    case CacheBudget::Unit::kTokens:
      return static_cast<int>(std::min(budget.amount, double{cache::kMaxContextTokens}));
    case CacheBudget::Unit::kFraction:
      // 29% is a little less in binary, and so is 29% of 100.
      return static_cast<int>(std::floor(budget.amount * tokens + 1e-6));
    case CacheBudget::Unit::kBytes:
      return cache::largest_budget(plan, static_cast<std::uint64_t>(budget.amount), 1);
  }
  return 0;
}

}  // namespace oree::engine
