#include "oree/workbench/evaluate_cache.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/eviction_rule.h"
#include "oree/error.h"
#include "oree/workbench/ruler.h"
#include "workbench/cache_document.h"
#include "workbench/cache_report.h"
#include "workbench/cache_summary.h"
#include "workbench/distinct.h"
#include "workbench/filler.h"
#include "workbench/stream_comparison.h"
#include "workbench/text_pieces.h"

namespace oree {
namespace {

using workbench::CacheComparison;
using workbench::kNextTokens;

// Of text for all contexts, and of caches asked: what numbers count without overflow.
constexpr std::int64_t kMaxTextTokens = std::int64_t{1} << 30;
constexpr std::int64_t kMaxCaches = std::int64_t{1} << 30;

void check_options(const EvaluateCacheOptions& options) {
  const auto require = [](bool condition, const char* what, const char* flag, const char* hint) {
    if (!condition) {
      throw Error(ErrorCode::kInvalid, what, flag, hint);
    }
  };
  require(options.length >= EvaluateCacheOptions::kMinLength, "the length is too small", "--length",
          "choose at least 64 tokens");
  require(options.n_samples >= 1, "nothing is to be measured", "--samples", "choose at least 1");
  require(!options.budgets.empty(), "there is no budget", "--budgets", "give some, as in 50%,25%");
  require(options.stream_tokens == 0 || options.stream_tokens >= EvaluateCacheOptions::kMinStreamTokens,
          "the stream is too short", "--streaming", "choose at least 512 tokens");
  std::vector<std::string> budgets;
  for (const CacheBudget& budget : options.budgets) {
    budgets.push_back(workbench::budget_flag(budget));
  }
  workbench::check_distinct(std::move(budgets), "--budgets");
  workbench::check_distinct(options.policies, "--policies");
  workbench::check_distinct(options.tasks, "--tasks");
}

// The text for the contexts, one more to choose from.
std::int64_t text_tokens(const EvaluateCacheOptions& options) {
  const std::int64_t n_tokens = (std::int64_t{options.length} + kNextTokens) * (std::int64_t{options.n_samples} + 1);
  if (n_tokens > kMaxTextTokens) {
    throw Error(ErrorCode::kLimit,
                "the contexts take " + std::to_string(n_tokens) + " tokens of text, more than the limit of " +
                    std::to_string(kMaxTextTokens),
                "--samples", "lower --samples or --length");
  }
  return std::max<std::int64_t>(n_tokens, options.stream_tokens);
}

int count_of(std::int64_t n_caches) {
  if (n_caches > kMaxCaches) {
    throw Error(
        ErrorCode::kLimit,
        std::to_string(n_caches) + " caches are to be asked, more than the limit of " + std::to_string(kMaxCaches),
        "--samples", "lower --samples, or name fewer budgets");
  }
  return static_cast<int>(n_caches);
}

// Why a policy cannot be used at all, or null; of a few tokens, so that it is known before the work: what it needs is
// not there, or `filters` cannot be used. Errors in its other options come up with the first context.
std::optional<Error> missing(const Engine& engine, const CacheOptions& options, const std::string& filters) {
  Session session = engine.new_session();
  session.append(engine.tokenize("One, two, three, four, five, six, seven, eight, nine, ten.", {}));
  try {
    session.compress(options);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kNotFound || error.where().starts_with(filters)) {
      return error;
    }
  }
  return std::nullopt;
}

struct Chosen {
  std::vector<std::string> policies;
  Json skipped = Json::array();
};

// Without names, a policy whose filters beside the model are not there or of no use is left out. Filters that are named
// have to be right.
Chosen choose_policies(const Engine& engine, const std::filesystem::path& model, CacheOptions cache,
                       const std::vector<std::string>& named) {
  const std::filesystem::path filters = engine::filter_path(cache, model);
  Chosen chosen;
  for (const std::string& policy : named.empty() ? cache_policy_names() : named) {
    if (policy == "none") {
      continue;  // what all are compared with
    }
    cache.policy = policy;
    const std::optional<Error> error = missing(engine, cache, filters.string());
    if (!error) {
      chosen.policies.push_back(policy);
    } else if (const bool of_file = error->where().starts_with(filters.string());
               named.empty() && (cache.filters.empty() || !of_file)) {
      const std::string file =
          of_file && error->code() != ErrorCode::kNotFound ? filters.filename().string() + ": " : "";
      chosen.skipped.push_back({{"policy", policy}, {"why", file + error->what()}});
    } else {
      throw *error;
    }
  }
  return chosen;
}

// Budgets outermost, as the tables have them.
std::vector<workbench::CacheWay> ways_of(CacheOptions cache, const std::vector<std::string>& policies,
                                         const std::vector<CacheBudget>& budgets) {
  std::vector<workbench::CacheWay> ways;
  cache.evict_at_end = true;
  for (const CacheBudget& budget : budgets) {
    cache.budget = budget;
    for (const std::string& policy : policies) {
      cache.policy = policy;
      ways.push_back({.options = cache, .scores = {}});
    }
  }
  return ways;
}

std::vector<TokenId> draw_stream(const Engine& engine, const std::vector<std::string>& texts,
                                 const EvaluateCacheOptions& options) {
  try {
    return workbench::draw_pieces(engine, texts, 1, options.stream_tokens, options.seed).front();
  } catch (const Error& error) {
    if (error.where() == "-f") {
      throw Error(error.code(), error.what(), "--streaming", "give more text with -f, or lower --streaming");
    }
    throw;
  }
}

std::vector<std::string> joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) {
    text += (text.empty() ? "" : " ") + sentence;
  }
  return {text};
}

}  // namespace

