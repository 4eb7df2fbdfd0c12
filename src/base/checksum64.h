// A checksum that keeps up with memory, for large files of one's own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "base/mapped_file.h"

namespace oree {

// 64 bits over bytes and their number. It finds damage, not forgery: anybody can make bytes of a given checksum.
//
// Eight lanes take the words of 64 bytes in turn; a lane is multiplied by an odd number and rotated. Each step can be
// undone when its word is known, so two contents that differ in one word, or only in words of one lane's last step,
// never have the same checksum; others do by chance once in 2^64. Little-endian machines alone.
class Checksum64 {
 public:
  void add(std::span<const std::byte> bytes) noexcept;
  std::uint64_t finish() const noexcept;

 private:
  static constexpr std::size_t kLanes = 8;
  static constexpr std::size_t kBlockBytes = kLanes * sizeof(std::uint64_t);
  static constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15u;  // 2^64 over the golden ratio: its bits follow no pattern

  void add_blocks(const std::byte* bytes, std::size_t n_blocks) noexcept;

  std::array<std::uint64_t, kLanes> lanes_ = {1, 2, 3, 4, 5, 6, 7, 8};
  std::array<std::byte, kBlockBytes> open_block_ = {};
  std::size_t n_open_ = 0;  // bytes in it
  std::uint64_t n_bytes_ = 0;
};

// Of a part of a mapped file. The memory of what was read is given back as it goes: it never holds more than 1 MiB.
std::uint64_t checksum_of(const MappedFile& file, std::span<const std::byte> part) noexcept;

}  // namespace oree
