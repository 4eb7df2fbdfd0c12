#include "cache/kv_store.h"

#include <algorithm>
#include <cstring>

namespace oree::cache {

void KvStore::reserve_rows(std::size_t rows, bool with_scores, bool with_norms) {
  positions.reserve(rows);
  scores.reserve(with_scores ? rows : 0);
  value_norms.reserve(with_norms ? rows : 0);
}

void KvStore::note_positions() {
  if (!notes_positions) {
    positions.resize(static_cast<std::size_t>(n_rows));
    for (int row = 0; row < n_rows; ++row) {
      positions[static_cast<std::size_t>(row)] = row;
    }
    notes_positions = true;
  }
}

void KvStore::own_slots(const RowFormat& format, PagePool& pool, int first, int end) {
  if (first >= end) {
    return;
  }
  const auto end_page = static_cast<std::size_t>((end - 1) / format.page_tokens + 1);
  while (pages.size() < end_page) {
    pages.emplace_back(pool);
  }
  for (auto page = static_cast<std::size_t>(first / format.page_tokens); page < end_page; ++page) {
    pages[page].make_own();
  }
}

void KvStore::keep_rows(const RowFormat& format, std::span<const std::int32_t> kept) noexcept {
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto to = static_cast<int>(i);
    const int from = kept[i];
    if (from == to) {
      continue;
    }
    std::memcpy(key(format, to), key(format, from), format.key_bytes);
    std::memcpy(value(format, to), value(format, from), format.value_bytes);
    const auto source = static_cast<std::size_t>(from);
    positions[i] = positions[source];
    if (!scores.empty()) {
      scores[i] = scores[source];
    }
    if (source < value_norms.size()) {
      value_norms[i] = value_norms[source];
    }
  }
  n_rows = static_cast<int>(kept.size());
  positions.resize(kept.size());
  scores.resize(scores.empty() ? 0 : kept.size());
  value_norms.resize(std::min(value_norms.size(), kept.size()));
}

void KvStore::shrink(const RowFormat& format, int n_slots) noexcept {
  const auto n_pages = static_cast<std::size_t>((n_slots + format.page_tokens - 1) / format.page_tokens);
  if (pages.size() > n_pages) {
    pages.erase(pages.begin() + static_cast<std::ptrdiff_t>(n_pages), pages.end());
    if (positions.capacity() > 2 * static_cast<std::size_t>(n_slots)) {
      positions.shrink_to_fit();
    }
  }
}

std::size_t KvStore::segments(const RowFormat& format, int ring_rows, int first_row, int end_row,
                              tensor::KvSegment* segments) const noexcept {
  std::size_t n_segments = 0;
  for (int row = first_row; row < end_row;) {
    const int slot = ring_rows > 0 ? row % ring_rows : row;
    const int count = std::min(format.page_tokens - slot % format.page_tokens, end_row - row);
    segments[n_segments++] = {.keys = key(format, slot),
                              .values = value(format, slot),
                              .n_tokens = count,
                              .first_position = row,
                              .first_row = row,
                              .positions = notes_positions ? positions.data() + row : nullptr};
    row += count;
  }
  return n_segments;
}

std::size_t KvStore::bytes(const RowFormat& format) const noexcept {
  return pages.size() * format.page_bytes() + positions.capacity() * sizeof(std::int32_t) +
         (scores.capacity() + value_norms.capacity()) * sizeof(float);
}

}  // namespace oree::cache
