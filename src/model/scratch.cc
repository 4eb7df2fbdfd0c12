// How much working memory a forward pass takes.
#include "model/scratch.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "kernels/attention.h"
#include "kernels/widened_matmul.h"
#include "model/layer_attention.h"
#include "model/model.h"
#include "tensor/element_type.h"

namespace oree::model {
namespace {

// Elements of the buffers of a chunk; those that a family does not need have none.
struct Sizes {
  std::size_t stream;      // and normed, projected
  std::size_t queries;     // and attended
  std::size_t keys;        // and values
  std::size_t hidden;      // gate, and up
  std::size_t rope;        // cosines, and sines
  std::size_t local_rope;  // the same
  std::size_t n_tokens;
  std::size_t input_cols;
  std::size_t hidden_cols;
};

// What the widest product of a model needs.
std::size_t matmul_scratch_bytes(const HyperParameters& hyper, const kernels::Table& kernels) noexcept {
  const std::int64_t query_cols = std::int64_t{hyper.n_heads} * hyper.head_dim;
  const std::int64_t widest = std::max<std::int64_t>({hyper.embedding_length, query_cols, hyper.feed_forward_length});
  return kernels.uses_matmul_scratch ? kernels::matmul_scratch_bytes(widest) : 0;
}

Sizes sizes(const HyperParameters& hyper, int chunk) noexcept {
  const auto n = static_cast<std::size_t>(chunk);
  const auto embedding = static_cast<std::size_t>(hyper.embedding_length);
  const auto query_cols = static_cast<std::size_t>(hyper.n_heads) * static_cast<std::size_t>(hyper.head_dim);
  const auto kv_cols = static_cast<std::size_t>(hyper.n_kv_heads) * static_cast<std::size_t>(hyper.head_dim);
  const auto hidden = static_cast<std::size_t>(hyper.feed_forward_length);
  const auto rope = static_cast<std::size_t>(hyper.rope_dimension);
  return {.stream = n * embedding,
          .queries = n * query_cols,
          .keys = n * kv_cols,
          .hidden = n * hidden,
          .rope = n * rope,
          .local_rope = hyper.local_rope_base > 0 ? n * rope : 0,
          .n_tokens = n,
          .input_cols = std::max(embedding, query_cols),
          .hidden_cols = hidden};
}

}  // namespace

std::int64_t max_widened_cols(const gguf::File& file, const kernels::Table& kernels) noexcept {
  std::uint64_t most = 0;
  for (const gguf::TensorInfo& tensor : file.tensors()) {
    const std::optional<tensor::ElementType> type = tensor::from_ggml_id(tensor.type);
    if (tensor.shape.size() > 1 && type && kernels::matmul_for(kernels, *type) == nullptr) {
      most = std::max(most, tensor.shape[0]);
    }
  }
  return static_cast<std::int64_t>(most);
}

void resize_thread_buffers(std::vector<ThreadBuffer>& threads, const HyperParameters& hyper,
                           const kernels::Table& kernels, const ThreadNeeds& needs) {
  threads.resize(std::max(threads.size(), static_cast<std::size_t>(needs.n_threads)));
  for (ThreadBuffer& buffer : threads) {
    buffer.attention.resize(kernels::attention_scratch_floats(hyper.n_heads / hyper.n_kv_heads, hyper.head_dim));
    buffer.widened.resize(static_cast<std::size_t>(needs.max_widened_cols * kernels::kWidenedRows));
    buffer.matmul.resize(matmul_scratch_bytes(hyper, kernels));
    buffer.segments.resize(std::max(buffer.segments.size(), static_cast<std::size_t>(needs.max_segments)));
  }
}

Model::Scratch::Scratch(const Model& model, int chunk) : buffers_(std::make_unique<Buffers>()) {
  check(chunk >= 1, "Model::Scratch: the chunk is empty");
  const Sizes wanted = sizes(model.hyper_parameters(), chunk);
  buffers_->chunk = chunk;
  for (std::vector<float>* stream : {&buffers_->stream, &buffers_->normed, &buffers_->projected}) {
    stream->resize(wanted.stream);
  }
  buffers_->queries.resize(wanted.queries);
  buffers_->attended.resize(wanted.queries);
  buffers_->keys.resize(wanted.keys);
  buffers_->values.resize(wanted.keys);
  buffers_->gate.resize(wanted.hidden);
  buffers_->up.resize(wanted.hidden);
  buffers_->rope.cosines.resize(wanted.rope);
  buffers_->rope.sines.resize(wanted.rope);
  buffers_->local_rope.cosines.resize(wanted.local_rope);
  buffers_->local_rope.sines.resize(wanted.local_rope);
  buffers_->input.resize(QuantizedBuffer::sizes(model.kernels(), wanted.n_tokens, wanted.input_cols));
  buffers_->hidden.resize(QuantizedBuffer::sizes(model.kernels(), wanted.n_tokens, wanted.hidden_cols));
  resize_partials(buffers_->partials, model.hyper_parameters());
}

Model::Scratch::~Scratch() = default;
Model::Scratch::Scratch(Scratch&&) noexcept = default;
Model::Scratch& Model::Scratch::operator=(Scratch&&) noexcept = default;

std::size_t Model::Scratch::bytes() const noexcept {
  std::size_t total = buffers_->input.bytes() + buffers_->hidden.bytes() +
                      buffers_->partials.rows.size() * sizeof(float) +
                      buffers_->partials.parts.size() * sizeof(kernels::Range);
  for (const std::vector<float>* floats :
       {&buffers_->stream, &buffers_->normed, &buffers_->projected, &buffers_->queries, &buffers_->keys,
        &buffers_->values, &buffers_->plain_queries, &buffers_->plain_keys, &buffers_->attended, &buffers_->gate,
        &buffers_->up, &buffers_->rope.cosines, &buffers_->rope.sines, &buffers_->local_rope.cosines,
        &buffers_->local_rope.sines}) {
    total += floats->size() * sizeof(float);
  }
  for (const ThreadBuffer& thread : buffers_->threads) {
    total += (thread.attention.size() + thread.widened.size()) * sizeof(float) + thread.matmul.bytes() +
             thread.segments.size() * sizeof(tensor::KvSegment);
  }
  return total;
}

std::size_t Model::Scratch::planned_bytes(const HyperParameters& hyper, int chunk, const kernels::Table& kernels,
                                          const ThreadNeeds& needs) noexcept {
  const Sizes wanted = sizes(hyper, chunk);
  const std::size_t floats = 3 * wanted.stream + 2 * wanted.queries + 2 * wanted.keys + 2 * wanted.hidden +
                             2 * wanted.rope + 2 * wanted.local_rope;
  const std::size_t of_thread = (kernels::attention_scratch_floats(hyper.n_heads / hyper.n_kv_heads, hyper.head_dim) +
                                 static_cast<std::size_t>(needs.max_widened_cols * kernels::kWidenedRows)) *
                                    sizeof(float) +
                                matmul_scratch_bytes(hyper, kernels) +
                                static_cast<std::size_t>(needs.max_segments) * sizeof(tensor::KvSegment);
  const auto quantized = [&](std::size_t n_cols) {
    return QuantizedBuffer::planned_bytes(QuantizedBuffer::sizes(kernels, wanted.n_tokens, n_cols));
  };
  return floats * sizeof(float) + quantized(wanted.input_cols) + quantized(wanted.hidden_cols) + partials_bytes(hyper) +
         static_cast<std::size_t>(needs.n_threads) * of_thread;
}

}  // namespace oree::model
