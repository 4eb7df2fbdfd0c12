#include "cache/policies/random.h"

namespace oree::cache {
namespace {

// The finaliser of SplitMix64 (Steele, Lea and Flood 2014) behind its increment.
std::uint64_t scramble(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

}  // namespace

void RandomPolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  const std::uint64_t head = static_cast<std::uint64_t>(rows.layer) << 32 | static_cast<std::uint32_t>(rows.kv_head);
  const std::uint64_t stream = scramble(scramble(seed_) ^ head);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint64_t hash = scramble(stream ^ static_cast<std::uint32_t>(rows.positions[i]));
    scores[i] = static_cast<float>(hash >> 40) * 0x1p-24f;
  }
}

}  // namespace oree::cache
