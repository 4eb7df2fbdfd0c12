// Any bytes as a snapshot of a cache: an Error, or a cache that goes on. The first byte says which cache is asked for.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "cache/make_policy.h"
#include "cache/snapshot.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace {

using namespace oree;
using namespace oree::cache;

constexpr int kHeadDim = 32;
constexpr const char* kPolicies[] = {"none", "streaming", "knorm", "keydiff", "snap_kv", "expected_attention"};

KvLayout layout_of(std::uint8_t choice) {
  AttentionGeometry geometry;
  geometry.n_layers = 2;
  geometry.n_heads = 2;
  geometry.n_kv_heads = 1;
  geometry.head_dim = kHeadDim;
  geometry.windows = {0, 5};
  geometry.local_layers = {false, false};
  geometry.rope.dimension = kHeadDim;
  geometry.rope.per_token.assign(kHeadDim / 2, 0.5);
  KvLayout layout;
  layout.n_heads = geometry.n_heads;
  layout.n_kv_heads = geometry.n_kv_heads;
  layout.head_dim = kHeadDim;
  layout.windows = geometry.windows;
  layout.context = 64;
  layout.chunk = 4;
  layout.type_k = (choice & 8) != 0 ? tensor::ElementType::kQ4_0 : tensor::ElementType::kF16;
  layout.type_v = (choice & 16) != 0 ? tensor::ElementType::kQ8_0 : tensor::ElementType::kF16;
  layout.page_tokens = 3;
  layout.eviction.policy =
      make_policy(kPolicies[choice % std::size(kPolicies)], {.kernels = &kernels::best_table(), .geometry = geometry});
  layout.eviction.budget = 9;
  layout.eviction.sinks = 1;
  layout.eviction.window = 2;
  layout.eviction.adaptive_heads = (choice & 32) != 0;
  layout.eviction.every = 6;
  return layout;
}

void go_on(KvCache& cache, int n_tokens, ThreadPool& threads) {
  std::vector<float> row(2 * kHeadDim, 0.25f);
  while (n_tokens > 0 && cache.room() > 0) {
    if (cache.eviction_due()) {
      cache.evict(threads);
    }
    const int n = std::min(cache.step_room(), n_tokens);
    cache.reserve(n);
    for (int layer = 0; layer < cache.n_layers(); ++layer) {
      for (int token = 0; token < n; ++token) {
        cache.store(layer, token, row.data(), row.data());
        if (QueryObserver* recorder = cache.recorder()) {
          recorder->observe({.layer = layer,
                             .first_position = cache.n_tokens() + token,
                             .n_tokens = 1,
                             .plain_queries = row.data(),
                             .queries = row.data()},
                            threads);
        }
      }
    }
    cache.commit();
    n_tokens -= n;
  }
  for (int layer = 0; layer < cache.n_layers(); ++layer) {
    const std::vector<int> kept = cache.kept(layer, 0);
    if (!std::is_sorted(kept.begin(), kept.end()) || (!kept.empty() && kept.back() >= cache.n_tokens())) {
      std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  ThreadPool threads(1);
  ByteSource source(std::as_bytes(std::span(data + 1, size - 1)));
  try {
    KvCache cache = Snapshot::read(layout_of(data[0]), source);
    go_on(cache, 20, threads);
  } catch (const Error&) {
  }
  return 0;
}
