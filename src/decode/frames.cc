#include "decode/frames.h"

namespace oree::decode {
namespace {

// splitmix64's finaliser (Steele, Lea, Flood 2014).
std::uint64_t mix(std::uint64_t value) noexcept {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31);
}

std::uint64_t pair_of(std::uint32_t high, std::uint32_t low) noexcept { return (std::uint64_t{high} << 32) | low; }

}  // namespace

std::size_t FramePool::Hash::operator()(const Frame& frame) const noexcept {
  std::uint64_t hash =
      mix(pair_of(frame.parent, frame.shape) + static_cast<std::uint64_t>(frame.kind) + (frame.pending ? 0x100U : 0U));
  hash = mix(hash ^ pair_of(frame.seen, frame.count));
  hash = mix(hash ^ pair_of(frame.fitting, frame.used));
  return mix(hash ^ frame.last);
}

FrameId FramePool::intern(const Frame& frame) {
  const auto [found, is_new] = numbers_.try_emplace(frame, static_cast<FrameId>(frames_.size()));
  if (is_new) {
    frames_.push_back(frame);
  }
  return found->second;
}

std::size_t WordsHash::operator()(const std::vector<std::uint64_t>& words) const noexcept {
  std::uint64_t hash = words.size();
  for (const std::uint64_t word : words) {
    hash = mix(hash ^ word);
  }
  return hash;
}

std::size_t TextsHash::operator()(const std::vector<std::string>& texts) const noexcept {
  std::uint64_t hash = texts.size();
  for (const std::string& text : texts) {
    hash = mix(hash ^ std::hash<std::string>()(text));
  }
  return hash;
}

}  // namespace oree::decode
