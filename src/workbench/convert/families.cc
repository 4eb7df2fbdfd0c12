#include "workbench/convert/families.h"

#include <algorithm>
#include <array>

namespace oree::workbench {
namespace {

using model::Architecture;

constexpr std::array kFamilies = {
    Family{.model_type = "llama", .architecture = "llama"},
    Family{.model_type = "mistral",
           .architecture = "llama",
           .wrapper = "mistral3",
           .windows = Windows::kAll,
           .defaults = R"({"sliding_window": 4096})"},
    Family{.model_type = "ministral",
           .architecture = "llama",
           .windows = Windows::kAll,
           .defaults = R"({"sliding_window": 4096})"},
    Family{.model_type = "ministral3", .architecture = "mistral3", .windows = Windows::kAll},
    Family{.model_type = "qwen2",
           .architecture = "qwen2",
           .biases = true,
           .windows = Windows::kLastLayers,
           .defaults = R"({"use_sliding_window": false, "sliding_window": 4096, "max_window_layers": 28})"},
    Family{.model_type = "qwen3",
           .architecture = "qwen3",
           .windows = Windows::kLastLayers,
           .defaults = R"({"use_sliding_window": false, "sliding_window": 4096, "max_window_layers": 28,
                           "head_dim": 128})"},
    Family{.model_type = "gemma2",
           .architecture = "gemma2",
           .norms_plus_one = true,
           .defaults = R"({"sliding_window": 4096, "query_pre_attn_scalar": 256, "head_dim": 256,
                           "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0,
                           "hidden_activation": "gelu_pytorch_tanh"})"},
    Family{.model_type = "gemma3_text",
           .architecture = "gemma3",
           .wrapper = "gemma3",
           .norms_plus_one = true,
           .defaults = R"({"vocab_size": 262208, "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256,
                           "max_position_embeddings": 131072, "rms_norm_eps": 1e-6, "rope_theta": 1000000.0,
                           "sliding_window": 4096, "query_pre_attn_scalar": 256,
                           "hidden_activation": "gelu_pytorch_tanh"})"},
};

constexpr std::array kModelTensors = {
    TensorName{"embed_tokens.weight", "token_embd.weight", Extent::kVocabulary, Extent::kEmbedding},
    TensorName{"norm.weight", "output_norm.weight", Extent::kOne, Extent::kEmbedding},
};

constexpr std::array kLayerTensors = {
    TensorName{"input_layernorm.weight", "attn_norm.weight", Extent::kOne, Extent::kEmbedding},
    TensorName{.source = "self_attn.q_proj.weight",
               .gguf = "attn_q.weight",
               .rows = Extent::kQueryRows,
               .cols = Extent::kEmbedding,
               .rotated = true},
    TensorName{.source = "self_attn.k_proj.weight",
               .gguf = "attn_k.weight",
               .rows = Extent::kKvRows,
               .cols = Extent::kEmbedding,
               .rotated = true},
    TensorName{"self_attn.v_proj.weight", "attn_v.weight", Extent::kKvRows, Extent::kEmbedding},
    TensorName{.source = "self_attn.q_proj.bias",
               .gguf = "attn_q.bias",
               .rows = Extent::kOne,
               .cols = Extent::kQueryRows,
               .bias = true,
               .rotated = true},
    TensorName{.source = "self_attn.k_proj.bias",
               .gguf = "attn_k.bias",
               .rows = Extent::kOne,
               .cols = Extent::kKvRows,
               .bias = true,
               .rotated = true},
    TensorName{.source = "self_attn.v_proj.bias",
               .gguf = "attn_v.bias",
               .rows = Extent::kOne,
               .cols = Extent::kKvRows,
               .bias = true},
    TensorName{.source = "self_attn.q_norm.weight",
               .gguf = "attn_q_norm.weight",
               .rows = Extent::kOne,
               .cols = Extent::kHeadDim,
               .only_with = &Architecture::query_key_norms},
    TensorName{.source = "self_attn.k_norm.weight",
               .gguf = "attn_k_norm.weight",
               .rows = Extent::kOne,
               .cols = Extent::kHeadDim,
               .only_with = &Architecture::query_key_norms},
    TensorName{"self_attn.o_proj.weight", "attn_output.weight", Extent::kEmbedding, Extent::kQueryRows},
    // The same name means another norm where there are norms behind attention and feed-forward.
    TensorName{.source = "post_attention_layernorm.weight",
               .gguf = "ffn_norm.weight",
               .rows = Extent::kOne,
               .cols = Extent::kEmbedding,
               .only_without = &Architecture::post_norms},
    TensorName{.source = "post_attention_layernorm.weight",
               .gguf = "post_attention_norm.weight",
               .rows = Extent::kOne,
               .cols = Extent::kEmbedding,
               .only_with = &Architecture::post_norms},
    TensorName{.source = "pre_feedforward_layernorm.weight",
               .gguf = "ffn_norm.weight",
               .rows = Extent::kOne,
               .cols = Extent::kEmbedding,
               .only_with = &Architecture::post_norms},
    TensorName{.source = "post_feedforward_layernorm.weight",
               .gguf = "post_ffw_norm.weight",
               .rows = Extent::kOne,
               .cols = Extent::kEmbedding,
               .only_with = &Architecture::post_norms},
    TensorName{"mlp.gate_proj.weight", "ffn_gate.weight", Extent::kFeedForward, Extent::kEmbedding},
    TensorName{"mlp.up_proj.weight", "ffn_up.weight", Extent::kFeedForward, Extent::kEmbedding},
    TensorName{"mlp.down_proj.weight", "ffn_down.weight", Extent::kEmbedding, Extent::kFeedForward},
};

}  // namespace

std::span<const Family> families() noexcept { return kFamilies; }

const Family* find_family(std::string_view model_type) noexcept {
  const auto found = std::find_if(kFamilies.begin(), kFamilies.end(),
                                  [&](const Family& each) { return each.model_type == model_type; });
  return found == kFamilies.end() ? nullptr : &*found;
}

std::span<const TensorName> model_tensors() noexcept { return kModelTensors; }
std::span<const TensorName> layer_tensors() noexcept { return kLayerTensors; }

}  // namespace oree::workbench
