#include "cache/position_rotation.h"

#include <cmath>
#include <cstddef>

namespace oree::cache {

PositionRotation::PositionRotation(const RopeGeometry& rope)
    : n_pairs_(rope.per_token.size()), halves_(rope.halves), inverse_amplitude_(1 / rope.amplitude) {
  double unit = 1;  // tokens an entry of the table stands for
  for (std::vector<Turn>& table : tables_) {
    table.reserve(kEntries * n_pairs_);
    for (int entry = 0; entry < kEntries; ++entry) {
      for (const double per_token : rope.per_token) {
        const double angle = entry * unit * per_token;
        table.push_back({static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))});
      }
    }
    unit *= kEntries;
  }
}

void PositionRotation::take_back(int position, float* values) const noexcept {
  const Turn* turns[kTables];
  for (int table = 0; table < kTables; ++table) {
    turns[table] =
        tables_[static_cast<std::size_t>(table)].data() + static_cast<std::size_t>(position & 255) * n_pairs_;
    position >>= 8;
  }
  for (std::size_t i = 0; i < n_pairs_; ++i) {
    Turn turn = turns[0][i];
    for (int table = 1; table < kTables; ++table) {
      const Turn next = turns[table][i];
      turn = {turn.cosine * next.cosine - turn.sine * next.sine, turn.cosine * next.sine + turn.sine * next.cosine};
    }
    float& first = values[halves_ ? i : 2 * i];
    float& second = values[halves_ ? i + n_pairs_ : 2 * i + 1];
    const float turned = (first * turn.cosine + second * turn.sine) * inverse_amplitude_;
    second = (second * turn.cosine - first * turn.sine) * inverse_amplitude_;
    first = turned;
  }
}

}  // namespace oree::cache
