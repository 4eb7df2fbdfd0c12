#include "cache/page_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>

#include "base/huge_pages.h"

namespace oree::cache {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kSlabBytes = std::size_t{1} << 20;

// From so many bytes on a slab is a huge page: its unused rest is then a small part of the whole.
constexpr std::size_t kSmallSlabsBytes = std::size_t{128} << 20;
// Of a huge page, that may be left over behind the last piece: one in so many parts.
constexpr std::size_t kLeftOver = 64;

std::size_t system_page_bytes() noexcept {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

// Returns the memory of the system pages that lie wholly inside.
void release(std::byte* begin, std::size_t n_bytes) noexcept {
  const std::size_t page = system_page_bytes();
  const auto address = reinterpret_cast<std::uintptr_t>(begin);
  const std::uintptr_t first = (address + page - 1) / page * page;
  const std::uintptr_t last = (address + n_bytes) / page * page;
  if (first < last) {
    madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
  }
}

// Throws std::bad_alloc.
std::byte* map_slab(std::size_t n_bytes, bool in_huge_pages) {
  void* place = in_huge_pages ? reserve_huge_pages(n_bytes) : nullptr;
  void* slab = mmap(place, n_bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | (place != nullptr ? MAP_FIXED : 0), -1, 0);
  if (slab == MAP_FAILED) {
    if (place != nullptr) {
      munmap(place, n_bytes);
    }
    throw std::bad_alloc();
  }
  if (place != nullptr) {
    madvise(slab, n_bytes, MADV_HUGEPAGE);  // a kernel without them refuses, and small ones do
  }
  return static_cast<std::byte*>(slab);
}

}  // namespace

PagePool::PagePool(std::size_t page_bytes)
    : page_bytes_(page_bytes),
      stride_((page_bytes + kCacheLine - 1) / kCacheLine * kCacheLine),
      small_slab_bytes_(std::max(kSlabBytes / stride_, std::size_t{1}) * stride_),
      n_small_slabs_(kHugePageBytes % stride_ <= kHugePageBytes / kLeftOver
                         ? (kSmallSlabsBytes + small_slab_bytes_ - 1) / small_slab_bytes_
                         : std::numeric_limits<std::size_t>::max()) {}

PagePool::~PagePool() {
  for (std::size_t i = 0; i < slabs_.size(); ++i) {
    munmap(slabs_[i], slab_bytes(i));
  }
}

std::size_t PagePool::slab_bytes(std::size_t index) const noexcept {
  return index < n_small_slabs_ ? small_slab_bytes_ : kHugePageBytes;
}

std::byte* PagePool::take() {
  const std::lock_guard guard(lock_);
  if (free_.empty()) {
    add_slab();
  }
  std::byte* page = free_.back();
  free_.pop_back();
  return page;
}

void PagePool::add_slab() {
  const std::size_t n_bytes = slab_bytes(slabs_.size());
  const std::size_t n_pages = n_bytes / stride_;
  slabs_.reserve(slabs_.size() + 1);
  if (free_.capacity() < n_pages_ + n_pages) {
    free_.reserve(2 * (n_pages_ + n_pages));
  }
  std::byte* slab = map_slab(n_bytes, slabs_.size() >= n_small_slabs_);
  if (slabs_.size() >= n_small_slabs_) {
    slabs_of_huge_pages_.emplace(reinterpret_cast<std::uintptr_t>(slab) / kHugePageBytes, false);
  }
  slabs_.push_back(slab);
  n_pages_ += n_pages;
  for (std::size_t i = n_pages; i-- > 0;) {
    free_.push_back(slab + i * stride_);
  }
}

void PagePool::give_back(std::byte* page) noexcept {
  release(page, stride_);
  const std::lock_guard guard(lock_);
  stay_cut(page);
  free_.push_back(page);
}

// Once for a slab, since each time costs the system a mapping of its own.
void PagePool::stay_cut(const std::byte* page) noexcept {
  const auto slab = slabs_of_huge_pages_.find(reinterpret_cast<std::uintptr_t>(page) / kHugePageBytes);
  if (slab != slabs_of_huge_pages_.end() && !slab->second) {
    madvise(reinterpret_cast<void*>(slab->first * kHugePageBytes), kHugePageBytes, MADV_NOHUGEPAGE);
    slab->second = true;
  }
}

Page::Page(PagePool& pool) {
  auto shared = std::make_unique<Shared>();
  shared->pool = &pool;
  shared->bytes = pool.take();
  shared->n_owners.store(1, std::memory_order_relaxed);
  shared_ = shared.release();
}

Page::Page(const Page& other) noexcept : shared_(other.shared_) {
  if (shared_ != nullptr) {
    shared_->n_owners.fetch_add(1, std::memory_order_relaxed);
  }
}

Page::~Page() {
  if (shared_ != nullptr && shared_->n_owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    shared_->pool->give_back(shared_->bytes);
    delete shared_;
  }
}

void Page::make_own() {
  if (is_shared()) {
    Page own(*shared_->pool);
    std::memcpy(own.data(), data(), shared_->pool->page_bytes());
    std::swap(shared_, own.shared_);
  }
}

}  // namespace oree::cache
