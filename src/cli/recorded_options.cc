#include "cli/recorded_options.h"

namespace oree::cli {
namespace {

Json cache_json(const CacheOptions& cache) {
  return {{"policy", cache.policy},
          {"budget_unit", static_cast<int>(cache.budget.unit)},
          {"budget", cache.budget.amount},
          {"window", cache.window ? Json(*cache.window) : Json(nullptr)},
          {"sinks", cache.sinks},
          {"filters", cache.filters.string()},
          {"adaptive_heads", cache.adaptive_heads},
          {"value_aware", cache.value_aware},
          {"inside_windows", cache.inside_windows},
          {"whole_layers", cache.whole_layers},
          {"evict_every", cache.evict_every},
          {"evict_at_end", cache.evict_at_end},
          {"seed", cache.seed}};
}

CacheOptions parse_cache(const Json& document) {
  CacheOptions cache;
  cache.policy = document.at("policy").get<std::string>();
  cache.budget.unit = static_cast<CacheBudget::Unit>(document.at("budget_unit").get<int>());
  cache.budget.amount = document.at("budget").get<double>();
  if (!document.at("window").is_null()) {
    cache.window = document.at("window").get<int>();
  }
  cache.sinks = document.at("sinks").get<int>();
  cache.filters = document.at("filters").get<std::string>();
  cache.adaptive_heads = document.at("adaptive_heads").get<bool>();
  cache.value_aware = document.at("value_aware").get<bool>();
  cache.inside_windows = document.at("inside_windows").get<bool>();
  cache.whole_layers = document.at("whole_layers").get<int>();
  cache.evict_every = document.at("evict_every").get<int>();
  cache.evict_at_end = document.at("evict_at_end").get<bool>();
  cache.seed = document.at("seed").get<std::uint64_t>();
  return cache;
}

}  // namespace

Json engine_json(const EngineOptions& options) {
  return {{"cpu", options.cpu},
          {"context", options.context},
          {"chunk", options.chunk},
          {"kv_type_k", static_cast<int>(options.kv_type_k)},
          {"kv_type_v", static_cast<int>(options.kv_type_v)},
          {"sliding_window", options.sliding_window ? Json(*options.sliding_window) : Json(nullptr)},
          {"draft", options.draft},
          {"chat_template", options.chat_template.string()},
          {"cache", cache_json(options.cache)}};
}

EngineOptions parse_engine_options(const Json& document) {
  EngineOptions options;
  options.cpu = document.at("cpu").get<std::string>();
  options.context = document.at("context").get<int>();
  options.chunk = document.at("chunk").get<int>();
  options.kv_type_k = static_cast<KvType>(document.at("kv_type_k").get<int>());
  options.kv_type_v = static_cast<KvType>(document.at("kv_type_v").get<int>());
  if (!document.at("sliding_window").is_null()) {
    options.sliding_window = document.at("sliding_window").get<int>();
  }
  options.draft = document.at("draft").get<int>();
  options.chat_template = document.at("chat_template").get<std::string>();
  options.cache = parse_cache(document.at("cache"));
  return options;
}

Json sampling_json(const SamplingOptions& options) {
  return {{"temperature", options.temperature},
          {"top_k", options.top_k},
          {"top_p", options.top_p},
          {"min_p", options.min_p},
          {"seed", options.seed}};
}

SamplingOptions parse_sampling_options(const Json& document) {
  SamplingOptions options;
  options.temperature = document.at("temperature").get<float>();
  options.top_k = document.at("top_k").get<int>();
  options.top_p = document.at("top_p").get<float>();
  options.min_p = document.at("min_p").get<float>();
  options.seed = document.at("seed").get<std::uint64_t>();
  return options;
}

}  // namespace oree::cli
