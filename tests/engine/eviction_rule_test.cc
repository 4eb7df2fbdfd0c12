// From the options of a user to the rule a cache follows.
#include "engine/eviction_rule.h"

#include <gmock/gmock.h>

#include <functional>
#include <utility>

#include "engine/calibrated_model.h"
#include "engine/shipped_model.h"
#include "model/tiny_model.h"
#include "support/temporary_directory.h"

namespace oree::engine {
namespace {

using engine_test::error_of;
using testing::HasSubstr;

// The defaults under that policy, changed by `change`.
CacheOptions options_of(
    std::string policy, const std::function<void(CacheOptions&)>& change = [](CacheOptions&) {}) {
  CacheOptions options;
  options.policy = std::move(policy);
  change(options);
  return options;
}

class EvictionRuleTest : public testing::Test {
 protected:
  cache::EvictionRule make(const CacheOptions& options) const {
    return make_eviction_rule(options, path_, tiny_.file, tiny_.model);
  }
  cache::EvictionRule make_with_budget(const CacheOptions& options, int tokens) const {
    cache::EvictionRule rule = make(options);
    set_budget(rule, options, layout_, tokens);
    return rule;
  }

  std::filesystem::path path_ = model::golden("llama_gqa.gguf");
  model::TinyModel tiny_{"llama_gqa", "scalar"};
  cache::KvLayout layout_ = tiny_.model.cache_layout(200, 16, tensor::ElementType::kF16, tensor::ElementType::kF16);
};

TEST_F(EvictionRuleTest, SaysWhatTheOptionsSay) {
  const CacheOptions options = options_of("knorm", [](CacheOptions& changed) {
    changed.sinks = 3;
    changed.adaptive_heads = true;
    changed.value_aware = true;
    changed.inside_windows = true;
    changed.whole_layers = 2;
    changed.evict_every = 50;
  });
  const cache::EvictionRule rule = make(options);
  EXPECT_EQ(rule.policy->name(), "knorm");
  EXPECT_EQ(rule.sinks, 3);
  EXPECT_TRUE(rule.adaptive_heads);
  EXPECT_NE(rule.value_norms, nullptr);
  EXPECT_TRUE(rule.inside_windows);
  EXPECT_EQ(rule.whole_layers, 2);
  EXPECT_EQ(rule.every, 50);

  CacheOptions at_end = options;
  at_end.evict_at_end = true;
  at_end.value_aware = at_end.inside_windows = false;
  EXPECT_EQ(make(at_end).every, 0);
  EXPECT_EQ(make(at_end).value_norms, nullptr);
}

TEST_F(EvictionRuleTest, NoneBoundsNothing) {
  const cache::EvictionRule rule = make(options_of("none", [](CacheOptions& changed) { changed.value_aware = true; }));
  EXPECT_FALSE(rule.bounds());
  EXPECT_EQ(rule.value_norms, nullptr);
}

TEST_F(EvictionRuleTest, WhatIsOutsideItsRangeIsNamedWithItsFlag) {
  const auto expect_refused = [&](const CacheOptions& options, const char* flag, const char* hint) {
    const Error error = error_of([&] { make(options); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalid) << flag;
    EXPECT_EQ(error.where(), flag);
    EXPECT_THAT(error.hint(), HasSubstr(hint)) << flag;
  };
  expect_refused(options_of("knorm", [](CacheOptions& changed) { changed.evict_every = 0; }), "--evict-every",
                 "choose 1 to");
  expect_refused(options_of("knorm", [](CacheOptions& changed) { changed.sinks = -1; }), "--sinks", "choose 0 to");
  expect_refused(options_of("knorm", [](CacheOptions& changed) { changed.window = -1; }), "--window", "choose 0 to");
  expect_refused(options_of("knorm", [](CacheOptions& changed) { changed.whole_layers = -1; }), "--whole-layers",
                 "0 or more");
  // Each alone is a number, and their sum none.
  expect_refused(options_of("knorm", [](CacheOptions& changed) { changed.sinks = changed.window.emplace(1 << 30); }),
                 "--sinks", "choose 0 to");
  expect_refused(
      options_of("knorm", [](CacheOptions& changed) { changed.inside_windows = changed.evict_at_end = true; }),
      "--evict-windows", "in steps");
  expect_refused(options_of("best"), "--cache", "keydiff");
}

TEST_F(EvictionRuleTest, TheWindowIsAQuarterOfTheBudgetUnlessItIsGiven) {
  CacheOptions options = options_of("knorm", [](CacheOptions& changed) { changed.budget = parse_cache_budget("40"); });
  EXPECT_EQ(make_with_budget(options, 200).budget, 40);
  EXPECT_EQ(make_with_budget(options, 200).window, 10);
  options.budget = parse_cache_budget("5");
  EXPECT_EQ(make_with_budget(options, 200).window, 1);
  options.budget = parse_cache_budget("4");
  EXPECT_EQ(make_with_budget(options, 200).window, 0) << "the sinks take it all";
  options.budget = parse_cache_budget("25%");
  options.window = 46;
  EXPECT_EQ(make_with_budget(options, 200).budget, 50);
  EXPECT_EQ(make_with_budget(options, 200).window, 46);
}

TEST_F(EvictionRuleTest, ABudgetHasToHoldSinksAndWindow) {
  const auto error_for = [&](const char* budget, std::optional<int> window) {
    return error_of([&] {
      make_with_budget(options_of("knorm",
                                  [&](CacheOptions& changed) {
                                    changed.budget = parse_cache_budget(budget);
                                    changed.window = window;
                                  }),
                       200);
    });
  };
  for (const Error& error : {error_for("20", 17), error_for("3", std::nullopt), error_for("0.1%", 0)}) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_EQ(error.where(), "--budget");
    EXPECT_THAT(error.hint(), testing::AllOf(HasSubstr("--window"), HasSubstr("--sinks")));
  }
  EXPECT_THAT(error_for("20", 17).what(),
              testing::AllOf(HasSubstr("20 tokens"), HasSubstr("4 sinks"), HasSubstr("window of 17")));
}

// The rule it is given takes the place of the layout's: bytes are those of what this one bounds.
TEST_F(EvictionRuleTest, BytesAreSharedByWhatTheRuleBounds) {
  const CacheOptions all = options_of("knorm", [](CacheOptions& changed) {
    changed.budget = parse_cache_budget("40KiB");
    changed.evict_every = 10;
  });
  CacheOptions half = all;
  half.whole_layers = 2;
  EXPECT_GE(make_with_budget(all, 200).budget, 20);
  // A whole layer holds 256 rows of 2 heads of 2 * 16 values of two bytes: 32 KiB.
  EXPECT_EQ(error_of([&] { make_with_budget(half, 200); }).where(), "--budget");
  half.budget = parse_cache_budget("104KiB");
  EXPECT_GE(make_with_budget(half, 200).budget, 20);
}

TEST_F(EvictionRuleTest, FiltersAreThoseNamedOrThoseBesideTheModel) {
  const test::TemporaryDirectory directory;
  const Error error = error_of(
      [&] { make_eviction_rule(options_of("q_filters"), directory.path() / "model.gguf", tiny_.file, tiny_.model); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_EQ(error.where(), (directory.path() / "model.qfilters.gguf").string());
  EXPECT_THAT(error.hint(), testing::AllOf(HasSubstr("oree calibrate"), HasSubstr("--filters")));

  const cache::CalibratedModel model = calibrated_model(tiny_.file, tiny_.model);
  cache::FilterFile filters;
  filters.model = model;
  filters.filters = {
      .n_layers = model.n_layers,
      .n_kv_heads = model.n_kv_heads,
      .head_dim = model.head_dim,
      .values = std::vector<float>(static_cast<std::size_t>(model.n_layers * model.n_kv_heads * model.head_dim), 0.5f)};
  cache::write_filter_file(directory.path() / "model.qfilters.gguf", filters);
  EXPECT_EQ(make_eviction_rule(options_of("q_filters"), directory.path() / "model.gguf", tiny_.file, tiny_.model)
                .policy->name(),
            "q_filters");
  EXPECT_EQ(make(options_of("q_filters",
                            [&](CacheOptions& changed) { changed.filters = directory.path() / "model.qfilters.gguf"; }))
                .policy->name(),
            "q_filters");
  EXPECT_EQ(error_of([&] {
              make(options_of("q_filters",
                              [&](CacheOptions& changed) { changed.filters = directory.path() / "other.gguf"; }));
            }).code(),
            ErrorCode::kNotFound);

  const model::TinyModel other("llama_tied", "scalar");
  EXPECT_EQ(error_of([&] {
              make_eviction_rule(options_of("q_filters"), directory.path() / "model.gguf", other.file, other.model);
            }).code(),
            ErrorCode::kInvalid);
}

}  // namespace
}  // namespace oree::engine
