#include <gtest/gtest.h>

#include "model/tiny_model.h"

namespace oree::model {
namespace {

class ScratchTest : public testing::TestWithParam<std::string> {};

TEST_P(ScratchTest, TakesWhatWasPlanned) {
  const TinyModel tiny(GetParam(), "scalar");
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
                              .max_widened_cols = max_widened_cols(tiny.file, kernels::find_table("scalar"))};
      EXPECT_EQ(Model::Scratch::planned_bytes(tiny.model.hyper_parameters(), chunk, needs), scratch.bytes());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, ScratchTest,
                         testing::Values("llama_gqa", "llama_gqa_q4_0", "llama_gqa_bf16", "mistral_window", "gemma2",
                                         "gemma3", "qwen3"),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace oree::model
