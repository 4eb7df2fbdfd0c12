// What RoPE does to a vector on average over some positions.
#pragma once

#include <span>

#include "cache/attention_geometry.h"

namespace oree::cache {

// The average of the rotations of the positions [first, first + n), pair by pair. cosines, sines: at least
// [rope.dimension / 2].
void average_rotation(const RopeGeometry& rope, int first, int n, std::span<float> cosines,
                      std::span<float> sines) noexcept;

// Turns the pairs of a vector [head_dim] so.
void turn(const RopeGeometry& rope, std::span<const float> cosines, std::span<const float> sines,
          std::span<float> vector) noexcept;

}  // namespace oree::cache
