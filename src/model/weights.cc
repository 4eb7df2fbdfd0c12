#include "model/weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <string>

#include "gguf/ggml_types.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace oree::model {
namespace {

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text = "[";
  for (const std::uint64_t extent : shape) {
    text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  }
  return text + "]";
}

// "F32, F16, ...", as files' tools spell them.
std::string supported_types() {
  std::string names;
  for (std::size_t i = 0; i < tensor::kElementTypes; ++i) {
    const auto type = static_cast<tensor::ElementType>(i);
    names += (names.empty() ? "" : ", ") + std::string(gguf::find_ggml_type(tensor::info(type).ggml_id)->name);
  }
  return names;
}

class Binder {
 public:
  Binder(const gguf::File& file, const kernels::Table& kernels) : file_(file), kernels_(kernels) {}

  bool has(const std::string& name) const noexcept { return file_.find_tensor(name) != nullptr; }

  Matrix matrix(const std::string& name, int n_rows, int n_cols) {
    const gguf::TensorInfo& tensor =
        find(name, {static_cast<std::uint64_t>(n_cols), static_cast<std::uint64_t>(n_rows)});
    const std::optional<tensor::ElementType> type = tensor::from_ggml_id(tensor.type);
    if (!type) {
      unsupported_type(tensor, supported_types());
    }
    const std::optional<std::uint64_t> row_bytes = tensor::row_bytes(*type, static_cast<std::uint64_t>(n_cols));
    if (!row_bytes || tensor.data.size() != *row_bytes * static_cast<std::uint64_t>(n_rows)) {
      throw Error(ErrorCode::kCorrupt, "the size of tensor \"" + name + "\" does not fit its shape and type",
                  where(tensor), "download or convert the file again");
    }
    const kernels::Matmul matmul = kernels::matmul_for(kernels_, *type);
    if (matmul == nullptr) {
      max_widened_cols_ = std::max<std::int64_t>(max_widened_cols_, n_cols);
    }
    return {.data = tensor.data.data(),
            .type = *type,
            .n_rows = n_rows,
            .n_cols = n_cols,
            .row_bytes = static_cast<std::size_t>(*row_bytes),
            .matmul = matmul,
            .quantized_activations = kernels::reads_quantized_activations(kernels_, *type)};
  }

  // A copy, as the map gives no alignment.
  std::vector<float> vector(const std::string& name, int n) {
    const gguf::TensorInfo& tensor = find(name, {static_cast<std::uint64_t>(n)});
    if (tensor::from_ggml_id(tensor.type) != tensor::ElementType::kF32) {
      unsupported_type(tensor, "F32");
    }
    std::vector<float> values(static_cast<std::size_t>(n));
    if (tensor.data.size() != values.size() * sizeof(float)) {
      throw Error(ErrorCode::kCorrupt, "the size of tensor \"" + name + "\" does not fit its shape", where(tensor),
                  "download or convert the file again");
    }
    std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
    return values;
  }

  // Empty when the file does not have it.
  std::vector<float> find_vector(const std::string& name, int n) {
    return has(name) ? vector(name, n) : std::vector<float>();
  }

  std::int64_t max_widened_cols() const noexcept { return max_widened_cols_; }

  // Every tensor must have been asked for: a bias or a norm that is left out would change the output unnoticed.
  void refuse_unused(const std::string& architecture) const {
    for (const gguf::TensorInfo& tensor : file_.tensors()) {
      if (!used_.contains(&tensor)) {
        throw Error(ErrorCode::kUnsupported,
                    "tensor \"" + std::string(tensor.name) + "\" is not part of the supported " + architecture +
                        " architecture",
                    where(tensor), "use a model without other biases, norms, experts or adapters");
      }
    }
  }

 private:
  std::string where(const gguf::TensorInfo& tensor) const {
    return file_.path().string() + ", tensor " + std::string(tensor.name);
  }

  [[noreturn]] void unsupported_type(const gguf::TensorInfo& tensor, const std::string& supported) const {
    throw Error(ErrorCode::kUnsupported,
                "tensor \"" + std::string(tensor.name) +
                    "\" has an element type that is not supported here (ggml type " + std::to_string(tensor.type) + ")",
                where(tensor), "supported: " + supported);
  }

