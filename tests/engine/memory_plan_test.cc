#include <gmock/gmock.h>

#include <fstream>

#include "base/log.h"
#include "cache/filter_file.h"
#include "engine/calibrated_model.h"
#include "engine/shipped_model.h"
#include "kernels/dispatch.h"
#include "model/gguf_builder.h"
#include "oree/plan.h"

namespace oree::engine_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
constexpr std::uint32_t kQ4_0 = 2;
constexpr std::uint32_t kF16 = 1;

// A plan counts what this process holds already, which grows from plan to plan under sanitizers: what just fits does
// not fit again.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHoldsMoreEachTime = true;
#else
constexpr bool kHoldsMoreEachTime = false;
#endif

// Ministral 3's 3B shape, its embedding tied to the output, in a file that is nearly all a hole.
class MemoryPlanTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::filesystem::temp_directory_path() / ("oree-plan-test-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder_);
    write(path("q4_0.gguf"), kQ4_0);
    write(path("f16.gguf"), kF16);
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder_); }

  static std::filesystem::path path(const std::string& name) { return folder_ / name; }

  static void write(const std::filesystem::path& file, std::uint32_t type) {
    constexpr std::uint64_t kWidth = 3072, kHidden = 9216, kQueries = 4096, kKeys = 1024, kVocabulary = 131072;
    model::GgufBuilder builder;
    builder.set_unsigned("llama.block_count", 26)
        .set_unsigned("llama.context_length", 262144)
        .set_unsigned("llama.embedding_length", kWidth)
        .set_unsigned("llama.feed_forward_length", kHidden)
        .set_unsigned("llama.attention.head_count", 32)
        .set_unsigned("llama.attention.head_count_kv", 8)
        .set_unsigned("llama.attention.key_length", 128)
        .set_unsigned("llama.attention.value_length", 128)
        .set_unsigned("llama.rope.dimension_count", 128)
        .set_unsigned("llama.vocab_size", kVocabulary)
        .set_string("tokenizer.ggml.model", "gpt2");
    std::vector<std::string> tokens;
    for (std::uint64_t i = 0; i < kVocabulary; ++i) {
      tokens.push_back("token" + std::to_string(i));
    }
    builder.set_strings("tokenizer.ggml.tokens", tokens);
    const auto matrix = [&](const std::string& name, std::uint64_t cols, std::uint64_t rows) {
      builder.set_tensor(
          name, model::GgufBuilder::Tensor{
                    .shape = {cols, rows}, .type = type, .n_bytes = cols * rows / 32 * (type == kQ4_0 ? 18 : 64)});
    };
    matrix("token_embd.weight", kWidth, kVocabulary);
    builder.set_tensor("output_norm.weight", {kWidth});
    for (int layer = 0; layer < 26; ++layer) {
      const std::string prefix = "blk." + std::to_string(layer) + ".";
      builder.set_tensor(prefix + "attn_norm.weight", {kWidth});
      builder.set_tensor(prefix + "ffn_norm.weight", {kWidth});
      matrix(prefix + "attn_q.weight", kWidth, kQueries);
      matrix(prefix + "attn_k.weight", kWidth, kKeys);
      matrix(prefix + "attn_v.weight", kWidth, kKeys);
      matrix(prefix + "attn_output.weight", kQueries, kWidth);
      matrix(prefix + "ffn_gate.weight", kWidth, kHidden);
      matrix(prefix + "ffn_up.weight", kWidth, kHidden);
      matrix(prefix + "ffn_down.weight", kHidden, kWidth);
    }
    builder.write_sparse(file);
  }

  static EngineOptions options(std::uint64_t bytes, int context) {
    EngineOptions result;
    result.n_threads = 2;
    result.context = context;
    result.memory.bytes = bytes;
    return result;
  }

  static MemoryPlan plan(const EngineOptions& options, const std::string& name = "q4_0.gguf") {
    return plan_memory(path(name), options);
  }

  static std::string joined(const Json& lines) {
    std::string text;
    for (const Json& line : lines) {
      text += line.get<std::string>() + "\n";
    }
    return text;
  }

  inline static std::filesystem::path folder_;
};

