// What a session remembers: which policy bounds its keys and values, and how far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oree {

// How much of the context a KV head may hold.
struct CacheBudget {
  enum class Unit {
    kTokens,    // per KV head
    kBytes,     // of the whole cache
    kFraction,  // of the context; when compressing at the end, of the tokens there are
  };
  Unit unit = Unit::kFraction;
  double amount = 1;
};

// "256" (tokens), "64MiB" (bytes) or "12.5%". Throws Error kInvalid.
CacheBudget parse_cache_budget(std::string_view text);

struct CacheOptions {
  std::string policy = "none";  // one of cache_policy_names()
  CacheBudget budget;
  std::optional<int> window;      // tokens at the end that are always held, inside the budget; nullopt: a quarter of it
  int sinks = 4;                  // tokens at the beginning that are always held, inside the budget
  std::filesystem::path filters;  // of policies that are calibrated; "": those beside the model
  bool adaptive_heads = false;    // the heads of a layer share their budget by need
  bool value_aware = false;       // a second stage that weighs what values add to the output
  bool inside_windows = false;    // also evict in sliding-window layers
  int whole_layers = 0;           // first layers that are never evicted from
  int evict_every = 256;          // evictions happen at positions divisible by it
  bool evict_at_end = false;      // instead, once, when the prompt has been read
  std::uint64_t seed = 0;         // of the random policy
};

// "none" first.
std::vector<std::string> cache_policy_names();

}  // namespace oree
