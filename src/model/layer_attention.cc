#include "model/layer_attention.h"

#include <algorithm>
#include <atomic>

namespace oree::model {
namespace {

// Up to so many tokens, threads share the parts of a head.
constexpr std::int64_t kPartedTokens = 8;
// Parts that are worked out before they are merged, times the tokens.
constexpr std::int64_t kPartsTimesTokens = 16;

// Tasks for each thread, so that one that is held up does not hold up the others.
constexpr std::int64_t kTasksPerThread = 4;
// Fewer tokens would not pay for the packing of keys.
constexpr std::int64_t kSmallestTile = 8;

std::size_t n_partial_rows(const HyperParameters& hyper) noexcept {
  return static_cast<std::size_t>(hyper.n_heads) * static_cast<std::size_t>(kPartedTokens + kPartsTimesTokens);
}

// Calls body(thread, task) for the tasks 0 to n_tasks - 1, each thread taking the next when it has finished one.
template <class Body>
void for_each_task(ThreadPool& threads, std::int64_t n_tasks, const Body& body) noexcept {
  std::atomic<std::int64_t> next{0};
  threads.run([&](int thread, int) {
    for (std::int64_t task = next.fetch_add(1); task < n_tasks; task = next.fetch_add(1)) {
      body(thread, task);
    }
  });
}

class Attending {
 public:
  Attending(const LayerAttention& attention, std::span<ThreadBuffer> buffers, Partials& partials,
            ThreadPool& threads) noexcept
      : attention_(attention),
        buffers_(buffers),
        partials_(partials),
        threads_(threads),
        n_kv_heads_(attention.hyper.n_kv_heads),
        group_(attention.hyper.n_heads / attention.hyper.n_kv_heads),
        head_dim_(attention.hyper.head_dim),
        partial_floats_(static_cast<std::int64_t>(kernels::partial_floats(head_dim_))) {}

  void run() noexcept {
    const std::int64_t most_tokens = std::min<std::int64_t>(kPartedTokens, kernels::attention_tile_tokens(group_));
    if (attention_.n_tokens > most_tokens || threads_.n_threads() == 1) {
      in_tiles();
      return;
    }
    std::int32_t most_parts = 0;
    for (int head = 0; head < n_kv_heads_; ++head) {
      kernels::Range& parts = partials_.parts[static_cast<std::size_t>(head)];
      parts = kernels::parts_of(task(0, head, 0, attention_.n_tokens));
      most_parts = std::max(most_parts, parts.end - parts.begin);
    }
    if (most_parts > 1) {
      in_parts(most_parts);
    } else {
      in_tiles();
    }
  }

 private:
  // Tokens [first, first + n_tokens) of a KV head.
  kernels::AttentionTask task(int thread, int head, std::int64_t first, std::int64_t n_tokens) noexcept {
    const std::int64_t stride = std::int64_t{attention_.hyper.n_heads} * head_dim_;
    const std::int64_t offset = first * stride + std::int64_t{head} * group_ * head_dim_;
    return {.queries = attention_.queries + offset,
            .token_stride = stride,
            .n_tokens = static_cast<std::int32_t>(n_tokens),
            .group = group_,
            .first_position = attention_.cache.n_tokens() + static_cast<std::int32_t>(first),
            .window = attention_.hyper.windows[static_cast<std::size_t>(attention_.layer)],
            .scale = attention_.hyper.attention_scale,
            .soft_cap = attention_.hyper.attention_soft_cap,
            .view = attention_.cache.view(attention_.layer, head, buffer(thread).segments.data()),
            .output = attention_.output + offset};
  }

  ThreadBuffer& buffer(int thread) noexcept { return buffers_[static_cast<std::size_t>(thread)]; }