TEST_F(MemoryPlanTest, WithoutALimitItSaysWhatThingsTakeAndChoosesNothing) {
  const MemoryPlan plan = MemoryPlanTest::plan(options(0, 131072));
  EXPECT_TRUE(plan.fits);
  const Json& bytes = plan.document["bytes"];
  EXPECT_NEAR(bytes["weights"].get<double>() / 1e9, 1.93, 0.01);
  EXPECT_NEAR(bytes["kv"].get<double>() / 1e9, 13.96, 0.5);
  std::uint64_t sum = 0;
  for (const char* part : {"weights", "kv", "activations", "other"}) {
    sum += bytes[part].get<std::uint64_t>();
  }
  EXPECT_EQ(bytes["total"], sum);
  EXPECT_EQ(plan.total_bytes, sum);
  EXPECT_THAT(plan.document["choices"], IsEmpty());
  EXPECT_THAT(plan.document["advice"], IsEmpty());
  EXPECT_EQ(plan.options.kv_type_k, KvType::kF16);
}

TEST_F(MemoryPlanTest, ThreeBillionParametersAndALongContextFitFourGibibytesWhenBounded) {
  EngineOptions asked = options(4 * kGiB, 131072);
  asked.cache.policy = "q_filters";
  asked.cache.budget = {.unit = CacheBudget::Unit::kTokens, .amount = 4096};
  asked.memory.choose_policy = asked.memory.choose_budget = false;
  const MemoryPlan plan = MemoryPlanTest::plan(asked);
  EXPECT_TRUE(plan.fits);
  EXPECT_LE(plan.total_bytes, 4 * kGiB);
  EXPECT_THAT(plan.document["choices"], IsEmpty());
  EXPECT_EQ(plan.options.kv_type_k, KvType::kF16);
  EXPECT_EQ(plan.document["settings"]["budget"], 4096);
}

TEST_F(MemoryPlanTest, WithoutCompressionTheyDoNotAndItSaysWhatWouldHelp) {
  EngineOptions asked = options(4 * kGiB, 131072);
  asked.memory.choose_policy = false;
  const MemoryPlan plan = MemoryPlanTest::plan(asked);
  EXPECT_FALSE(plan.fits);
  EXPECT_GT(plan.total_bytes, 8 * kGiB);
  const std::string advice = joined(plan.document["advice"]);
  EXPECT_THAT(advice, HasSubstr("--context "));
  EXPECT_THAT(advice, HasSubstr("--cache streaming --budget "));
  EXPECT_THAT(advice, HasSubstr("--memory "));
  const Error error = error_of([&] { Engine(path("q4_0.gguf"), asked); });
  EXPECT_EQ(error.code(), ErrorCode::kLimit);
  EXPECT_EQ(error.where(), "--memory");
  EXPECT_THAT(error.hint(), HasSubstr("--context "));
}

// Each piece of advice, followed, fits.
TEST_F(MemoryPlanTest, TheAdviceHolds) {
  if (kHoldsMoreEachTime) {
    GTEST_SKIP() << "with sanitizers";
  }
  EngineOptions asked = options(4 * kGiB, 131072);
  asked.memory.choose_policy = false;
  plan(asked);  // what the process holds for good after a first plan is part of the others
  const std::string advice = joined(plan(asked).document["advice"]);
  const auto number_after = [&](const std::string& flag) {
    const std::size_t at = advice.find(flag);
    return at == std::string::npos ? 0.0 : std::stod(advice.substr(at + flag.size()));
  };
  EngineOptions shorter = asked;
  shorter.context = static_cast<int>(number_after("--context "));
  EXPECT_TRUE(plan(shorter).fits) << advice;
  shorter.context += 256;
  EXPECT_FALSE(plan(shorter).fits) << advice;
  EngineOptions bounded = asked;
  bounded.cache.policy = "streaming";
  bounded.cache.budget = {.unit = CacheBudget::Unit::kTokens, .amount = number_after("--budget ")};
  bounded.memory.choose_budget = false;
  EXPECT_TRUE(plan(bounded).fits) << advice;
  EngineOptions larger = asked;
  larger.memory.bytes = static_cast<std::uint64_t>(number_after("--memory ") * static_cast<double>(kGiB));
  EXPECT_TRUE(plan(larger).fits) << advice;
}

TEST_F(MemoryPlanTest, FirstTheTypeOfKeysAndValuesIsChosenThenAPolicy) {
  EXPECT_THAT(plan(options(16 * kGiB, 131072)).document["choices"], IsEmpty());

  const MemoryPlan smaller = plan(options(10 * kGiB, 131072));
  EXPECT_TRUE(smaller.fits);
  EXPECT_EQ(smaller.options.kv_type_k, KvType::kQ8_0);
  EXPECT_EQ(smaller.options.kv_type_v, KvType::kQ8_0);
  EXPECT_EQ(smaller.options.cache.policy, "none");
  EXPECT_THAT(smaller.document["choices"], ElementsAre(HasSubstr("q8_0")));

  const MemoryPlan bounded = plan(options(4 * kGiB, 131072));
  EXPECT_TRUE(bounded.fits);
  EXPECT_EQ(bounded.options.kv_type_k, KvType::kQ8_0);
  EXPECT_EQ(bounded.options.cache.policy, "streaming");
  const auto budget = static_cast<int>(bounded.options.cache.budget.amount);
  EXPECT_EQ(budget % 256, 0);
  EXPECT_LE(bounded.total_bytes, 4 * kGiB);
  EngineOptions more = bounded.options;
  more.memory.bytes = 0;
  more.cache.budget.amount = budget + 256;
  EXPECT_GT(plan(more).total_bytes, 4 * kGiB);
}

