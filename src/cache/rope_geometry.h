// Where RoPE turns a vector on average over a stretch of positions.
#pragma once

#include <span>

#include "cache/attention_geometry.h"

namespace oree::cache {

// The mean over positions [first_position, first_position + n_positions) of each pair's rotation, amplitude included:
// pair (a, b) goes to (a * cosine - b * sine, a * sine + b * cosine). cosines, sines: [rope.dimension / 2].
void average_rotation(const RopeGeometry& rope, int first_position, int n_positions, std::span<float> cosines,
                      std::span<float> sines) noexcept;

// Applies it to values [head_dim] in place.
void rotate(const RopeGeometry& rope, std::span<const float> cosines, std::span<const float> sines,
            float* values) noexcept;

}  // namespace oree::cache
