// Models of tests/golden/model run on caches that evict.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cache/make_policy.h"
#include "model/tiny_model.h"

namespace oree::model {

inline std::filesystem::path eviction_golden(const std::string& name) {
  return std::filesystem::path(OREE_SOURCE_DIR) / "tests/golden/eviction" / name;
}

inline cache::PolicyContext policy_context(const Model& model, const std::string& name) {
  const HyperParameters& hyper = model.hyper_parameters();
  return {.kernels = &model.kernels(),
          .geometry = model.attention_geometry(),
          .filters = std::make_shared<cache::QFilters>(
              cache::QFilters{.n_layers = hyper.n_layers,
                              .n_kv_heads = hyper.n_kv_heads,
                              .head_dim = hyper.head_dim,
                              .values = test::read_npy<float>(eviction_golden(name + ".filters.npy")).values})};
}

// A cache in float32 that holds `context` tokens, and what runs a model on it.
struct Reader {
  const Model& model;
  cache::KvCache cache;
  ThreadPool threads{2};
  Model::Scratch scratch;
  std::vector<float> logits;  // of all tokens so far
  // Called after each eviction.
  std::function<void(const cache::KvCache&)> evicted = [](const cache::KvCache&) {};

  Reader(const Model& its_model, int context, int chunk, const cache::EvictionRule& rule)
      : model(its_model), cache(layout(its_model, context, chunk, rule)), scratch(its_model, chunk) {}

  static cache::KvLayout layout(const Model& its_model, int context, int chunk, const cache::EvictionRule& rule) {
    cache::KvLayout made = its_model.cache_layout(context, chunk, tensor::ElementType::kF32, tensor::ElementType::kF32);
    made.page_tokens = 8;
    made.record = cache::needs_of_any_policy();
    made.eviction = rule;
    return made;
  }

  void read(std::span<const std::int32_t> tokens) {
    while (!tokens.empty()) {
      const auto n = std::min(tokens.size(), static_cast<std::size_t>(cache.step_room()));
      std::vector<float> part(n * static_cast<std::size_t>(model.hyper_parameters().vocabulary_size));
      model.forward(tokens.first(n), cache, scratch, threads, part, true);
      logits.insert(logits.end(), part.begin(), part.end());
      tokens = tokens.subspan(n);
      if (cache.eviction_due()) {
        cache.evict(threads);
        evicted(cache);
      }
    }
  }
};

}  // namespace oree::model
