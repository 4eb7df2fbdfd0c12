#include <gtest/gtest.h>

#include "model/tiny_model.h"

namespace oree::model {
namespace {

class ScratchTest : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(ScratchTest, TakesWhatWasPlanned) {
  const auto& [name, target] = GetParam();
  const TinyModel tiny(name, target);
  const kernels::Table& kernels = kernels::find_table(target);
  const std::vector<std::int32_t> tokens = golden_tokens();
  for (const int chunk : {1, 7, 64}) {
    for (const int n_threads : {1, 3}) {
      ThreadPool threads(n_threads);
      cache::KvCache cache = tiny.model.new_cache(static_cast<int>(tokens.size()), chunk, tensor::ElementType::kF32,
                                                  tensor::ElementType::kF32, 8);
      Model::Scratch scratch(tiny.model, chunk);
      tiny.append(tokens, cache, scratch, threads, {.chunk = chunk});
      const ThreadNeeds needs{.n_threads = n_threads,
                              .max_segments = static_cast<int>(cache.max_segments()),
                              .max_widened_cols = max_widened_cols(tiny.file, kernels)};
      EXPECT_EQ(Model::Scratch::planned_bytes(tiny.model.hyper_parameters(), chunk, kernels, needs), scratch.bytes());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, ScratchTest,
                         testing::Combine(testing::Values("llama_gqa", "llama_gqa_q4_0", "llama_gqa_bf16",
                                                          "mistral_window", "gemma2", "gemma3", "qwen3"),
                                          testing::ValuesIn(kernels::table_names())),
                         [](const auto& test) { return std::get<0>(test.param) + "_" + std::get<1>(test.param); });

}  // namespace
}  // namespace oree::model
