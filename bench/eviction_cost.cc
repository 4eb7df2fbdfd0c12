// What policies cost a cache of Ministral 3B's shape: seconds of a token for storing, scoring and evicting, beside
// storing alone.
//   eviction_cost [THREADS] [BUDGET]
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/thread_pool.h"
#include "cache/kv_cache.h"
#include "cache/make_policy.h"
#include "kernels/dispatch.h"

namespace {

using namespace oree;
using namespace oree::cache;

constexpr int kLayers = 26;
constexpr int kHeads = 32;
constexpr int kKvHeads = 8;
constexpr int kHeadDim = 128;
constexpr int kEvery = 256;
constexpr int kRounds = 5;  // of kEvery tokens

AttentionGeometry geometry_of_shape() {
  AttentionGeometry geometry;
  geometry.n_layers = kLayers;
  geometry.n_heads = kHeads;
  geometry.n_kv_heads = kKvHeads;
  geometry.head_dim = kHeadDim;
  geometry.attention_scale = 1 / std::sqrt(static_cast<float>(kHeadDim));
  geometry.windows.assign(kLayers, 0);
  geometry.local_layers.assign(kLayers, false);
  geometry.rope.dimension = kHeadDim;
  for (int i = 0; i < kHeadDim / 2; ++i) {
    geometry.rope.per_token.push_back(std::pow(10000.0, -2.0 * i / kHeadDim));
  }
  return geometry;
}

// Of independent dims.
std::shared_ptr<const QueryStatistics> plain_statistics() {
  auto statistics = std::make_shared<QueryStatistics>();
  statistics->n_layers = kLayers;
  statistics->n_heads = kHeads;
  statistics->n_kv_heads = kKvHeads;
  statistics->head_dim = kHeadDim;
  statistics->key_mean.resize(std::size_t{kLayers} * kKvHeads * kHeadDim);
  statistics->key_moment.resize(std::size_t{kLayers} * kKvHeads * kHeadDim * kHeadDim);
  for (std::size_t i = 0; i < statistics->key_moment.size(); ++i) {
    statistics->key_moment[i] = i / kHeadDim % kHeadDim == i % kHeadDim ? 1.0f : 0.0f;
  }
  return statistics;
}

class Measurement {
 public:
  explicit Measurement(int n_threads) : threads_(n_threads) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    rows_.resize(std::size_t{kEvery} * kHeads * kHeadDim);
    for (float& value : rows_) {
      value = normal(random);
    }
  }

  // Seconds a token, once the cache is full: of storing with scores and of evicting.
  std::pair<double, double> of(const std::string& policy, int budget) {
    KvLayout layout;
    layout.n_heads = kHeads;
    layout.n_kv_heads = kKvHeads;
    layout.head_dim = kHeadDim;
    layout.windows.assign(kLayers, 0);
    layout.context = 1 << 20;
    layout.chunk = kEvery;
    const AttentionGeometry geometry = geometry_of_shape();
    auto filters = std::make_shared<QFilters>();
    filters->n_layers = kLayers;
    filters->n_kv_heads = kKvHeads;
    filters->head_dim = kHeadDim;
    filters->values.assign(std::size_t{kLayers} * kKvHeads * kHeadDim, 0.1f);
    layout.eviction.policy = make_policy(policy, {.kernels = &kernels::best_table(),
                                                  .geometry = geometry,
                                                  .filters = filters,
                                                  .statistics = plain_statistics()});
    layout.eviction.budget = budget;
    layout.eviction.sinks = 4;
    layout.eviction.window = budget / 4;
    layout.eviction.every = kEvery;
    KvCache cache(layout);
    double store = 0;
    double evict = 0;
    while (cache.n_tokens() < budget + kRounds * kEvery) {
      const auto start = std::chrono::steady_clock::now();
      step(cache);
      const auto stored = std::chrono::steady_clock::now();
      cache.evict(threads_);
      const auto evicted = std::chrono::steady_clock::now();
      if (cache.n_tokens() > budget) {
        store += std::chrono::duration<double>(stored - start).count();
        evict += std::chrono::duration<double>(evicted - stored).count();
      }
    }
    constexpr double kTokens = kRounds * kEvery;
    return {store / kTokens, evict / kTokens};
  }

 private:
  // As a forward pass stores: layer by layer, tokens shared among the threads.
  void step(KvCache& cache) {
    cache.reserve(kEvery);
    for (int layer = 0; layer < kLayers; ++layer) {
      threads_.parallel_for(kEvery, 1, [&](int, std::int64_t begin, std::int64_t end) {
        for (std::int64_t token = begin; token < end; ++token) {
          const float* row = rows_.data() + token * kHeads * kHeadDim;
          cache.store(layer, static_cast<int>(token), row, row + kKvHeads * kHeadDim);
        }
      });
      if (QueryObserver* recorder = cache.recorder()) {
        recorder->observe({.layer = layer,
                           .first_position = cache.n_tokens(),
                           .n_tokens = kEvery,
                           .plain_queries = rows_.data(),
                           .queries = rows_.data()},
                          threads_);
      }
    }
    cache.commit();
  }

  ThreadPool threads_;
  std::vector<float> rows_;  // [kEvery, kHeads, kHeadDim]
};

}  // namespace

int main(int argc, char** argv) {
  const int n_threads = argc > 1 ? std::atoi(argv[1]) : 2;
  const int budget = argc > 2 ? std::atoi(argv[2]) : 4096;
  Measurement measurement(n_threads);
  std::printf("budget %d, evicting every %d tokens, %d threads; microseconds a token\n", budget, kEvery, n_threads);
  std::printf("%-20s %10s %10s\n", "policy", "store", "evict");
  for (const std::string& policy : policy_names()) {
    if (policy != "none") {
      const auto [store, evict] = measurement.of(policy, budget);
      std::printf("%-20s %10.1f %10.1f\n", policy.c_str(), store * 1e6, evict * 1e6);
    }
  }
}
