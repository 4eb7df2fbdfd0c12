#include "cache/average_rotation.h"

#include <cmath>
#include <cstddef>

namespace oree::cache {

void average_rotation(const RopeGeometry& rope, int first, int n, std::span<float> cosines,
                      std::span<float> sines) noexcept {
  for (std::size_t pair = 0; pair < rope.per_token.size(); ++pair) {
    double cosine = 0;
    double sine = 0;
    for (int position = first; position < first + n; ++position) {
      cosine += std::cos(position * rope.per_token[pair]);
      sine += std::sin(position * rope.per_token[pair]);
    }
    cosines[pair] = static_cast<float>(cosine / n) * rope.amplitude;
    sines[pair] = static_cast<float>(sine / n) * rope.amplitude;
  }
}

void turn(const RopeGeometry& rope, std::span<const float> cosines, std::span<const float> sines,
          std::span<float> vector) noexcept {
  const auto half = static_cast<std::size_t>(rope.dimension / 2);
  for (std::size_t pair = 0; pair < half; ++pair) {
    float& left = vector[rope.halves ? pair : 2 * pair];
    float& right = vector[rope.halves ? pair + half : 2 * pair + 1];
    const float turned = left * cosines[pair] - right * sines[pair];
    right = right * cosines[pair] + left * sines[pair];
    left = turned;
  }
}

}  // namespace oree::cache
