// Heads of one group beyond what a tile of queries holds for several tokens.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "kernels/dispatch.h"
#include "model/gguf_builder.h"
#include "model/tiny_model.h"

namespace oree::model {
namespace {

constexpr std::uint64_t kEmbedding = 256;

// One layer of 64 query heads of 4 dimensions that share a KV head.
GgufBuilder one_wide_group() {
  GgufBuilder builder;
  for (const char* name :
       {"attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down"}) {
    builder.erase_tensor("blk.1." + std::string(name) + ".weight");
  }
  builder.set_unsigned("llama.block_count", 1).set_unsigned("llama.embedding_length", kEmbedding);
  builder.set_unsigned("llama.feed_forward_length", 64).set_unsigned("llama.vocab_size", 7);
  builder.set_unsigned("llama.attention.head_count", 64).set_unsigned("llama.attention.head_count_kv", 1);
  builder.set_unsigned("llama.rope.dimension_count", 4).set_unsigned("llama.context_length", 2048);
  std::mt19937 random(11);
  std::normal_distribution<float> normal(0.0f, 0.1f);
  const auto set = [&](const char* name, std::vector<std::uint64_t> shape) {
    std::uint64_t n = 1;
    for (const std::uint64_t extent : shape) {
      n *= extent;
    }
    std::string bytes;
    for (std::uint64_t i = 0; i < n; ++i) {
      const float value = shape.size() == 1 ? 1.0f : normal(random);
      bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
    }
    builder.set_tensor(name, GgufBuilder::Tensor{.shape = shape, .type = 0, .n_bytes = bytes.size(), .bytes = bytes});
  };
  set("token_embd.weight", {kEmbedding, 7});
  set("output_norm.weight", {kEmbedding});
  set("blk.0.attn_norm.weight", {kEmbedding});
  set("blk.0.ffn_norm.weight", {kEmbedding});
  set("blk.0.attn_q.weight", {kEmbedding, kEmbedding});
  set("blk.0.attn_k.weight", {kEmbedding, 4});
  set("blk.0.attn_v.weight", {kEmbedding, 4});
  set("blk.0.attn_output.weight", {kEmbedding, kEmbedding});
  set("blk.0.ffn_gate.weight", {kEmbedding, 64});
  set("blk.0.ffn_up.weight", {kEmbedding, 64});
  set("blk.0.ffn_down.weight", {64, kEmbedding});
  return builder;
}

// Logits of the last step of n tokens, which sees more rows than one part of a head.
std::vector<float> last_logits(const GgufBuilder& builder, const std::string& cpu, int n_threads, int n) {
  const gguf::File file = builder.open();
  const Model model(file, read_hyper_parameters(file), kernels::find_table(cpu));
  constexpr int kBefore = 1100;
  cache::KvCache cache = model.new_cache(kBefore + 8, 256, tensor::ElementType::kF32, tensor::ElementType::kF32);
  Model::Scratch scratch(model, 256);
  ThreadPool threads(n_threads);
  std::vector<std::int32_t> tokens(kBefore);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    tokens[i] = static_cast<std::int32_t>(i * i % 7);
  }
  const std::span<const std::int32_t> all(tokens);
  for (std::size_t begin = 0; begin < all.size(); begin += 256) {
    model.forward(all.subspan(begin, std::min<std::size_t>(256, all.size() - begin)), cache, scratch, threads, {},
                  false);
  }
  std::vector<float> logits(static_cast<std::size_t>(n) * 7);
  model.forward(all.first(static_cast<std::size_t>(n)), cache, scratch, threads, logits, true);
  return logits;
}

TEST(ManyQueryHeads, ShareRowsAmongThreadsForAnyNumberOfTokens) {
  const GgufBuilder builder = one_wide_group();
  for (const std::string& cpu : kernels::table_names()) {
    for (const int n : {1, 2, 5, 8}) {
      const std::vector<float> expected = last_logits(builder, cpu, 1, n);
      EXPECT_EQ(last_logits(builder, cpu, 3, n), expected) << cpu << ", " << n << " tokens";
      EXPECT_TRUE(std::isfinite(expected.back()));
    }
  }
}

}  // namespace
}  // namespace oree::model
