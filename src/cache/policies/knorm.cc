#include "cache/policies/knorm.h"

#include <cmath>

#include "cache/policies/arithmetic.h"

namespace oree::cache {

void KnormPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    scores[i] = finite(-std::sqrt(squared_norm(rows.keys + i * head_dim_, head_dim_)));
  }
}

}  // namespace oree::cache
