// Memory of one size, shared by the caches that continue one another.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace oree::cache {

// Pieces of page_bytes, cut from slabs of the system's memory, which are huge pages where there are many. A piece that
// is given back costs no memory until it is taken again: whole system pages inside it are returned at once, those of a
// huge page when the system needs them or the whole of it is given back. Thread-safe.
class PagePool {
 public:
  explicit PagePool(std::size_t page_bytes);
  ~PagePool();
  PagePool(const PagePool&) = delete;
  PagePool& operator=(const PagePool&) = delete;

  std::size_t page_bytes() const noexcept { return page_bytes_; }

  // Aligned to 64 bytes; the content is anything. Throws std::bad_alloc.
  std::byte* take();
  void give_back(std::byte* page) noexcept;

 private:
  std::size_t slab_bytes(std::size_t index) const noexcept;
  void add_slab();
  // The system would fill up a huge page again of which a piece was given back: the slab of the page stays in small
  // ones.
  void stay_cut(const std::byte* page) noexcept;

  std::size_t page_bytes_;
  std::size_t stride_;  // page_bytes, up to whole cache lines
  std::size_t small_slab_bytes_;
  std::size_t n_small_slabs_;  // before those in huge pages
  std::size_t n_pages_ = 0;    // in all slabs
  std::mutex lock_;
  std::vector<std::byte*> slabs_;
  std::unordered_map<std::uintptr_t, bool> slabs_of_huge_pages_;  // address / kHugePageBytes; whether it was cut
  std::vector<std::byte*> free_;  // as much capacity as there are pages, so that giving back never allocates
};

// A page of a pool with a count of its owners. Copies share it; whoever wants to write first makes sure to own it
// alone. The pool must outlive it.
class Page {
 public:
  Page() = default;
  // Throws std::bad_alloc.
  explicit Page(PagePool& pool);
  Page(const Page& other) noexcept;
  Page(Page&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  Page& operator=(Page other) noexcept {
    std::swap(shared_, other.shared_);
    return *this;
  }
  ~Page();

  std::byte* data() noexcept { return shared_->bytes; }
  const std::byte* data() const noexcept { return shared_->bytes; }
  bool is_shared() const noexcept { return shared_->n_owners.load(std::memory_order_acquire) > 1; }
  // Becomes the only owner, of a copy if need be. Throws std::bad_alloc.
  void make_own();

 private:
  struct Shared {
    PagePool* pool;
    std::byte* bytes;
    std::atomic<int> n_owners;
  };
  Shared* shared_ = nullptr;
};

}  // namespace oree::cache
