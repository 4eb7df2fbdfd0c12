#include "cache/rope_geometry.h"

#include <cmath>

namespace oree::cache {

void average_rotation(const RopeGeometry& rope, int first_position, int n_positions, std::span<float> cosines,
                      std::span<float> sines) noexcept {
  const double middle = first_position + (n_positions - 1) / 2.0;
  for (std::size_t i = 0; i < rope.per_token.size(); ++i) {
    // Equally spaced angles add up to one at their middle times Dirichlet's kernel, so that the cost does not grow with
    // the stretch.
    const double step = rope.per_token[i];
    const double half_sine = std::sin(step / 2);
    const double shrink =
        std::abs(half_sine) < 1e-12 ? 1.0 : std::sin(step * n_positions / 2) / (n_positions * half_sine);
    cosines[i] = static_cast<float>(std::cos(middle * step) * shrink) * rope.amplitude;
    sines[i] = static_cast<float>(std::sin(middle * step) * shrink) * rope.amplitude;
  }
}

void rotate(const RopeGeometry& rope, std::span<const float> cosines, std::span<const float> sines,
            float* values) noexcept {
  const std::size_t half = cosines.size();
  for (std::size_t i = 0; i < half; ++i) {
    float& first = values[rope.halves ? i : 2 * i];
    float& second = values[rope.halves ? i + half : 2 * i + 1];
    const float turned = first * cosines[i] - second * sines[i];
    second = first * sines[i] + second * cosines[i];
    first = turned;
  }
}

}  // namespace oree::cache
