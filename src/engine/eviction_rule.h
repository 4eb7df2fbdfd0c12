// From the options of a user to the rule a cache follows.
#pragma once

#include <filesystem>
#include <memory>

#include "cache/kv_layout.h"
#include "gguf/file.h"
#include "model/model.h"
#include "oree/cache.h"

namespace oree::engine {

// The filters of a model: those that were named, or STEM.qfilters.gguf beside it.
std::filesystem::path filter_path(const CacheOptions& options, const std::filesystem::path& model_path);

// The rule without a budget; policy is nullptr for "none". Reads filters only for policies that need them.
// Throws Error kInvalid (options), kNotFound (filters, with how to make them), kCorrupt (filters of another model).
cache::EvictionRule make_eviction_rule(const CacheOptions& options, const std::filesystem::path& model_path,
                                       const gguf::File& file, const model::Model& model);

// Sets budget and window of the rule. layout: of the cache it is for, with its own rule in place of this one.
// tokens: what a fraction is taken of. Throws Error kInvalid when the budget is too small for sinks and window.
void set_budget(cache::EvictionRule& rule, const CacheOptions& options, const cache::KvLayout& layout, int tokens);

}  // namespace oree::engine
