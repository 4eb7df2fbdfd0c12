#include "cache/page_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

namespace oree::cache {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kSlabBytes = std::size_t{1} << 20;

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

}  // namespace

PagePool::PagePool(std::size_t page_bytes)
    : page_bytes_(page_bytes),
      stride_((page_bytes + kCacheLine - 1) / kCacheLine * kCacheLine),
      slab_bytes_(std::max(kSlabBytes / stride_, std::size_t{1}) * stride_) {}

PagePool::~PagePool() {
  for (std::byte* slab : slabs_) {
    munmap(slab, slab_bytes_);
  }
}

std::byte* PagePool::take() {
  const std::lock_guard guard(lock_);
  if (free_.empty()) {
    const std::size_t n_pages = slab_bytes_ / stride_;
    slabs_.reserve(slabs_.size() + 1);
    if (free_.capacity() < (slabs_.size() + 1) * n_pages) {
      free_.reserve(2 * (slabs_.size() + 1) * n_pages);
    }
    void* slab = mmap(nullptr, slab_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (slab == MAP_FAILED) {
      throw std::bad_alloc();
    }
    slabs_.push_back(static_cast<std::byte*>(slab));
    for (std::size_t i = n_pages; i-- > 0;) {
      free_.push_back(slabs_.back() + i * stride_);
    }
  }
  std::byte* page = free_.back();
  free_.pop_back();
  return page;
}

void PagePool::give_back(std::byte* page) noexcept {
  release(page, stride_);
  const std::lock_guard guard(lock_);
  free_.push_back(page);
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
