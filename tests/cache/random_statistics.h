// Statistics that some keys could have.
#pragma once

#include <memory>
#include <random>

#include "cache/attention_geometry.h"
#include "cache/query_statistics.h"

namespace oree::cache {

// Of n random keys a head, drawn through a random matrix, so that dims depend on each other; queries and values all 0.
inline std::shared_ptr<const QueryStatistics> random_statistics(const AttentionGeometry& geometry, unsigned seed = 5,
                                                                int n = 400) {
  auto statistics = std::make_shared<QueryStatistics>();
  const auto dim = static_cast<std::size_t>(geometry.head_dim);
  const auto n_kv_heads = static_cast<std::size_t>(geometry.n_layers * geometry.n_kv_heads);
  const auto n_heads = static_cast<std::size_t>(geometry.n_layers * geometry.n_heads);
  statistics->n_layers = geometry.n_layers;
  statistics->n_heads = geometry.n_heads;
  statistics->n_kv_heads = geometry.n_kv_heads;
  statistics->head_dim = geometry.head_dim;
  statistics->n_tokens = n;
  statistics->query_mean.resize(n_heads * dim);
  statistics->query_moment.resize(n_heads * dim * dim);
  statistics->key_mean.resize(n_kv_heads * dim);
  statistics->key_moment.resize(n_kv_heads * dim * dim);
  statistics->value_norm.resize(n_kv_heads);
  statistics->value_gram.resize(n_kv_heads * dim * dim);
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> mixing(dim * dim);
  std::vector<float> plain(dim);
  std::vector<float> key(dim);
  for (std::size_t head = 0; head < n_kv_heads; ++head) {
    for (float& value : mixing) {
      value = normal(random);
    }
    for (int i = 0; i < n; ++i) {
      for (float& value : plain) {
        value = normal(random);
      }
      for (std::size_t row = 0; row < dim; ++row) {
        key[row] = 0.5f;
        for (std::size_t column = 0; column < dim; ++column) {
          key[row] += mixing[row * dim + column] * plain[column];
        }
      }
      const float share = 1.0f / static_cast<float>(n);
      for (std::size_t row = 0; row < dim; ++row) {
        statistics->key_mean[head * dim + row] += key[row] * share;
        for (std::size_t column = 0; column < dim; ++column) {
          statistics->key_moment[(head * dim + row) * dim + column] += key[row] * key[column] * share;
        }
      }
    }
  }
  return statistics;
}

}  // namespace oree::cache
