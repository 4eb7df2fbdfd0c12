#include "cache/policies/random.h"

namespace oree::cache {
namespace {

// The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t mix(std::uint64_t value) noexcept {
  value += 0x9e3779b97f4a7c15u;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

}  // namespace

void RandomPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  const std::uint64_t head =
      mix(mix(seed_ + static_cast<std::uint64_t>(rows.layer)) + static_cast<std::uint64_t>(rows.kv_head));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    scores[row] = static_cast<float>(mix(head + static_cast<std::uint64_t>(rows.positions[row])) >> 40);
  }
}

}  // namespace oree::cache
