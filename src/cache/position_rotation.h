// Takes RoPE back from keys at any position.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "cache/attention_geometry.h"

namespace oree::cache {

// The rotation of a position is the product of those of its three bytes, which are tabled: a position costs two complex
// multiplications a pair and neither sine nor cosine.
class PositionRotation {
 public:
  explicit PositionRotation(const RopeGeometry& rope);

  // Turns values [head_dim], rotated by RoPE at that position, from 0 to 2^24 - 1, back to what they were. In place.
  void take_back(int position, float* values) const noexcept;

 private:
  static constexpr int kTables = 3;
  static constexpr int kEntries = 256;

  struct Turn {
    float cosine;
    float sine;
  };

  std::size_t n_pairs_ = 0;
  bool halves_ = false;
  float inverse_amplitude_ = 1;
  std::array<std::vector<Turn>, kTables> tables_;  // [kEntries, n_pairs] each
};

}  // namespace oree::cache
