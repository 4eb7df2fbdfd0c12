// The tokens a conversation begins with, in a cache.
#pragma once

#include <vector>

#include "cache/kv_cache.h"
#include "engine/loaded_model.h"
#include "engine/opening_cache.h"

namespace oree::engine {

// A cache that holds the tokens, bit for bit as if the model had read each of them now. What another opening or a
// snapshot on disk begins with alike is not read again; what is read anew is stored as a snapshot, where the model has
// a place for them.
cache::KvCache read_opening(const LoadedModel& model, const std::vector<TokenId>& tokens,
                            const OpeningCache::Others& others);

}  // namespace oree::engine
