#include "model/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "kernels/attention.h"
#include "kernels/widened_matmul.h"
#include "model/forward.h"
#include "model/scratch.h"

namespace oree::model {

Model::Model(const gguf::File& file, HyperParameters hyper_parameters, const kernels::Table& kernels) {
  State state{.hyper = std::move(hyper_parameters), .kernels = &kernels, .weights = {}, .rope = {}, .local_rope = {}};
  const HyperParameters& hyper = state.hyper;
  state.weights = bind_weights(file, hyper, kernels);
  state.rope = rope_frequencies(hyper.rope_dimension, hyper.rope_base, hyper.rope_scaling);
  for (std::size_t i = 0; i < state.weights.rope_factors.size(); ++i) {
    state.rope.per_token[i] /= state.weights.rope_factors[i];
  }
  if (hyper.local_rope_base > 0) {
    state.local_rope = rope_frequencies(hyper.rope_dimension, hyper.local_rope_base, {});
  }
  state_ = std::make_unique<const State>(std::move(state));
}

Model::~Model() = default;
Model::Model(Model&&) noexcept = default;

const HyperParameters& Model::hyper_parameters() const noexcept { return state_->hyper; }

cache::KvLayout Model::cache_layout(int context, int chunk, tensor::ElementType type_k,
                                    tensor::ElementType type_v) const {
  return {.n_heads = state_->hyper.n_heads,
          .n_kv_heads = state_->hyper.n_kv_heads,
          .head_dim = state_->hyper.head_dim,
          .windows = state_->hyper.windows,
          .context = context,
          .chunk = chunk,
          .type_k = type_k,
          .type_v = type_v,
          .kernels = state_->kernels};
}

cache::KvCache Model::new_cache(int context, int chunk, tensor::ElementType type_k, tensor::ElementType type_v,
                                int page_tokens) const {
  cache::KvLayout layout = cache_layout(context, chunk, type_k, type_v);
  layout.page_tokens = page_tokens;
  return cache::KvCache(std::move(layout));
}

const kernels::Table& Model::kernels() const noexcept { return *state_->kernels; }

cache::AttentionGeometry Model::attention_geometry() const {
  const HyperParameters& hyper = state_->hyper;
  const auto geometry = [&](const RopeFrequencies& frequencies) {
    return cache::RopeGeometry{.halves = hyper.features->rope_pairs == RopePairs::kHalves,
                               .dimension = hyper.rope_dimension,
                               .per_token = frequencies.per_token,
                               .amplitude = frequencies.amplitude};
  };
  const bool has_local = !state_->local_rope.per_token.empty();
  std::vector<bool> local_layers(static_cast<std::size_t>(hyper.n_layers), false);
  if (has_local) {
    local_layers = hyper.local_layers;
  }
  return {.n_layers = hyper.n_layers,
          .n_heads = hyper.n_heads,
          .n_kv_heads = hyper.n_kv_heads,
          .head_dim = hyper.head_dim,
          .attention_scale = hyper.attention_scale,
          .windows = hyper.windows,
          .rope = geometry(state_->rope),
          .local_rope = geometry(has_local ? state_->local_rope : state_->rope),
          .local_layers = std::move(local_layers)};
}

void Model::forward(std::span<const std::int32_t> tokens, cache::KvCache& cache, Scratch& scratch, ThreadPool& threads,
                    std::span<float> logits, bool all_logits, cache::QueryObserver* observer) const {
  const HyperParameters& hyper = state_->hyper;
  Scratch::Buffers& buffers = *scratch.buffers_;
  const auto vocabulary_size = static_cast<std::size_t>(hyper.vocabulary_size);
  check(!tokens.empty(), "Model::forward: no tokens");
  check(tokens.size() <= static_cast<std::size_t>(std::min(buffers.chunk, cache.layout().chunk)),
        "Model::forward: more tokens than the chunk");
  check(tokens.size() <= static_cast<std::size_t>(cache.step_room()) && !cache.eviction_due(),
        "Model::forward: the cache has no room");
  check(cache.layout().windows == hyper.windows && cache.layout().n_kv_heads == hyper.n_kv_heads &&
            cache.layout().head_dim == hyper.head_dim,
        "Model::forward: the cache is of another model");
  check(logits.empty() || logits.size() == (all_logits ? tokens.size() : 1) * vocabulary_size,
        "Model::forward: the logits have another size");
  for (const std::int32_t token : tokens) {
    check(token >= 0 && token < hyper.vocabulary_size, "Model::forward: a token is outside the vocabulary");
  }
  // Everything that allocates comes first, so that running out of memory changes nothing.
  cache.reserve(static_cast<int>(tokens.size()));
  if (buffers.threads.size() < static_cast<std::size_t>(threads.n_threads())) {
    buffers.threads.resize(static_cast<std::size_t>(threads.n_threads()));
  }
  for (ThreadBuffer& buffer : buffers.threads) {
    buffer.attention.resize(kernels::attention_scratch_floats(hyper.n_heads / hyper.n_kv_heads, hyper.head_dim));
    buffer.widened.resize(static_cast<std::size_t>(state_->weights.max_widened_cols * kernels::kWidenedRows));
    buffer.segments.resize(std::max(buffer.segments.size(), cache.max_segments()));
  }
  std::array<cache::QueryObserver*, 2> observers{};
  std::size_t n_observers = 0;
  for (cache::QueryObserver* each : {cache.recorder(), observer}) {
    if (each != nullptr) {
      observers[n_observers++] = each;
      buffers.plain_queries.resize(each->wants_plain() ? buffers.queries.size() : buffers.plain_queries.size());
      buffers.plain_keys.resize(each->wants_plain() ? buffers.keys.size() : buffers.plain_keys.size());
    }
  }

  run_forward(*state_, buffers, cache, threads, tokens, logits, all_logits, std::span(observers).first(n_observers));
  cache.commit();
}

Model::Scratch::Scratch(const Model& model, int chunk) : buffers_(std::make_unique<Buffers>()) {
  check(chunk >= 1, "Model::Scratch: the chunk is empty");
  const HyperParameters& hyper = model.hyper_parameters();
  const auto n = static_cast<std::size_t>(chunk);
  const auto embedding = static_cast<std::size_t>(hyper.embedding_length);
  const auto query_cols = static_cast<std::size_t>(hyper.n_heads) * static_cast<std::size_t>(hyper.head_dim);
  const auto kv_cols = static_cast<std::size_t>(hyper.n_kv_heads) * static_cast<std::size_t>(hyper.head_dim);
  const auto hidden = static_cast<std::size_t>(hyper.feed_forward_length);
  const auto rope = static_cast<std::size_t>(hyper.rope_dimension);
  buffers_->chunk = chunk;
  for (std::vector<float>* stream : {&buffers_->stream, &buffers_->normed, &buffers_->projected}) {
    stream->resize(n * embedding);
  }
  buffers_->queries.resize(n * query_cols);
  buffers_->attended.resize(n * query_cols);
  buffers_->keys.resize(n * kv_cols);
  buffers_->values.resize(n * kv_cols);
  buffers_->gate.resize(n * hidden);
  buffers_->up.resize(n * hidden);
  for (RopeTable* table : {&buffers_->rope, &buffers_->local_rope}) {
    const bool used = table == &buffers_->rope || hyper.local_rope_base > 0;
    table->cosines.resize(used ? n * rope : 0);
    table->sines.resize(used ? n * rope : 0);
  }
  buffers_->input.resize(n, std::max(embedding, query_cols));
  buffers_->hidden.resize(n, hidden);
}

Model::Scratch::~Scratch() = default;
Model::Scratch::Scratch(Scratch&&) noexcept = default;
Model::Scratch& Model::Scratch::operator=(Scratch&&) noexcept = default;

std::size_t Model::Scratch::bytes() const noexcept {
  std::size_t total = buffers_->input.bytes() + buffers_->hidden.bytes();
  for (const std::vector<float>* floats :
       {&buffers_->stream, &buffers_->normed, &buffers_->projected, &buffers_->queries, &buffers_->keys,
        &buffers_->values, &buffers_->plain_queries, &buffers_->plain_keys, &buffers_->attended, &buffers_->gate,
        &buffers_->up, &buffers_->rope.cosines, &buffers_->rope.sines, &buffers_->local_rope.cosines,
        &buffers_->local_rope.sines}) {
    total += floats->size() * sizeof(float);
  }
  for (const ThreadBuffer& thread : buffers_->threads) {
    total += (thread.attention.size() + thread.widened.size()) * sizeof(float) +
             thread.segments.size() * sizeof(tensor::KvSegment);
  }
  return total;
}

}  // namespace oree::model