TEST_F(MemoryPlanTest, FiltersBesideTheModelMakeThePolicyQFiltersAndStatisticsLeverage) {
  const std::filesystem::path filters = path("q4_0.qfilters.gguf");
  const gguf::File file = gguf::File::open(path("q4_0.gguf"));
  const model::Model model(file, model::read_hyper_parameters(file), kernels::best_table());
  cache::FilterFile made;
  made.model = engine::calibrated_model(file, model);
  const std::size_t n_heads = 26 * 32, n_kv_heads = 26 * 8, dim = 128;
  made.filters = {.n_layers = 26, .n_kv_heads = 8, .head_dim = 128, .values = std::vector<float>(n_kv_heads * dim)};
  cache::write_filter_file(filters, made);
  const auto chosen = [&] { return plan(options(4 * kGiB, 131072)).options.cache.policy; };
  EXPECT_EQ(chosen(), "q_filters");

  cache::QueryStatistics statistics;
  statistics.query_mean.resize(n_heads * dim);
  statistics.query_moment.resize(n_heads * dim * dim);
  statistics.key_mean.resize(n_kv_heads * dim);
  statistics.key_moment.resize(n_kv_heads * dim * dim);
  statistics.value_norm.resize(n_kv_heads);
  statistics.value_gram.resize(n_kv_heads * dim * dim);
  made.statistics = statistics;
  cache::write_filter_file(filters, made);
  EXPECT_EQ(chosen(), "leverage");

  made.model.fingerprint = "of another model";
  cache::write_filter_file(filters, made);
  EXPECT_EQ(chosen(), "streaming");
  std::ofstream(filters) << "filters";
  EXPECT_EQ(chosen(), "streaming");
  std::filesystem::remove(filters);
}

TEST_F(MemoryPlanTest, LessThanOneOfThirtyTwoIsNotKept) {
  const std::uint64_t least = [&] {
    EngineOptions asked = options(0, 131072);
    asked.kv_type_k = asked.kv_type_v = KvType::kQ8_0;
    asked.chunk = 64;
    asked.cache.policy = "streaming";
    asked.cache.budget = {.unit = CacheBudget::Unit::kTokens, .amount = 4096};
    return plan(asked).total_bytes;
  }();
  // What this process holds itself may grow meanwhile; a budget step is 28 MB.
  constexpr std::uint64_t kSlack = 12 << 20;
  const MemoryPlan just = plan(options(least + kSlack, 131072));
  EXPECT_TRUE(just.fits);
  EXPECT_EQ(just.options.cache.budget.amount, 4096);
  EXPECT_EQ(just.options.chunk, 64);
  EXPECT_FALSE(plan(options(least - kSlack, 131072)).fits);
}

TEST_F(MemoryPlanTest, WhatTheUserAskedForIsNeverOverruled) {
  EngineOptions keys = options(10 * kGiB, 131072);
  keys.memory.choose_kv_type_k = false;
  const MemoryPlan mixed = plan(keys);
  EXPECT_EQ(mixed.options.kv_type_k, KvType::kF16);
  EXPECT_EQ(mixed.options.kv_type_v, KvType::kQ8_0);

  EngineOptions budget = options(3 * kGiB, 131072);
  budget.cache.policy = "knorm";
  budget.cache.budget = {.unit = CacheBudget::Unit::kFraction, .amount = 0.5};
  budget.memory.choose_budget = false;
  EXPECT_FALSE(plan(budget).fits);
  budget.memory.choose_budget = true;
  EXPECT_TRUE(plan(budget).fits);
  EXPECT_EQ(plan(budget).options.cache.policy, "knorm");

  EngineOptions at_end = options(4 * kGiB, 131072);  // everything is held until then
  at_end.cache.policy = "snap_kv";
  at_end.cache.evict_at_end = true;
  EXPECT_FALSE(plan(at_end).fits);

  EngineOptions chunk = options(0, 131072);
  chunk.chunk = 4096;
  chunk.memory.choose_chunk = false;
  chunk.memory.bytes = plan(chunk).total_bytes - (std::uint64_t{8} << 30);
  EXPECT_EQ(plan(chunk).options.chunk, 4096);
}

