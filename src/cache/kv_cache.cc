#include "cache/kv_cache.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

void require_dimension(const char* name, int value, int largest) {
  if (value < 1 || value > largest) {
    throw Error(ErrorCode::kInvalid, std::string(name) + " is " + std::to_string(value), "the KV cache",
                "it must be from 1 to " + std::to_string(largest));
  }
}

std::size_t element_bytes(tensor::ElementType type) {
  switch (type) {
    case tensor::ElementType::kF32:
      return 4;
    case tensor::ElementType::kF16:
    case tensor::ElementType::kBf16:
      return 2;
    default:
      throw Error(ErrorCode::kUnsupported, "the KV cache cannot hold this element type", "the KV cache",
                  "choose one of: f32, f16, bf16");
  }
}

}  // namespace

KvCache::KvCache(KvLayout layout) : layout_(std::move(layout)) {
  require_dimension("the number of layers", static_cast<int>(std::min<std::size_t>(layout_.windows.size(), 1u << 30)),
                    kMaxLayers);
  require_dimension("the number of KV heads", layout_.n_kv_heads, kMaxKvHeads);
  require_dimension("the head dimension", layout_.head_dim, kMaxHeadDim);
  require_dimension("the context", layout_.context, kMaxContextTokens);
  require_dimension("the chunk", layout_.chunk, kMaxContextTokens);
  require_dimension("the page size", layout_.page_tokens, kMaxContextTokens);
  layout_.chunk = std::min(layout_.chunk, layout_.context);
  key_bytes_ = static_cast<std::size_t>(layout_.head_dim) * element_bytes(layout_.type_k);
  value_bytes_ = static_cast<std::size_t>(layout_.head_dim) * element_bytes(layout_.type_v);
  page_key_bytes_ = static_cast<std::size_t>(layout_.page_tokens) * key_bytes_;
  stores_.resize(layout_.windows.size() * static_cast<std::size_t>(layout_.n_kv_heads));
  for (int layer = 0; layer < n_layers(); ++layer) {
    const int window = layout_.windows[static_cast<std::size_t>(layer)];
    if (window < 0) {
      throw Error(ErrorCode::kInvalid, "the window of layer " + std::to_string(layer) + " is negative", "the KV cache",
                  "0 is a global layer");
    }
    std::int64_t tokens = layout_.context;
    if (window > 0) {
      tokens = std::min(tokens, std::int64_t{window} + layout_.chunk - 1);
    }
    const std::int64_t n_pages = (tokens + layout_.page_tokens - 1) / layout_.page_tokens;
    capacities_.push_back(static_cast<int>(n_pages * layout_.page_tokens));
  }
}

std::size_t KvCache::bytes() const noexcept {
  std::size_t total = 0;
  for (const Store& store : stores_) {
    for (const Page& page : store.pages) {
      total += page.size();
    }
  }
  return total;
}

void KvCache::reserve(int n) {
  check(n >= 0 && n <= layout_.chunk && n <= room(), "KvCache::reserve: more tokens than the chunk or the room");
  const int end = n_tokens_ + n;
  for (int layer = 0; layer < n_layers(); ++layer) {
    // Pages fill from the first, so that the slots in use end here.
    const int n_slots = std::min(end, capacity(layer));
    const auto n_pages =
        static_cast<std::size_t>(n_slots / layout_.page_tokens + (n_slots % layout_.page_tokens != 0 ? 1 : 0));
    for (int head = 0; head < layout_.n_kv_heads; ++head) {
      std::vector<Page>& pages = stores_[static_cast<std::size_t>(layer * layout_.n_kv_heads + head)].pages;
      while (pages.size() < n_pages) {
        pages.emplace_back(static_cast<std::size_t>(layout_.page_tokens) * (key_bytes_ + value_bytes_));
      }
    }
  }
  n_reserved_ = n;
  written_ = std::max(written_, end);
}

void KvCache::commit() noexcept {
  n_tokens_ += n_reserved_;
  n_reserved_ = 0;
}

std::byte* KvCache::row(int layer, int kv_head, int position, std::size_t base) noexcept {
  const int slot = position % capacity(layer);
  Store& store = stores_[static_cast<std::size_t>(layer * layout_.n_kv_heads + kv_head)];
  Page& page = store.pages[static_cast<std::size_t>(slot / layout_.page_tokens)];
  const std::size_t row_bytes = base == 0 ? key_bytes_ : value_bytes_;
  return page.data() + base + static_cast<std::size_t>(slot % layout_.page_tokens) * row_bytes;
}

int KvCache::oldest(int layer) const noexcept { return std::max(0, written_ - capacity(layer)); }

int KvCache::max_segments(int layer) const noexcept {
  // One more than the pages: where a ring wraps inside a page, that page holds both ends.
  return capacity(layer) / layout_.page_tokens + 1;
}

tensor::KvView KvCache::view(int layer, int kv_head, tensor::KvSegment* segments) const noexcept {
  const Store& source = store(layer, kv_head);
  std::size_t n_segments = 0;
  const int end = n_tokens_ + n_reserved_;
  for (int position = oldest(layer); position < end;) {
    const int slot = position % capacity(layer);
    const int offset = slot % layout_.page_tokens;
    const int count = std::min(layout_.page_tokens - offset, end - position);
    const std::byte* page = source.pages[static_cast<std::size_t>(slot / layout_.page_tokens)].data();
    segments[n_segments++] = {.keys = page + static_cast<std::size_t>(offset) * key_bytes_,
                              .values = page + page_key_bytes_ + static_cast<std::size_t>(offset) * value_bytes_,
                              .n_tokens = count,
                              .first_position = position,
                              .first_row = position};
    position += count;
  }
  return {.segments = {segments, n_segments},
          .type_k = layout_.type_k,
          .type_v = layout_.type_v,
          .head_dim = layout_.head_dim};
}

bool KvCache::truncate(int n) noexcept {
  if (n < 0 || n > n_tokens_) {
    return false;
  }
  if (n == 0) {  // nothing of before is seen again
    n_tokens_ = 0;
    n_reserved_ = 0;
    written_ = 0;
    return true;
  }
  for (int layer = 0; layer < n_layers(); ++layer) {
    const int window = layout_.windows[static_cast<std::size_t>(layer)];
    const int needed = window > 0 ? std::max(0, n - window + 1) : 0;
    if (oldest(layer) > needed) {
      return false;
    }
  }
  n_tokens_ = n;
  n_reserved_ = 0;
  return true;
}

}  // namespace oree::cache