Json evaluate_cache(const std::filesystem::path& model, const EngineOptions& engine_options,
                    const EvaluateCacheOptions& options) {
  check_options(options);
  workbench::CacheReports reports(options.reports, options.pictures, options.stream_tokens > 0);
  const std::vector<std::string> hay = workbench::hay_of(options.texts, options.seed, text_tokens(options));
  const int piece_tokens = options.length + kNextTokens;
  const std::vector<std::string> texts = options.texts.empty() ? joined(hay) : options.texts;

  CacheOptions cache = engine_options.cache;
  cache.seed = options.seed;
  EngineOptions keep_all = engine_options;
  keep_all.context = engine_options.context == 0 ? piece_tokens : engine_options.context;
  keep_all.cache = {};
  keep_all.memory.choose_policy = false;
  keep_all.record_queries = true;

  CacheComparison comparison;
  for (const std::string& name : options.tasks.empty() ? ruler_task_names() : options.tasks) {
    comparison.tasks.push_back(workbench::ruler_task(name));
  }
  EngineOptions bounded = engine_options;
  bounded.cache = cache;
  bounded.memory.choose_policy = false;
  bounded.memory.choose_budget = false;

  Chosen chosen;
  workbench::StreamPlan stream;
  int done = 0;
  int total = 0;
  const auto step = [&](int steps) {
    done += steps;
    if (options.on_progress) {
      options.on_progress(done, total);
    }
  };
  {
    const Engine engine(model, keep_all);
    chosen = choose_policies(engine, model, cache, options.policies);
    if (options.stream_tokens > 0) {
      stream.policies = chosen.policies;
      stream.budget = options.stream_budget;
      workbench::check_streams(model, bounded, options.stream_tokens, stream);
      stream.tokens = draw_stream(engine, texts, options);
      stream.on_stream = [&step] { step(1); };
      stream.on_part = [&step] { step(0); };
    }
    comparison.ways = ways_of(cache, chosen.policies, options.budgets);
    workbench::ComparisonPlan plan;
    plan.hay = hay;
    plan.pieces = workbench::draw_pieces(engine, texts, options.n_samples, piece_tokens, options.seed);
    plan.length = options.length;
    plan.n_samples = options.n_samples;
    plan.seed = options.seed;
    plan.on_cache = [&step] { step(1); };
    total = count_of(workbench::caches_asked(comparison, plan));
    total += options.stream_tokens > 0 ? static_cast<int>(chosen.policies.size()) + 1 : 0;
    workbench::compare_caches(engine, plan, comparison);
  }

  Json streaming;
  if (options.stream_tokens > 0) {
    streaming = workbench::compare_streams(model, bounded, stream);
  }

  Json tasks = Json::array();
  for (const workbench::RulerTask& task : comparison.tasks) {
    tasks.push_back(std::string(task.name));
  }
  Json budgets = Json::array();
  for (const CacheBudget& budget : options.budgets) {
    budgets.push_back(workbench::budget_flag(budget));
  }
  Json document = {{"model", model.stem().string()},
                   {"length", options.length},
                   {"next_tokens", kNextTokens},
                   {"samples", options.n_samples},
                   {"seed", options.seed},
                   {"tasks", std::move(tasks)},
                   {"policies", chosen.policies},
                   {"budgets", std::move(budgets)},
                   {"skipped", std::move(chosen.skipped)},
                   {"full", workbench::full_document(comparison)},
                   {"cells", workbench::cells_document(comparison)},
                   {"streaming", std::move(streaming)}};
  reports.write(document);
  return document;
}

}  // namespace oree