TEST_F(MemoryPlanTest, AContextThatNobodyAskedForBecomesShorterAtLast) {
  if (kHoldsMoreEachTime) {
    GTEST_SKIP() << "with sanitizers";
  }
  EngineOptions asked = options(2300u << 20, 0);
  const MemoryPlan plan = MemoryPlanTest::plan(asked);
  EXPECT_TRUE(plan.fits);
  EXPECT_LT(plan.options.context, 262144);
  EXPECT_EQ(plan.options.context % 256, 0);
  EXPECT_EQ(plan.options.cache.policy, "none");  // held in full rather than hardly at all
  EXPECT_THAT(joined(plan.document["choices"]), HasSubstr("262144"));
}

TEST_F(MemoryPlanTest, LargeWeightsAreAdvisedToBeQuantised) {
  const MemoryPlan plan = MemoryPlanTest::plan(options(4 * kGiB, 4096), "f16.gguf");
  EXPECT_FALSE(plan.fits);
  const std::string advice = joined(plan.document["advice"]);
  EXPECT_THAT(advice,
              HasSubstr("`oree quantize` to q4_0: the weights take 1.80 GiB instead of 6.39 GiB, and all fits"));
  EXPECT_THAT(advice, Not(HasSubstr("--context")));  // no context is short enough
}

TEST_F(MemoryPlanTest, AHeadThatBlocksDoNotFillKeepsItsType) {
  model::GgufBuilder builder;  // heads of 8
  builder.set_unsigned("llama.context_length", 65536);
  builder.write_sparse(path("small.gguf"));
  EngineOptions asked = options(0, 0);
  const std::uint64_t full = plan(asked, "small.gguf").total_bytes;
  asked.memory.bytes = full - (1u << 20);
  const MemoryPlan bounded = plan(asked, "small.gguf");
  EXPECT_TRUE(bounded.fits);
  EXPECT_EQ(bounded.options.kv_type_k, KvType::kF16);
  EXPECT_EQ(bounded.options.cache.policy, "streaming");
  asked.kv_type_k = KvType::kQ8_0;
  EXPECT_EQ(error_of([&] { plan(asked, "small.gguf"); }).code(), ErrorCode::kUnsupported);
}

TEST_F(MemoryPlanTest, ABudgetLeavesRoomBesideSinksAndWindow) {
  EngineOptions asked = options(4 * kGiB, 131072);
  asked.cache.window = 8000;
  EXPECT_GE(plan(asked).options.cache.budget.amount, 8000 + asked.cache.sinks);
  asked.cache.window = 1 << 30;
  asked.cache.sinks = 1 << 30;
  EXPECT_FALSE(plan(asked).fits);
}

TEST_F(MemoryPlanTest, ImpossibleOptionsAreRefusedAsByAnEngine) {
  EXPECT_EQ(error_of([&] { plan(options(0, 1 << 20)); }).where(), "--context");
  EngineOptions chunk = options(0, 0);
  chunk.chunk = 0;
  EXPECT_EQ(error_of([&] { plan(chunk); }).where(), "--chunk");
  EXPECT_EQ(error_of([&] { plan(options(0, 0), "none.gguf"); }).code(), ErrorCode::kNotFound);
  for (const char* text : {"", "4G", "many"}) {
    EXPECT_EQ(error_of([&] { parse_memory_size(text); }).where(), "--memory") << text;
  }
  EXPECT_EQ(parse_memory_size("4GiB"), 4 * kGiB);
}

class EngineWithMemoryTest : public WithModel {};

TEST_F(EngineWithMemoryTest, RunsOnWhatThePlanChoseAndSaysSo) {
  EngineOptions options;
  options.kv_type_k = options.kv_type_v = KvType::kF32;
  options.memory.choose_kv_type_k = options.memory.choose_kv_type_v = options.memory.choose_policy = false;
  options.chunk = 1024;
  const std::uint64_t full = plan_memory(model_path(), options).total_bytes;
  options.memory.bytes = full - (4u << 20);
  std::string logged;
  set_log_sink([&](LogLevel, std::string_view line) { logged += line; });
  const Engine engine(model_path(), options);
  set_log_sink({});
  const MemoryPlan plan = plan_memory(model_path(), options);
  EXPECT_EQ(plan.options.chunk, 64);
  EXPECT_EQ(engine.context(), plan.options.context);
  EXPECT_THAT(logged, HasSubstr("a prefill step of 64 tokens"));
}

}  // namespace
}  // namespace oree::engine_test
