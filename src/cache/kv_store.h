// The keys and values of one KV head of one layer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "cache/page_pool.h"
#include "tensor/kv_view.h"

namespace oree::cache {

// How a row lies in a page: keys [page_tokens, head_dim], then values.
struct RowFormat {
  int page_tokens = 0;
  std::size_t key_bytes = 0;  // of a row
  std::size_t value_bytes = 0;

  std::size_t page_bytes() const noexcept { return static_cast<std::size_t>(page_tokens) * (key_bytes + value_bytes); }
};

// Rows 0, 1, ... in the order of their positions, in pages that copies of the store share until one of them writes.
// ring_rows > 0: row r lies in slot r mod ring_rows and overwrites what was there.
//
// As long as nothing was evicted, row r is the token at position r. An eviction leaves gaps; from then on, or from the
// beginning when it is told to, the store notes the position of every row.
struct KvStore {
  std::vector<Page> pages;
  int n_rows = 0;                       // ever appended or, after evictions, still here
  std::vector<std::int32_t> positions;  // [n_rows] once noted; empty before
  std::vector<float> scores;            // [n_rows], of policies whose scores depend on the row alone; or empty
  std::vector<float> value_norms;       // of the rows that have been through an eviction that weighs values
  bool notes_positions = false;

  const std::byte* key(const RowFormat& format, int slot) const noexcept {
    return pages[static_cast<std::size_t>(slot / format.page_tokens)].data() +
           static_cast<std::size_t>(slot % format.page_tokens) * format.key_bytes;
  }
  const std::byte* value(const RowFormat& format, int slot) const noexcept {
    return pages[static_cast<std::size_t>(slot / format.page_tokens)].data() +
           static_cast<std::size_t>(format.page_tokens) * format.key_bytes +
           static_cast<std::size_t>(slot % format.page_tokens) * format.value_bytes;
  }
  std::byte* key(const RowFormat& format, int slot) noexcept {
    return const_cast<std::byte*>(static_cast<const KvStore*>(this)->key(format, slot));
  }
  std::byte* value(const RowFormat& format, int slot) noexcept {
    return const_cast<std::byte*>(static_cast<const KvStore*>(this)->value(format, slot));
  }

  // Room for what is noted of so many rows. Throws std::bad_alloc.
  void reserve_rows(std::size_t n_rows, bool with_scores, bool with_norms);

  // From now on positions are noted.
  void note_positions();

  // Makes the slots [first, end) exist and belong to this store alone. Throws std::bad_alloc.
  void own_slots(const RowFormat& format, PagePool& pool, int first, int end);

  // Keeps these rows, ascending, and moves them together. Owns every slot; notes positions.
  void keep_rows(const RowFormat& format, std::span<const std::int32_t> kept) noexcept;

  // Gives back the pages beyond those that n_slots take.
  void shrink(const RowFormat& format, int n_slots) noexcept;

  // Segments of the rows [first_row, end_row), each inside a page; returns how many.
  std::size_t segments(const RowFormat& format, int ring_rows, int first_row, int end_row,
                       tensor::KvSegment* segments) const noexcept;

  std::size_t bytes(const RowFormat& format) const noexcept;  // held, with positions and scores
};

}  // namespace oree::cache
