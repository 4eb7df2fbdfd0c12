#include "engine/eviction_rule.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "cache/filter_file.h"
#include "cache/make_policy.h"
#include "cache/planned_bytes.h"
#include "engine/budget.h"
#include "engine/calibrated_model.h"
#include "oree/error.h"

namespace oree::engine {
namespace {

// A quarter of the budget: what is near matters most, and what is far has to be found as well.
constexpr int kWindowPart = 4;

std::shared_ptr<const cache::FilterFile> read_filters(const CacheOptions& options,
                                                      const std::filesystem::path& model_path, const gguf::File& file,
                                                      const model::Model& model) {
  const std::filesystem::path path = filter_path(options, model_path);
  std::error_code failure;
  if (options.filters.empty() && !std::filesystem::exists(path, failure)) {
    throw Error(
        ErrorCode::kNotFound, "the policy " + options.policy + " needs filters of the model", path.string(),
        "make them once with `oree calibrate -m " + model_path.string() + " -f TEXT`, or name a file with --filters");
  }
  return std::make_shared<cache::FilterFile>(
      cache::read_filter_file(path, calibrated_model(file, model), cache::policy_reads_statistics(options.policy)));
}

}  // namespace

std::filesystem::path filter_path(const CacheOptions& options, const std::filesystem::path& model_path) {
  return options.filters.empty() ? cache::filter_file_beside(model_path) : options.filters;
}

cache::EvictionRule make_eviction_rule(const CacheOptions& options, const std::filesystem::path& model_path,
                                       const gguf::File& file, const model::Model& model) {
  const auto require = [](bool condition, const std::string& what, const char* flag, const char* hint) {
    if (!condition) {
      throw Error(ErrorCode::kInvalid, what, flag, hint);
    }
  };
  require(options.evict_every >= 1 && options.evict_every <= cache::kMaxContextTokens,
          std::to_string(options.evict_every) + " tokens between evictions are not possible", "--evict-every",
          ("choose 1 to " + std::to_string(cache::kMaxContextTokens)).c_str());
  const std::string range = "choose 0 to " + std::to_string(cache::kMaxContextTokens);
  const auto is_count = [](int tokens) { return tokens >= 0 && tokens <= cache::kMaxContextTokens; };
  require(is_count(options.sinks), std::to_string(options.sinks) + " sinks are not possible", "--sinks", range.c_str());
  require(is_count(options.window.value_or(0)),
          "a window of " + std::to_string(options.window.value_or(0)) + " tokens is not possible", "--window",
          range.c_str());
  require(options.whole_layers >= 0, "a negative number of layers is not possible", "--whole-layers",
          "choose 0 or more");
  require(!(options.inside_windows && options.evict_at_end),
          "window layers hold no more than their windows until the end, and nothing is evicted from them then",
          "--evict-windows", "leave it out, or evict in steps");
  cache::PolicyContext context{
      .kernels = &model.kernels(), .geometry = model.attention_geometry(), .seed = options.seed};
  if (cache::policy_reads_filters(options.policy)) {
    const auto filters = read_filters(options, model_path, file, model);
    context.filters = std::shared_ptr<const cache::QFilters>(filters, &filters->filters);
    if (filters->statistics) {
      context.statistics = std::shared_ptr<const cache::QueryStatistics>(filters, &*filters->statistics);
    }
  }
  cache::EvictionRule rule;
  rule.policy = cache::make_policy(options.policy, context);
  rule.sinks = options.sinks;
  rule.adaptive_heads = options.adaptive_heads;
  rule.inside_windows = options.inside_windows;
  rule.whole_layers = options.whole_layers;
  rule.every = options.evict_at_end ? 0 : options.evict_every;
  if (options.value_aware && rule.bounds()) {
    rule.value_norms = model.value_norms();
  }
  return rule;
}

void set_budget(cache::EvictionRule& rule, const CacheOptions& options, const cache::KvLayout& layout, int tokens) {
  cache::KvLayout bounded = layout;
  bounded.eviction = rule;
  rule.budget = budget_tokens(options.budget, cache::kv_plan(bounded), tokens);
  if (rule.budget < 1 || rule.budget < rule.sinks + options.window.value_or(0)) {
    throw Error(ErrorCode::kInvalid,
                "the budget is " + std::to_string(rule.budget) + " tokens a head, and " + std::to_string(rule.sinks) +
                    " sinks and a window of " + std::to_string(options.window.value_or(0)) + " are to be in it",
                "--budget", "raise it, or lower --window or --sinks");
  }
  rule.window = options.window.value_or(std::min(rule.budget / kWindowPart, rule.budget - rule.sinks));
}

}  // namespace oree::engine
