#include "base/checksum64.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace oree {

static_assert(std::endian::native == std::endian::little, "words are taken as they lie in memory");

void Checksum64::add_blocks(const std::byte* bytes, std::size_t n_blocks) noexcept {
  // In registers: bytes may alias the members.
  std::array<std::uint64_t, kLanes> lanes = lanes_;
  for (std::size_t block = 0; block < n_blocks; ++block, bytes += kBlockBytes) {
    std::array<std::uint64_t, kLanes> words;
    std::memcpy(words.data(), bytes, kBlockBytes);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] = std::rotl((lanes[lane] ^ words[lane]) * kOdd, 29);
    }
  }
  lanes_ = lanes;
}

void Checksum64::add(std::span<const std::byte> bytes) noexcept {
  n_bytes_ += bytes.size();
  if (n_open_ > 0) {
    const std::size_t n = std::min(kBlockBytes - n_open_, bytes.size());
    std::memcpy(open_block_.data() + n_open_, bytes.data(), n);
    n_open_ += n;
    bytes = bytes.subspan(n);
    if (n_open_ < kBlockBytes) {
      return;
    }
    add_blocks(open_block_.data(), 1);
    n_open_ = 0;
  }
  const std::size_t n_blocks = bytes.size() / kBlockBytes;
  add_blocks(bytes.data(), n_blocks);
  bytes = bytes.subspan(n_blocks * kBlockBytes);
  std::copy(bytes.begin(), bytes.end(), open_block_.begin());
  n_open_ = bytes.size();
}

std::uint64_t Checksum64::finish() const noexcept {
  Checksum64 padded = *this;
  if (n_open_ > 0) {
    std::fill(padded.open_block_.begin() + static_cast<std::ptrdiff_t>(n_open_), padded.open_block_.end(),
              std::byte{0});
    padded.add_blocks(padded.open_block_.data(), 1);
  }
  std::uint64_t sum = n_bytes_;
  for (const std::uint64_t lane : padded.lanes_) {
    sum = std::rotl((sum ^ lane) * kOdd, 31);
  }
  return sum ^ (sum >> 32);
}

std::uint64_t checksum_of(const MappedFile& file, std::span<const std::byte> part) noexcept {
  constexpr std::size_t kStepBytes = std::size_t{1} << 20;
  Checksum64 checksum;
  while (!part.empty()) {
    const std::span<const std::byte> step = part.first(std::min(kStepBytes, part.size()));
    checksum.add(step);
    file.release(step);
    part = part.subspan(step.size());
  }
  return checksum.finish();
}

}  // namespace oree
