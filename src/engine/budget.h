// What a budget is in tokens.
#pragma once

#include "cache/planned_bytes.h"
#include "oree/cache.h"

namespace oree::engine {

// Tokens a KV head may hold. plan: of the cache, whatever its own budget; bytes are shared by what it bounds. tokens:
// what a part is taken of. 0: not even one token fits.
int budget_tokens(const CacheBudget& budget, const cache::KvPlan& plan, int tokens);

}  // namespace oree::engine
