#include "cache/policies/keydiff.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace oree::cache {
namespace {

constexpr float kSmallest = 1e-12f;

float norm(std::span<const float> vector) noexcept {
  return std::max(std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0f)), kSmallest);
}

}  // namespace

void KeydiffPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float> scratch) const noexcept {
  const std::span<float> norms = scratch.first(rows.size());
  const std::span<float> anchor = scratch.subspan(rows.size(), head_dim_);
  std::ranges::fill(anchor, 0.0f);
  const auto key = [&](std::size_t row) { return std::span(rows.keys + row * head_dim_, head_dim_); };
  for (std::size_t row = 0; row < rows.size(); ++row) {
    norms[row] = norm(key(row));
    for (std::size_t i = 0; i < head_dim_; ++i) {
      anchor[i] += key(row)[i] / norms[row];
    }
  }
  const float anchor_norm = norm(anchor);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto vector = key(row);
    scores[row] = -std::inner_product(vector.begin(), vector.end(), anchor.begin(), 0.0f) / (norms[row] * anchor_norm);
  }
}

}  // namespace oree::cache
