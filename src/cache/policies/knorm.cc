#include "cache/policies/knorm.h"

#include <cmath>

namespace oree::cache {

void KnormPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const float* key = rows.keys + row * head_dim_;
    float squares = 0;
    for (std::size_t i = 0; i < head_dim_; ++i) {
      squares += key[i] * key[i];
    }
    scores[row] = -std::sqrt(squares);
  }
}

}  // namespace oree::cache
