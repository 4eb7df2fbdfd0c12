// On one CPU target the logits of a token are the same bits whatever the chunk, the threads and the cache's pages.
#include <gtest/gtest.h>

#include <cstring>

#include "kernels/attention.h"
#include "model/tiny_model.h"

namespace oree::model {
namespace {

using tensor::ElementType;

// Three blocks of keys and a rest.
std::vector<std::int32_t> long_prompt() {
  std::vector<std::int32_t> tokens;
  for (int i = 0; i < 200; ++i) {
    tokens.push_back((i * i * 7 + i * 13 + 5) % 96);
  }
  return tokens;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

class DeterminismTest : public testing::TestWithParam<std::tuple<std::string, std::string>> {
 protected:
  TinyModel tiny_{std::get<1>(GetParam()), std::get<0>(GetParam())};
};

TEST_P(DeterminismTest, ChunksThreadsAndPagesDoNotChangeABit) {
  const std::vector<std::int32_t> tokens = long_prompt();
  for (const ElementType type : {ElementType::kF32, ElementType::kF16, ElementType::kBf16}) {
    const std::vector<float> expected = tiny_.run(tokens, {.chunk = 200, .type_k = type, .type_v = type});
    for (const int chunk : {1, 7, 64}) {
      const std::vector<float> actual =
          tiny_.run(tokens, {.chunk = chunk, .page_tokens = 5 * chunk, .type_k = type, .type_v = type});
      EXPECT_TRUE(same_bits(actual, expected)) << "chunk " << chunk;
    }
    for (const int n_threads : {2, 3}) {
      const std::vector<float> actual =
          tiny_.run(tokens, {.chunk = 67, .n_threads = n_threads, .type_k = type, .type_v = type});
      EXPECT_TRUE(same_bits(actual, expected)) << n_threads << " threads";
    }
  }
  EXPECT_TRUE(same_bits(tiny_.run(tokens, {.chunk = 1, .n_threads = 2}), tiny_.run(tokens, {.chunk = 200})))
      << "token by token, 2 threads";
}

TEST_P(DeterminismTest, ThreadsThatShareTheRowsOfAHeadDoNotChangeABit) {
  // More rows than a part has. The last tokens come one by one, then a few at once, so that parts are shared.
  std::vector<std::int32_t> prefix;
  for (int i = 0; i < kernels::kPartRows + 40; ++i) {
    prefix.push_back((i * i * 3 + i * 11 + 7) % 96);
  }
  const std::vector<std::int32_t> rest{5, 17, 3, 80, 41, 2};
  const auto run = [&](int n_threads, const std::vector<int>& cuts) {
    ThreadPool threads(n_threads);
    Model::Scratch scratch(tiny_.model, 64);
    cache::KvCache cache = tiny_.model.new_cache(static_cast<int>(prefix.size() + rest.size()), 64, ElementType::kF16,
                                                 ElementType::kF16, 64);
    tiny_.append(prefix, cache, scratch, threads, {.chunk = 64, .last_only = true});
    std::vector<float> logits;
    auto from = rest.begin();
    for (const int cut : cuts) {
      const std::vector<float> some = tiny_.append({from, from + cut}, cache, scratch, threads, {.chunk = 64});
      logits.insert(logits.end(), some.begin(), some.end());
      from += cut;
    }
    return logits;
  };
  const std::vector<float> expected = run(1, {6});
  EXPECT_TRUE(same_bits(run(2, {1, 1, 1, 1, 1, 1}), expected));
  EXPECT_TRUE(same_bits(run(3, {1, 5}), expected));
  EXPECT_TRUE(same_bits(run(2, {4, 2}), expected));
}

TEST_P(DeterminismTest, TheLastTokenAloneHasTheLogitsItHasAmongAll) {
  const std::vector<std::int32_t> tokens = long_prompt();
  const std::vector<float> all = tiny_.run(tokens, {.chunk = 200});
  const std::vector<float> last = tiny_.run(tokens, {.chunk = 200, .last_only = true});
  EXPECT_TRUE(same_bits(last, {all.end() - static_cast<std::ptrdiff_t>(last.size()), all.end()}));
}

TEST_P(DeterminismTest, ACopyOfTheCacheContinuesExactly) {
  const std::vector<std::int32_t> tokens = long_prompt();
  const std::vector<float> expected = tiny_.run(tokens, {.chunk = 200});
  const RunOptions options{.chunk = 32};
  ThreadPool threads(1);
  Model::Scratch scratch(tiny_.model, 32);
  cache::KvCache cache = tiny_.model.new_cache(200, 32, ElementType::kF32, ElementType::kF32, 8);
  const std::vector<std::int32_t> prefix(tokens.begin(), tokens.begin() + 150);
  const std::vector<std::int32_t> rest(tokens.begin() + 150, tokens.end());
  tiny_.append(prefix, cache, scratch, threads, options);
  cache::KvCache snapshot = cache;
  tiny_.append({1, 2, 3, 4, 5, 6, 7, 8, 9}, cache, scratch, threads, options);
  const std::vector<float> actual = tiny_.append(rest, snapshot, scratch, threads, options);
  EXPECT_TRUE(same_bits(actual, {expected.end() - static_cast<std::ptrdiff_t>(actual.size()), expected.end()}));
}

TEST_P(DeterminismTest, ATruncatedCacheContinuesExactly) {
  const std::vector<std::int32_t> tokens = long_prompt();
  const std::vector<float> expected = tiny_.run(tokens, {.chunk = 200});
  const RunOptions options{.chunk = 32};
  ThreadPool threads(1);
  Model::Scratch scratch(tiny_.model, 32);
  cache::KvCache cache = tiny_.model.new_cache(200, 32, ElementType::kF32, ElementType::kF32, 8);
  const std::vector<std::int32_t> prefix(tokens.begin(), tokens.begin() + 150);
  const std::vector<std::int32_t> rest(tokens.begin() + 150, tokens.end());
  tiny_.append(prefix, cache, scratch, threads, options);
  tiny_.append({1, 2, 3, 4, 5, 6, 7, 8, 9}, cache, scratch, threads, options);
  ASSERT_TRUE(cache.truncate(150));
  const std::vector<float> actual = tiny_.append(rest, cache, scratch, threads, options);
  EXPECT_TRUE(same_bits(actual, {expected.end() - static_cast<std::ptrdiff_t>(actual.size()), expected.end()}));
}

INSTANTIATE_TEST_SUITE_P(
    Models, DeterminismTest,
    testing::Combine(testing::ValuesIn(kernels::table_names()),
                     testing::Values("llama_gqa", "llama_gqa_f16", "llama_gqa_q8_0", "llama_gqa_q4_0", "llama_tied",
                                     "mistral_window", "ministral_interleaved", "mistral3", "llama_yarn", "qwen3",
                                     "gemma2", "gemma3")),
    [](const auto& parameters) { return std::get<0>(parameters.param) + "_" + std::get<1>(parameters.param); });

}  // namespace
}  // namespace oree::model
