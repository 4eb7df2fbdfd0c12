// A token of a bounded cache that has been full once is computed, stored and evicted without touching the heap.
// Not with sanitizers, whose own allocation functions would be replaced.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "cache/make_policy.h"
#include "model/tiny_model.h"

namespace {

std::atomic<bool> counting{false};
std::atomic<long> n_allocations{0};

void* allocate(std::size_t n_bytes, std::size_t alignment) {
  if (counting) {
    ++n_allocations;
  }
  void* memory = alignment <= alignof(std::max_align_t)
                     ? std::malloc(n_bytes)
                     : std::aligned_alloc(alignment, (n_bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

}  // namespace

void* operator new(std::size_t n_bytes) { return allocate(n_bytes, 1); }
void* operator new[](std::size_t n_bytes) { return allocate(n_bytes, 1); }
void* operator new(std::size_t n_bytes, std::align_val_t alignment) {
  return allocate(n_bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t n_bytes, std::align_val_t alignment) {
  return allocate(n_bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace oree::model {
namespace {

class AllocationTest : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(AllocationTest, DecodingAllocatesNothing) {
  const auto& [name, policy] = GetParam();
  const TinyModel tiny(name, "scalar");
  ThreadPool threads(2);
  cache::KvLayout layout = tiny.model.cache_layout(1000, 16, tensor::ElementType::kF16, tensor::ElementType::kF16);
  layout.page_tokens = 8;
  layout.eviction = {.policy = cache::make_policy(
                         policy, {.kernels = &tiny.model.kernels(), .geometry = tiny.model.attention_geometry()}),
                     .budget = 40,
                     .sinks = 2,
                     .window = 8,
                     .value_norms = tiny.model.value_norms(),
                     .every = 16};
  cache::KvCache cache(layout);
  Model::Scratch scratch(tiny.model, 16);
  std::vector<float> logits(static_cast<std::size_t>(tiny.model.hyper_parameters().vocabulary_size));
  const auto decode = [&](int n) {
    for (int i = 0; i < n; ++i) {
      const std::int32_t token = i % 96;
      tiny.model.forward({&token, 1}, cache, scratch, threads, logits, false);
      if (cache.eviction_due()) {
        cache.evict(threads);
      }
    }
  };
  const auto allocations_of = [&](int n) {
    n_allocations = 0;
    counting = true;
    decode(n);
    counting = false;
    return n_allocations.load();
  };
  EXPECT_GT(allocations_of(160), 0) << "while it fills";
  EXPECT_EQ(allocations_of(160), 0);
}

INSTANTIATE_TEST_SUITE_P(Policies, AllocationTest,
                         testing::Combine(testing::Values("llama_gqa", "mistral_window", "llama_gqa_q4_0"),
                                          testing::Values("streaming", "knorm", "keydiff", "lag_kv", "snap_kv",
                                                          "expected_attention", "random")),
                         [](const auto& test) { return std::get<0>(test.param) + "_" + std::get<1>(test.param); });

}  // namespace
}  // namespace oree::model

#endif