  // A task is a tile of tokens of one KV head. Later tokens see more keys, so the last tiles come first.
  void in_tiles() noexcept {
    const std::int64_t n_tokens = attention_.n_tokens;
    const std::int64_t largest = kernels::attention_tile_tokens(group_);
    const std::int64_t n_wanted = threads_.n_threads() * kTasksPerThread;
    const std::int64_t tile =
        std::clamp((n_tokens * n_kv_heads_ + n_wanted - 1) / n_wanted, std::min(kSmallestTile, largest), largest);
    const std::int64_t n_tiles = (n_tokens + tile - 1) / tile;
    for_each_task(threads_, n_tiles * n_kv_heads_, [&](int thread, std::int64_t index) {
      const auto head = static_cast<int>(index % n_kv_heads_);
      const std::int64_t first = (n_tiles - 1 - index / n_kv_heads_) * tile;
      kernels::attend(attention_.kernels, task(thread, head, first, std::min(tile, n_tokens - first)),
                      buffer(thread).attention);
    });
  }

  // A task is a part of one KV head, for all tokens. Parts are merged after every round.
  void in_parts(std::int32_t most_parts) noexcept {
    const std::int64_t n_rows = attention_.n_tokens * group_;  // of a head
    float* totals = partials_.rows.data();
    float* slots = totals + n_kv_heads_ * n_rows * partial_floats_;
    std::fill(totals, slots, 0.0f);
    const auto slot_of = [&](std::int64_t slot, std::int64_t row) {
      return slots + (slot * n_kv_heads_ * n_rows + row) * partial_floats_;
    };
    const std::int64_t most_slots = kPartsTimesTokens / attention_.n_tokens;
    for (std::int64_t done = 0; done < most_parts; done += most_slots) {
      const std::int64_t n_slots = std::min(most_slots, most_parts - done);
      for_each_task(threads_, n_kv_heads_ * n_slots, [&](int thread, std::int64_t index) {
        const auto head = static_cast<int>(index / n_slots);
        const std::int64_t slot = index % n_slots;
        const kernels::Range parts = partials_.parts[static_cast<std::size_t>(head)];
        const auto part = static_cast<std::int32_t>(parts.begin + done + slot);
        if (part < parts.end) {
          kernels::attend_part(attention_.kernels, task(thread, head, 0, attention_.n_tokens), part,
                               buffer(thread).attention, slot_of(slot, head * n_rows));
        }
      });
      threads_.parallel_for(n_kv_heads_ * n_rows, 1, [&](int, std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
          const kernels::Range parts = partials_.parts[static_cast<std::size_t>(row / n_rows)];
          for (std::int64_t slot = 0; slot < n_slots && parts.begin + done + slot < parts.end; ++slot) {
            kernels::merge_partial(head_dim_, slot_of(slot, row), totals + row * partial_floats_);
          }
          if (done + n_slots == most_parts) {
            finish(row / n_rows, row % n_rows, totals + row * partial_floats_);
          }
        }
      });
    }
  }

  void finish(std::int64_t head, std::int64_t row, const float* total) noexcept {
    const std::int64_t query_head = head * group_ + row % group_;
    const std::int64_t token = row / group_;
    kernels::finish_partial(attention_.kernels, head_dim_, total,
                            attention_.output + (token * attention_.hyper.n_heads + query_head) * head_dim_);
  }

  const LayerAttention& attention_;
  std::span<ThreadBuffer> buffers_;
  Partials& partials_;
  ThreadPool& threads_;
  const int n_kv_heads_;
  const std::int32_t group_;
  const std::int32_t head_dim_;
  const std::int64_t partial_floats_;
};

}  // namespace

std::size_t partials_bytes(const HyperParameters& hyper) noexcept {
  return n_partial_rows(hyper) * kernels::partial_floats(hyper.head_dim) * sizeof(float) +
         static_cast<std::size_t>(hyper.n_kv_heads) * sizeof(kernels::Range);
}

void resize_partials(Partials& partials, const HyperParameters& hyper) {
  partials.rows.resize(n_partial_rows(hyper) * kernels::partial_floats(hyper.head_dim));
  partials.parts.resize(static_cast<std::size_t>(hyper.n_kv_heads));
}

void attend_layer(const LayerAttention& attention, std::span<ThreadBuffer> buffers, Partials& partials,
                  ThreadPool& threads) noexcept {
  Attending(attention, buffers, partials, threads).run();
}

}  // namespace oree::model
