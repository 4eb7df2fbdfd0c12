#include "cache/standardize.h"

#include <algorithm>
#include <cmath>

namespace oree::cache {

void standardize(std::span<float> scores) noexcept {
  double sum = 0;
  double squares = 0;
  for (const float score : scores) {
    sum += score;
    squares += double{score} * score;
  }
  const auto n = static_cast<double>(scores.size());
  const double mean = scores.empty() ? 0 : sum / n;
  const double deviation = scores.empty() ? 0 : std::sqrt(std::max(squares / n - mean * mean, 0.0));
  for (float& score : scores) {
    score = deviation > 0 ? static_cast<float>((score - mean) / deviation) : 0.0f;
  }
}

}  // namespace oree::cache
