#include "workbench/calibration_sums.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

#include "kernels/gram.h"
#include "tensor/half.h"

namespace oree::workbench {
namespace {

std::size_t size(std::int64_t a, std::int64_t b, std::int64_t c = 1, std::int64_t d = 1) {
  return static_cast<std::size_t>(a * b * c * d);
}

}  // namespace

CalibrationSums::CalibrationSums(const cache::AttentionGeometry& geometry, const kernels::Table& kernels, int n_rows,
                                 std::int64_t n_tokens, std::uint32_t seed, bool statistics, int chunk, int n_threads)
    : n_heads_(geometry.n_heads),
      n_kv_heads_(geometry.n_kv_heads),
      head_dim_(geometry.head_dim),
      n_rows_(static_cast<int>(std::min<std::int64_t>(n_rows, n_tokens))),
      statistics_(statistics),
      kernels_(kernels),
      random_(seed),
      slots_(static_cast<std::size_t>(chunk), -1),
      samples_(size(geometry.n_layers, n_heads_, n_rows_, head_dim_)),
      rotated_(size(geometry.n_layers, n_heads_, head_dim_, head_dim_)),
      scratch_(static_cast<std::size_t>(n_threads), std::vector<float>(kernels::gram_scratch_floats(head_dim_))) {
  if (statistics) {
    plain_queries_.sums.resize(size(geometry.n_layers, n_heads_, head_dim_));
    plain_queries_.outer_sums.resize(rotated_.size());
    plain_keys_.sums.resize(size(geometry.n_layers, n_kv_heads_, head_dim_));
    plain_keys_.outer_sums.resize(size(geometry.n_layers, n_kv_heads_, head_dim_, head_dim_));
    value_norms_.resize(size(geometry.n_layers, n_kv_heads_));
  }
}

void CalibrationSums::observe(const cache::QueryChunk& chunk, ThreadPool& threads) noexcept {
  const auto start = std::chrono::steady_clock::now();
  const int first_counted = std::clamp(kUncountedTokens - chunk.first_position, 0, chunk.n_tokens);
  if (chunk.layer == 0) {
    choose_rows(chunk.n_tokens);
    n_counted_ += chunk.n_tokens - first_counted;
  }
  const int n_tasks = n_heads_ + (statistics_ ? n_kv_heads_ : 0);
  threads.run([&](int thread, int n_threads) {
    float* scratch = scratch_[static_cast<std::size_t>(thread)].data();
    for (int task = thread; task < n_tasks; task += n_threads) {
      if (task < n_heads_) {
        add_query_head(chunk, task, first_counted, scratch);
      } else {
        add_kv_head(chunk, task - n_heads_, first_counted, scratch);
      }
    }
  });
  seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::span<const double> CalibrationSums::rotated_outer_sum(int layer, int head) const noexcept {
  const std::size_t n = size(head_dim_, head_dim_);
  return {rotated_.data() + size(layer, n_heads_) * n + static_cast<std::size_t>(head) * n, n};
}

std::span<const std::uint16_t> CalibrationSums::sample(int layer, int head) const noexcept {
  const std::size_t n_sampled = static_cast<std::size_t>(std::min<std::int64_t>(n_rows_, n_seen_));
  const std::size_t offset = size(std::int64_t{layer} * n_heads_ + head, n_rows_, head_dim_);
  return {samples_.data() + offset, n_sampled * static_cast<std::size_t>(head_dim_)};
}

void CalibrationSums::choose_rows(int n_tokens) noexcept {
  for (int token = 0; token < n_tokens; ++token, ++n_seen_) {
    // The remainder is biased by less than one part in 2^32, and the same everywhere, unlike std's distributions.
    const auto place =
        n_seen_ < n_rows_ ? n_seen_ : static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n_seen_ + 1));
    slots_[static_cast<std::size_t>(token)] = place < n_rows_ ? static_cast<int>(place) : -1;
  }
}

void CalibrationSums::add_moments(const float* rows, int n_rows, int row_stride, int index, Moments& moments,
                                  float* scratch) noexcept {
  double* sums = moments.sums.data() + size(index, head_dim_);
  for (int row = 0; row < n_rows; ++row) {
    for (int i = 0; i < head_dim_; ++i) {
      sums[i] += rows[std::int64_t{row} * row_stride + i];
    }
  }
  kernels::add_gram(kernels_, rows, n_rows, row_stride, head_dim_, scratch,
                    moments.outer_sums.data() + size(index, head_dim_, head_dim_));
}

void CalibrationSums::add_query_head(const cache::QueryChunk& chunk, int head, int first_counted,
                                     float* scratch) noexcept {
  const int stride = n_heads_ * head_dim_;
  const int index = chunk.layer * n_heads_ + head;
  const float* rows = chunk.queries + std::int64_t{head} * head_dim_;
  for (int token = 0; token < chunk.n_tokens; ++token) {
    const int slot = slots_[static_cast<std::size_t>(token)];
    if (slot >= 0) {
      std::uint16_t* sampled = samples_.data() + size(std::int64_t{index} * n_rows_ + slot, head_dim_);
      std::transform(rows + std::int64_t{token} * stride, rows + std::int64_t{token} * stride + head_dim_, sampled,
                     [](float value) { return tensor::f32_to_bf16(value); });
    }
  }
  kernels::add_gram(kernels_, rows, chunk.n_tokens, stride, head_dim_, scratch,
                    rotated_.data() + size(index, head_dim_, head_dim_));
  if (statistics_) {
    add_moments(chunk.plain_queries + std::int64_t{first_counted} * stride + std::int64_t{head} * head_dim_,
                chunk.n_tokens - first_counted, stride, index, plain_queries_, scratch);
  }
}

void CalibrationSums::add_kv_head(const cache::QueryChunk& chunk, int head, int first_counted,
                                  float* scratch) noexcept {
  const int stride = n_kv_heads_ * head_dim_;
  const int index = chunk.layer * n_kv_heads_ + head;
  const std::int64_t offset = std::int64_t{first_counted} * stride + std::int64_t{head} * head_dim_;
  const int n_rows = chunk.n_tokens - first_counted;
  add_moments(chunk.plain_keys + offset, n_rows, stride, index, plain_keys_, scratch);
  double& norms = value_norms_[static_cast<std::size_t>(index)];
  for (int row = 0; row < n_rows; ++row) {
    const float* value = chunk.values + offset + std::int64_t{row} * stride;
    double squares = 0;
    for (int i = 0; i < head_dim_; ++i) {
      squares += double{value[i]} * value[i];
    }
    norms += std::sqrt(squares);
  }
}

}  // namespace oree::workbench
