#include "workbench/model_shapes.h"

#include <array>
#include <string>

#include "model/architecture.h"
#include "oree/error.h"

namespace oree::workbench {
namespace {

// Source: the config.json that each model is published with. Those whose attention, norms and feed-forward parts are
// llama's are written as llama, which every program reads.
constexpr std::array<ModelShape, 9> kShapes = {{
    {"ministral-3-3b", "llama", 26, 3072, 32, 8, 128, 9216, 131072, true, 262144, 1e6f},
    {"ministral-8b", "llama", 36, 4096, 32, 8, 128, 12288, 131072, false, 32768, 1e8f},
    {"mistral-7b", "llama", 32, 4096, 32, 8, 128, 14336, 32768, false, 32768, 1e6f},
    {"llama-3.2-1b", "llama", 16, 2048, 32, 8, 64, 8192, 128256, true, 131072, 5e5f},
    {"llama-3.2-3b", "llama", 28, 3072, 24, 8, 128, 8192, 128256, true, 131072, 5e5f},
    {"smollm2-135m", "llama", 30, 576, 9, 3, 64, 1536, 49152, true, 8192, 1e5f},
    {"qwen3-0.6b", "qwen3", 28, 1024, 16, 8, 128, 3072, 151936, true, 40960, 1e6f},
    {"gemma-3-1b", "gemma3", 26, 1152, 4, 1, 256, 6912, 262144, true, 32768, 1e6f, 512},
    {"oree-mini", "llama", 6, 384, 6, 2, 64, 1024, 6144, true, 8192, 5e4f, 512, 3},
}};

}  // namespace

std::span<const ModelShape> model_shapes() noexcept { return kShapes; }

const ModelShape& find_model_shape(std::string_view name) {
  std::string names;
  for (const ModelShape& shape : kShapes) {
    if (shape.name == name) {
      return shape;
    }
    names += (names.empty() ? "" : ", ") + std::string(shape.name);
  }
  throw Error(ErrorCode::kUsage, "there is no shape \"" + std::string(name) + "\"", "--shape",
              "the shapes are " + names);
}

std::vector<TensorShape> tensors_of(const ModelShape& shape) {
  const model::Architecture& features = *model::find_architecture(shape.architecture);
  const auto size = [](int extent) { return static_cast<std::uint64_t>(extent); };
  const std::uint64_t embedding = size(shape.embedding_length);
  const std::uint64_t feed_forward = size(shape.feed_forward_length);
  const std::uint64_t vocabulary = size(shape.vocabulary_size);
  const std::uint64_t head = size(shape.head_dim);
  const std::uint64_t queries = size(shape.n_heads) * head;
  const std::uint64_t keys = size(shape.n_kv_heads) * head;
  std::vector<TensorShape> tensors = {{"token_embd.weight", {embedding, vocabulary}},
                                      {"output_norm.weight", {embedding}}};
  if (!shape.is_tied) {
    tensors.push_back({"output.weight", {embedding, vocabulary}});
  }
  for (int layer = 0; layer < shape.n_layers; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    const auto add = [&](const char* name, std::vector<std::uint64_t> extents) {
      tensors.push_back({prefix + name, std::move(extents)});
    };
    add("attn_norm.weight", {embedding});
    add("attn_q.weight", {embedding, queries});
    add("attn_k.weight", {embedding, keys});
    add("attn_v.weight", {embedding, keys});
    if (features.query_key_norms) {
      add("attn_q_norm.weight", {head});
      add("attn_k_norm.weight", {head});
    }
    if (features.post_norms) {
      add("post_attention_norm.weight", {embedding});
      add("post_ffw_norm.weight", {embedding});
    }
    add("attn_output.weight", {queries, embedding});
    add("ffn_norm.weight", {embedding});
    add("ffn_gate.weight", {embedding, feed_forward});
    add("ffn_up.weight", {embedding, feed_forward});
    add("ffn_down.weight", {feed_forward, embedding});
  }
  return tensors;
}

}  // namespace oree::workbench