  const gguf::TensorInfo& find(const std::string& name, const std::vector<std::uint64_t>& shape) {
    const gguf::TensorInfo* tensor = file_.find_tensor(name);
    if (tensor == nullptr) {
      throw Error(ErrorCode::kCorrupt, "tensor \"" + name + "\" is missing", file_.path().string(),
                  "download or convert the file again");
    }
    std::vector<std::uint64_t> actual = tensor->shape;
    while (actual.size() > shape.size() && actual.back() == 1) {  // some writers pad shapes to four dimensions
      actual.pop_back();
    }
    if (actual != shape) {
      throw Error(ErrorCode::kCorrupt,
                  "tensor \"" + name + "\" has shape " + shape_text(tensor->shape) + " where the hyperparameters say " +
                      shape_text(shape),
                  where(*tensor), "download or convert the file again");
    }
    used_.insert(tensor);
    return *tensor;
  }

  const gguf::File& file_;
  const kernels::Table& kernels_;
  std::set<const gguf::TensorInfo*> used_;
  std::int64_t max_widened_cols_ = 0;
};

}  // namespace

Weights bind_weights(const gguf::File& file, const HyperParameters& hyper, const kernels::Table& kernels) {
  Binder binder(file, kernels);
  const int embedding = hyper.embedding_length;
  const int query_rows = hyper.n_heads * hyper.head_dim;
  const int kv_rows = hyper.n_kv_heads * hyper.head_dim;
  Weights weights;
  weights.embedding = binder.matrix("token_embd.weight", hyper.vocabulary_size, embedding);
  weights.output_norm = binder.vector("output_norm.weight", embedding);
  weights.output = binder.has("output.weight") ? binder.matrix("output.weight", hyper.vocabulary_size, embedding)
                                               : weights.embedding;
  if (binder.has("rope_freqs.weight")) {
    weights.rope_factors = binder.vector("rope_freqs.weight", hyper.rope_dimension / 2);
    for (const float factor : weights.rope_factors) {
      if (!std::isfinite(factor) || factor <= 0) {
        throw Error(ErrorCode::kCorrupt, "tensor \"rope_freqs.weight\" holds a factor that is not positive",
                    file.path().string(), "download or convert the file again");
      }
    }
  }
  for (int i = 0; i < hyper.n_layers; ++i) {
    const std::string prefix = "blk." + std::to_string(i) + ".";
    LayerWeights layer;
    layer.attention_norm = binder.vector(prefix + "attn_norm.weight", embedding);
    layer.query = binder.matrix(prefix + "attn_q.weight", query_rows, embedding);
    layer.key = binder.matrix(prefix + "attn_k.weight", kv_rows, embedding);
    layer.value = binder.matrix(prefix + "attn_v.weight", kv_rows, embedding);
    layer.query_bias = binder.find_vector(prefix + "attn_q.bias", query_rows);
    layer.key_bias = binder.find_vector(prefix + "attn_k.bias", kv_rows);
    layer.value_bias = binder.find_vector(prefix + "attn_v.bias", kv_rows);
    if (hyper.features->query_key_norms) {
      layer.query_norm = binder.vector(prefix + "attn_q_norm.weight", hyper.head_dim);
      layer.key_norm = binder.vector(prefix + "attn_k_norm.weight", hyper.head_dim);
    }
    if (hyper.features->post_norms) {
      layer.attention_post_norm = binder.vector(prefix + "post_attention_norm.weight", embedding);
      layer.feed_forward_post_norm = binder.vector(prefix + "post_ffw_norm.weight", embedding);
    }
    layer.attention_output = binder.matrix(prefix + "attn_output.weight", embedding, query_rows);
    layer.feed_forward_norm = binder.vector(prefix + "ffn_norm.weight", embedding);
    layer.gate = binder.matrix(prefix + "ffn_gate.weight", hyper.feed_forward_length, embedding);
    layer.up = binder.matrix(prefix + "ffn_up.weight", hyper.feed_forward_length, embedding);
    layer.down = binder.matrix(prefix + "ffn_down.weight", embedding, hyper.feed_forward_length);
    weights.layers.push_back(std::move(layer));
  }
  binder.refuse_unused(hyper.architecture);
  weights.max_widened_cols = binder.max_widened_cols();
  return weights;
}

}  // namespace oree::model
