#include "base/huge_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace oree {

std::byte* reserve_huge_pages(std::size_t n_bytes) noexcept {
  void* reserved =
      ::mmap(nullptr, n_bytes + kHugePageBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (reserved == MAP_FAILED) {
    return nullptr;
  }
  auto* begin = static_cast<std::byte*>(reserved);
  const std::size_t before =
      (kHugePageBytes - reinterpret_cast<std::uintptr_t>(begin) % kHugePageBytes) % kHugePageBytes;
  if (before > 0) {
    ::munmap(begin, before);
  }
  ::munmap(begin + before + n_bytes, kHugePageBytes - before);
  return begin + before;
}

}  // namespace oree
