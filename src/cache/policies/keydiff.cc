#include "cache/policies/keydiff.h"

#include <algorithm>
#include <cmath>

#include "cache/policies/arithmetic.h"

namespace oree::cache {
namespace {

constexpr float kShortest = 1e-8f;  // a key of length 0 has no direction

}  // namespace

void KeyDiffPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept {
  const auto n = static_cast<std::int64_t>(rows.size());
  const auto head_dim = static_cast<std::int64_t>(head_dim_);
  float* inverse_norms = scratch.data();
  float* anchor = scratch.data() + rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    inverse_norms[i] = 1 / std::max(std::sqrt(squared_norm(rows.keys + i * head_dim_, head_dim_)), kShortest);
  }
  // The mean times n: a cosine does not see the difference.
  std::fill_n(anchor, head_dim_, 0.0f);
  kernels_->values_f32.mix_rows({.weights = inverse_norms,
                                 .weight_stride = n,
                                 .values = rows.keys,
                                 .n_queries = 1,
                                 .n_keys = n,
                                 .head_dim = head_dim,
                                 .accumulators = anchor,
                                 .accumulator_stride = head_dim});
  kernels_->scores_f32({.queries = anchor,
                        .keys = rows.keys,
                        .n_queries = 1,
                        .n_keys = n,
                        .head_dim = head_dim,
                        .scores = scores.data(),
                        .score_stride = n});
  const float inverse_length = 1 / std::max(std::sqrt(squared_norm(anchor, head_dim_)), kShortest);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    scores[i] = finite(-scores[i] * inverse_norms[i] * inverse_length);
  }
}

}  // namespace oree::cache
