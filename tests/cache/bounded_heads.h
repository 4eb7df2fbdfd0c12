// A cache of one layer whose keys and values a test writes down, and what an eviction leaves of it.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "cache/kv_cache.h"

namespace oree::cache {

// Score: the first value of the key.
class FirstOfKey final : public EvictionPolicy {
 public:
  explicit FirstOfKey(bool is_static, bool is_comparable = false, float factor = 1)
      : is_static_(is_static), is_comparable_(is_comparable), factor_(factor) {}
  std::string_view name() const noexcept override { return "first_of_key"; }
  Needs needs() const noexcept override { return {.keys = true}; }
  bool is_static() const noexcept override { return is_static_; }
  bool is_comparable() const noexcept override { return is_comparable_; }
  std::size_t scratch_floats(std::size_t) const noexcept override { return 0; }
  void score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept override {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      scores[row] = rows.keys[row] * factor_;
    }
  }

 private:
  bool is_static_;
  bool is_comparable_;
  float factor_;
};

// The value itself is its norm.
class ValueIsNorm final : public ValueNorms {
 public:
  void norms(int, int, const float* values, std::size_t n, std::span<float> norms) const noexcept override {
    std::copy_n(values, n, norms.begin());
  }
};

using HeadValues = std::vector<std::vector<float>>;  // [kv_heads][tokens]

// Heads of one dimension. Evicts where it is due.
inline KvCache filled_cache(const HeadValues& keys, const HeadValues& values, const EvictionRule& rule) {
  const auto n_tokens = static_cast<int>(keys.front().size());
  KvCache cache({.n_heads = static_cast<int>(keys.size()),
                 .n_kv_heads = static_cast<int>(keys.size()),
                 .head_dim = 1,
                 .windows = {0},
                 .context = n_tokens,
                 .chunk = 1,
                 .type_k = tensor::ElementType::kF32,
                 .type_v = tensor::ElementType::kF32,
                 .eviction = rule});
  ThreadPool threads(1);
  for (std::size_t token = 0; token < keys.front().size(); ++token) {
    std::vector<float> key;
    std::vector<float> value;
    for (std::size_t head = 0; head < keys.size(); ++head) {
      key.push_back(keys[head][token]);
      value.push_back(values[head][token]);
    }
    cache.reserve(1);
    cache.store(0, 0, key.data(), value.data());
    cache.commit();
    if (cache.eviction_due()) {
      cache.evict(threads);
    }
  }
  return cache;
}

}  // namespace oree::cache
