#include "cache/policies/expected_attention.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cache/average_rotation.h"

namespace oree::cache {

ExpectedAttentionPolicy::ExpectedAttentionPolicy(const kernels::Table& kernels, AttentionGeometry geometry,
                                                 int n_future)
    : kernels_(kernels), geometry_(std::move(geometry)), n_future_(n_future) {}

std::size_t ExpectedAttentionPolicy::scratch_floats(std::size_t n_rows) const noexcept {
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  return head_dim * head_dim + 4 * head_dim + n_rows;
}

void ExpectedAttentionPolicy::score(const HeadRows& rows, std::span<float> scores,
                                    std::span<float> scratch) const noexcept {
  const RecordedQueries& queries = *rows.queries;
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  const std::span<float> covariance = scratch.first(head_dim * head_dim);
  const std::span<float> mean = scratch.subspan(head_dim * head_dim, head_dim);
  const std::span<float> turned = scratch.subspan(head_dim * head_dim + head_dim, head_dim);
  const std::span<float> cosines = scratch.subspan(head_dim * head_dim + 2 * head_dim, head_dim);
  const std::span<float> sines = scratch.subspan(head_dim * head_dim + 3 * head_dim, head_dim);
  const std::span<float> logits = scratch.subspan(head_dim * head_dim + 4 * head_dim, rows.size());
  const RopeGeometry& rope = geometry_.rope_of(rows.layer);
  average_rotation(rope, queries.next_position, n_future_, cosines, sines);

  // The first rows, whose queries are not counted either, are judged by nobody.
  const auto n_judged_from = static_cast<std::size_t>(
      std::lower_bound(rows.positions.begin(), rows.positions.end(), RecordedQueries::kUncounted) -
      rows.positions.begin());
  std::ranges::fill(scores, 0.0f);
  const auto n = static_cast<double>(std::max<std::int64_t>(queries.n_counted, 1));
  const auto n_judged = static_cast<std::int64_t>(rows.size() - n_judged_from);
  const float* keys = rows.keys + n_judged_from * head_dim;
  for (int g = 0; n_judged > 0 && g < geometry_.group(); ++g) {
    const auto head = static_cast<std::size_t>(rows.kv_head * geometry_.group() + g);
    const double* sums = queries.sums + head * head_dim;
    const double* outer = queries.outer_sums + head * head_dim * head_dim;
    for (std::size_t i = 0; i < head_dim; ++i) {
      mean[i] = static_cast<float>(sums[i] / n);
      for (std::size_t j = 0; j < head_dim; ++j) {
        covariance[i * head_dim + j] = static_cast<float>(outer[i * head_dim + j] / n - sums[i] / n * (sums[j] / n));
      }
    }
    // R C transposed(R): C is symmetric, so turning rows, then rows of the transposed, does both.
    turn(rope, cosines, sines, mean);
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t i = 0; i < head_dim; ++i) {
        turn(rope, cosines, sines, covariance.subspan(i * head_dim, head_dim));
      }
      for (std::size_t i = 0; i < head_dim; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          std::swap(covariance[i * head_dim + j], covariance[j * head_dim + i]);
        }
      }
    }
    const float scale = geometry_.attention_scale;
    for (std::int64_t row = 0; row < n_judged; ++row) {
      const float* key = keys + static_cast<std::size_t>(row) * head_dim;
      kernels_.scores_f32({.queries = key,
                           .keys = covariance.data(),
                           .n_queries = 1,
                           .n_keys = geometry_.head_dim,
                           .head_dim = geometry_.head_dim,
                           .scores = turned.data(),
                           .score_stride = geometry_.head_dim});
      float product = 0;
      float quadratic = 0;
      for (std::size_t i = 0; i < head_dim; ++i) {
        product += mean[i] * key[i];
        quadratic += turned[i] * key[i];
      }
      logits[static_cast<std::size_t>(row)] = product * scale + quadratic * scale * scale / 2;
    }
    float maximum = 0;
    float sum = 0;
    kernels_.softmax_step(logits.data(), n_judged, &maximum, &sum);
    for (std::int64_t row = 0; row < n_judged; ++row) {
      scores[n_judged_from + static_cast<std::size_t>(row)] +=
          logits[static_cast<std::size_t>(row)] / sum / static_cast<float>(geometry_.group());
    }
  }
  float largest = 0;
  for (std::size_t row = n_judged_from; row < rows.size(); ++row) {
    const float* value = rows.values + row * head_dim;
    float squares = 0;
    for (std::size_t i = 0; i < head_dim; ++i) {
      squares += value[i] * value[i];
    }
    scores[row] *= std::sqrt(squares);
    largest = std::max(largest, scores[row]);
  }
  std::fill_n(scores.begin(), n_judged_from, largest + 1);
}

}  // namespace oree::cache
