// A model whose weights have any type against the same model in F32 with their dequantised values.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "kernels/dispatch.h"
#include "model/gguf_builder.h"
#include "model/tiny_model.h"
#include "tensor/convert.h"

namespace oree::model {
namespace {

using tensor::ElementType;

// The blocks with usual scales of tests/golden/tensor.
std::string usual_blocks(ElementType type) {
  const tensor::ElementTypeInfo& info = tensor::info(type);
  std::ifstream stream(std::string(OREE_SOURCE_DIR "/tests/golden/tensor/blocks.") + std::string(info.name),
                       std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  return bytes.substr(0, std::size_t{info.block_bytes} * 12);
}

struct Shape {
  const char* name;
  std::uint64_t n_cols, n_rows;
};
constexpr Shape kMatrices[] = {
    {"token_embd.weight", 256, 7},     {"blk.0.attn_q.weight", 256, 256},      {"blk.0.attn_k.weight", 256, 128},
    {"blk.0.attn_v.weight", 256, 128}, {"blk.0.attn_output.weight", 256, 256}, {"blk.0.ffn_gate.weight", 256, 512},
    {"blk.0.ffn_up.weight", 256, 512}, {"blk.0.ffn_down.weight", 512, 256},
};

GgufBuilder one_layer() {
  GgufBuilder builder;
  for (const char* name :
       {"attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down"}) {
    builder.erase_tensor("blk.1." + std::string(name) + ".weight");
  }
  builder.set_unsigned("llama.block_count", 1).set_unsigned("llama.embedding_length", 256);
  builder.set_unsigned("llama.feed_forward_length", 512).set_unsigned("llama.vocab_size", 7);
  std::string ones;
  for (int i = 0; i < 256; ++i) {
    const float one = 1.0f;
    ones.append(reinterpret_cast<const char*>(&one), sizeof(one));
  }
  for (const char* name : {"output_norm.weight", "blk.0.attn_norm.weight", "blk.0.ffn_norm.weight"}) {
    builder.set_tensor(name, GgufBuilder::Tensor{.shape = {256}, .type = 0, .n_bytes = ones.size(), .bytes = ones});
  }
  return builder;
}

std::vector<float> logits_of(const GgufBuilder& builder, const std::string& cpu, int n_threads, int chunk) {
  const gguf::File file = builder.open();
  const Model model(file, read_hyper_parameters(file), kernels::find_table(cpu));
  ThreadPool threads(n_threads);
  cache::KvCache cache = model.new_cache(16, chunk, ElementType::kF32, ElementType::kF32);
  Model::Scratch scratch(model, chunk);
  std::vector<float> logits;
  const std::vector<std::int32_t> tokens{1, 6, 3, 0, 5, 2};
  for (std::size_t begin = 0; begin < tokens.size(); begin += static_cast<std::size_t>(chunk)) {
    std::vector<float> part(static_cast<std::size_t>(chunk) * 7);
    model.forward({tokens.data() + begin, static_cast<std::size_t>(chunk)}, cache, scratch, threads, part, true);
    logits.insert(logits.end(), part.begin(), part.end());
  }
  return logits;
}

class ElementTypesTest : public testing::TestWithParam<ElementType> {};

TEST_P(ElementTypesTest, TheModelComputesWithTheValuesTheFileHolds) {
  const std::string blocks = usual_blocks(GetParam());
  GgufBuilder stored = one_layer();
  GgufBuilder widened = one_layer();
  for (const Shape& matrix : kMatrices) {
    const std::uint64_t n = matrix.n_cols * matrix.n_rows;
    std::string bytes;
    const std::size_t n_bytes = *tensor::row_bytes(GetParam(), n);
    while (bytes.size() < n_bytes) bytes += blocks;
    bytes.resize(n_bytes);
    std::string floats(n * sizeof(float), '\0');
    tensor::dequantize_row(GetParam(), std::as_bytes(std::span(bytes)),
                           {reinterpret_cast<float*>(floats.data()), static_cast<std::size_t>(n)});
    stored.set_tensor(matrix.name, GgufBuilder::Tensor{.shape = {matrix.n_cols, matrix.n_rows},
                                                       .type = tensor::info(GetParam()).ggml_id,
                                                       .n_bytes = n_bytes,
                                                       .bytes = bytes});
    widened.set_tensor(
        matrix.name,
        GgufBuilder::Tensor{
            .shape = {matrix.n_cols, matrix.n_rows}, .type = 0, .n_bytes = floats.size(), .bytes = floats});
  }
  for (const std::string& cpu : kernels::table_names()) {
    std::vector<float> expected = logits_of(widened, cpu, 1, 6);
    EXPECT_NE(expected[0], expected[1]);
    if (kernels::reads_quantized_activations(kernels::find_table(cpu), GetParam())) {
      // The activations lose what 8 bits cost; apart from that the values are those of the file, in any chunk.
      const std::vector<float> exact = expected;
      expected = logits_of(stored, cpu, 1, 6);
      double error = 0;
      double size = 0;
      for (std::size_t i = 0; i < exact.size(); ++i) {
        error += std::pow(double{expected[i]} - exact[i], 2);
        size += std::pow(double{exact[i]}, 2);
      }
      EXPECT_LT(std::sqrt(error / size), 0.03) << cpu;
    }
    for (const int n_threads : {1, 2}) {
      for (const int chunk : {6, 2, 1}) {
        EXPECT_EQ(logits_of(stored, cpu, n_threads, chunk), expected) << cpu << ", " << chunk << " tokens a chunk";
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Types, ElementTypesTest,
                         testing::Values(ElementType::kQ4_1, ElementType::kQ5_0, ElementType::kQ5_1, ElementType::kQ2K,
                                         ElementType::kQ3K, ElementType::kQ4K, ElementType::kQ5K, ElementType::kQ6K,
                                         ElementType::kIq4Nl, ElementType::kIq4Xs, ElementType::kMxfp4),
                         [](const auto& test) { return std::string(tensor::info(test.param).name); });

}  // namespace
}  // namespace oree::model
