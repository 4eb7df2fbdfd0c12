#include "model/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/check.h"
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

bool Model::has_query_key_norms() const noexcept {
  const std::vector<LayerWeights>& layers = state_->weights.layers;
  return std::any_of(layers.begin(), layers.end(),
                     [](const LayerWeights& layer) { return !layer.query_norm.empty() || !layer.key_norm.empty(); });
}

bool Model::has_query_key_biases() const noexcept {
  const std::vector<LayerWeights>& layers = state_->weights.layers;
  return std::any_of(layers.begin(), layers.end(),
                     [](const LayerWeights& layer) { return !layer.query_bias.empty() || !layer.key_bias.empty(); });
}

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
  resize_thread_buffers(buffers.threads, hyper, *state_->kernels,
                        {.n_threads = threads.n_threads(),
                         .max_segments = static_cast<int>(cache.max_segments()),
                         .max_widened_cols = state_->weights.max_widened_cols});
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

}  // namespace oree::model
