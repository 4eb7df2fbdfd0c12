#include "cache/policies/expected_attention.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cache/policies/arithmetic.h"
#include "cache/rope_geometry.h"

namespace oree::cache {
namespace {

constexpr std::size_t kBlock = 64;  // keys whose products with a covariance are held at a time

}  // namespace

struct ExpectedAttentionPolicy::Scratch {
  std::span<float> cosines;     // [rope dimension / 2]
  std::span<float> sines;       // the same
  std::span<float> mean;        // [head_dim]
  std::span<float> column;      // [head_dim]
  std::span<float> covariance;  // [head_dim, head_dim]
  std::span<float> products;    // [kBlock, head_dim]
  std::span<float> weights;     // [n_rows]

  Scratch(std::span<float> floats, std::size_t head_dim, std::size_t n_rows) noexcept {
    const auto take = [&](std::size_t n) {
      const std::span<float> taken = floats.first(n);
      floats = floats.subspan(n);
      return taken;
    };
    cosines = take(head_dim / 2);
    sines = take(head_dim / 2);
    mean = take(head_dim);
    column = take(head_dim);
    covariance = take(head_dim * head_dim);
    products = take(kBlock * head_dim);
    weights = take(n_rows);
  }

  static std::size_t floats(std::size_t head_dim, std::size_t n_rows) noexcept {
    return 2 * (head_dim / 2) + 2 * head_dim + head_dim * head_dim + kBlock * head_dim + n_rows;
  }
};

ExpectedAttentionPolicy::ExpectedAttentionPolicy(const kernels::Table& kernels, AttentionGeometry geometry, int n_sinks)
    : kernels_(&kernels), geometry_(std::move(geometry)), n_sinks_(n_sinks) {}

std::size_t ExpectedAttentionPolicy::scratch_floats(std::size_t n_rows) const noexcept {
  return Scratch::floats(static_cast<std::size_t>(geometry_.head_dim), n_rows);
}

void ExpectedAttentionPolicy::score(const HeadRows& rows, std::span<float> scores,
                                    std::span<float> scratch_floats) const noexcept {
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  const auto n_sinks = static_cast<std::size_t>(
      std::lower_bound(rows.positions.begin(), rows.positions.end(), n_sinks_) - rows.positions.begin());
  std::fill(scores.begin(), scores.end(), 0.0f);
  std::fill_n(scores.begin(), n_sinks, kReservedScore);
  const std::size_t n = rows.size() - n_sinks;
  if (n == 0) {
    return;
  }
  Scratch scratch(scratch_floats, head_dim, rows.size());
  const RopeGeometry& rope = geometry_.rope_of(rows.layer);
  scratch.cosines = scratch.cosines.first(rope.per_token.size());
  scratch.sines = scratch.sines.first(rope.per_token.size());
  average_rotation(rope, rows.queries->next_position, kFuturePositions, scratch.cosines, scratch.sines);
  for (int head = rows.kv_head * geometry_.group(); head < (rows.kv_head + 1) * geometry_.group(); ++head) {
    expect_queries(rows, head, scratch);
    add_expected_weights(rows.keys + n_sinks * head_dim, n, scratch, scores.data() + n_sinks);
  }
  for (std::size_t i = n_sinks; i < rows.size(); ++i) {
    scores[i] = finite(scores[i] * std::sqrt(squared_norm(rows.values + i * head_dim, head_dim)));
  }
}

void ExpectedAttentionPolicy::expect_queries(const HeadRows& rows, int head, Scratch& scratch) const noexcept {
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  const RopeGeometry& rope = geometry_.rope_of(rows.layer);
  const RecordedQueries& queries = *rows.queries;
  const double* sums = queries.sums + static_cast<std::size_t>(head) * head_dim;
  const double* outer_sums = queries.outer_sums + static_cast<std::size_t>(head) * head_dim * head_dim;
  const double share = queries.n_counted > 0 ? 1.0 / static_cast<double>(queries.n_counted) : 0.0;
  const double scale = geometry_.attention_scale;
  for (std::size_t i = 0; i < head_dim; ++i) {
    scratch.mean[i] = static_cast<float>(sums[i] * share * scale);
    for (std::size_t j = 0; j < head_dim; ++j) {
      const double covariance = outer_sums[i * head_dim + j] * share - sums[i] * share * (sums[j] * share);
      scratch.covariance[i * head_dim + j] = static_cast<float>(covariance * scale * scale / 2);
    }
  }
  rotate(rope, scratch.cosines, scratch.sines, scratch.mean.data());
  for (std::size_t row = 0; row < head_dim; ++row) {
    rotate(rope, scratch.cosines, scratch.sines, scratch.covariance.data() + row * head_dim);
  }
  for (std::size_t column = 0; column < head_dim; ++column) {
    for (std::size_t row = 0; row < head_dim; ++row) {
      scratch.column[row] = scratch.covariance[row * head_dim + column];
    }
    rotate(rope, scratch.cosines, scratch.sines, scratch.column.data());
    for (std::size_t row = 0; row < head_dim; ++row) {
      scratch.covariance[row * head_dim + column] = scratch.column[row];
    }
  }
}

void ExpectedAttentionPolicy::add_expected_weights(const float* keys, std::size_t n, Scratch& scratch,
                                                   float* scores) const noexcept {
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  float* weights = scratch.weights.data();
  kernels_->scores_f32({.queries = scratch.mean.data(),
                        .keys = keys,
                        .n_queries = 1,
                        .n_keys = static_cast<std::int64_t>(n),
                        .head_dim = geometry_.head_dim,
                        .scores = weights,
                        .score_stride = static_cast<std::int64_t>(n)});
  for (std::size_t begin = 0; begin < n; begin += kBlock) {
    const std::size_t block = std::min(kBlock, n - begin);
    // The covariance is symmetric: its rows stand in for its columns.
    kernels_->scores_f32({.queries = keys + begin * head_dim,
                          .keys = scratch.covariance.data(),
                          .n_queries = static_cast<std::int64_t>(block),
                          .n_keys = geometry_.head_dim,
                          .head_dim = geometry_.head_dim,
                          .scores = scratch.products.data(),
                          .score_stride = geometry_.head_dim});
    for (std::size_t i = 0; i < block; ++i) {
      const float spread = dot(keys + (begin + i) * head_dim, scratch.products.data() + i * head_dim, head_dim);
      weights[begin + i] = finite(weights[begin + i] + spread);
    }
  }
  float maximum = 0;
  float sum = 0;
  kernels_->softmax_step(weights, static_cast<std::int64_t>(n), &maximum, &sum);
  const float share = 1 / (sum * static_cast<float>(geometry_.group()));
  for (std::size_t i = 0; i < n; ++i) {
    scores[i] += weights[i] * share;
  }
}

}  // namespace oree::cache
