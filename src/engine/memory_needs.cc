#include "engine/memory_needs.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <system_error>

#include "base/huge_pages.h"
#include "base/log.h"
#include "base/resident_memory.h"
#include "cache/eviction.h"
#include "cache/filter_file.h"
#include "cache/make_policy.h"
#include "engine/budget.h"
#include "engine/calibrated_model.h"
#include "engine/loaded_model.h"
#include "kernels/dispatch.h"
#include "oree/error.h"
#include "tensor/element_type.h"

namespace oree::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMiB = 1u << 20;

// The program's own code, libraries and first allocations while it runs, as measured (docs/memory.md). A program that
// holds more when it plans counts with that.
constexpr std::uint64_t kProgramBytes = 15 * kMiB;
constexpr std::uint64_t kThreadBytes = 64u << 10;  // of a worker: its stack, touched, and malloc's for it
constexpr std::uint64_t kTensorBytes = 512;        // what is remembered of a tensor
// A row of a mapped file brings the memory around it along (Linux fault_around_bytes).
constexpr std::uint64_t kFaultAroundBytes = 64u << 10;
constexpr std::uint64_t kLogitBytes = 4 + 8;  // of a token: its logit, and the sampler's candidate
constexpr std::uint64_t kTextBytes = 16;      // of a token of context: its text and its id, where they are kept
// Of what is known for certain, for what malloc wastes and small things not counted.
constexpr std::uint64_t kHeadroomPart = 100;

// What a conversation adds: an opening of about so many tokens, kept once more, and the automaton of its tools.
constexpr int kOpeningTokens = 1024;
constexpr std::uint64_t kGrammarBytes = 5 * kMiB;
constexpr std::uint64_t kTrieTokenBytes = 16 + 2 * 4 + 9;  // its bytes, its place, its bits in the masks of plain texts
constexpr std::uint64_t kTrieNodeBytes = 16;               // for about every second byte of the spellings

// What evictions take of a row: its score, and three orders of rows.
constexpr std::uint64_t kEvictionRowBytes = 16;
// What takes RoPE back from keys, of a pair of values: two tables of 3 * 256 turns.
constexpr std::uint64_t kRotationBytes = 2 * 3 * 256 * 8;
// What snap_kv looks at the past through.
constexpr std::uint64_t kLastQueries = 64;

bool is_matrix(const gguf::TensorInfo& tensor) noexcept { return tensor.shape.size() > 1; }

// Of a token: its logits after each token of a guess, and before.
std::uint64_t draft_logit_bytes(const EngineOptions& options) {
  const auto draft = static_cast<std::uint64_t>(check_draft(options.draft));
  return draft > 0 ? (draft + 1) * sizeof(float) : 0;
}

cache::KvPlan with_types(cache::KvPlan plan, const EngineOptions& options) {
  plan.type_k = element_type(options.kv_type_k);
  plan.type_v = element_type(options.kv_type_v);
  return plan;
}

}  // namespace

MemoryModel::MemoryModel(const fs::path& path, const EngineOptions& options)
    : program_bytes_(std::max(kProgramBytes, resident_bytes())),
      file_(gguf::File::open(path)),
      hyper_(model::read_hyper_parameters(file_, check_window(options.sliding_window))),
      n_threads_(choose_threads(options.n_threads, file_.size_bytes())),
      tokenizer_(text::planned_tokenizer(file_)),
      kernels_(options.cpu.empty() ? &kernels::best_table() : &kernels::find_table(options.cpu)),
      max_widened_cols_(model::max_widened_cols(file_, *kernels_)) {
  const bool tied = file_.find_tensor("output.weight") == nullptr;
  std::uint64_t first_offset = file_.size_bytes();
  for (const gguf::TensorInfo& tensor : file_.tensors()) {
    first_offset = std::min(first_offset, tensor.file_offset);
    const std::uint64_t bytes = tensor.data.size();
    if (!is_matrix(tensor)) {
      copied_bytes_ += bytes;
    }
    if (!tied && tensor.name == "token_embd.weight") {
      embedding_bytes_ = bytes;
      embedding_row_bytes_ = bytes / static_cast<std::uint64_t>(hyper_.vocabulary_size);
    } else {
      mapped_bytes_ += bytes;
    }
  }
  header_bytes_ = first_offset;
}

int MemoryModel::context(const EngineOptions& options) const {
  return choose_context(options.context, hyper_.context_length);
}

cache::KvPlan MemoryModel::kv_plan(const EngineOptions& options, int budget) const {
  const int tokens = context(options);
  return with_types({.n_kv_heads = hyper_.n_kv_heads,
                     .head_dim = hyper_.head_dim,
                     .windows = hyper_.windows,
                     .context = tokens,
                     .chunk = std::min(check_chunk(options.chunk), tokens),
                     .budget = budget,
                     .evict_every = options.cache.evict_every,
                     .whole_layers = options.cache.whole_layers,
                     .inside_windows = options.cache.inside_windows,
                     .value_aware = options.cache.value_aware},
                    options);
}

int MemoryModel::budget_tokens(const EngineOptions& options) const {
  if (options.cache.policy == "none" || options.cache.evict_at_end) {
    return 0;
  }
  const int tokens = context(options);
  return std::clamp(engine::budget_tokens(options.cache.budget, kv_plan(options, 0), tokens), 1, tokens);
}

std::optional<MemoryNeeds> MemoryModel::needs(const EngineOptions& options) const {
  const cache::KvPlan plan = kv_plan(options, budget_tokens(options));
  const std::optional<std::uint64_t> kv = cache::planned_bytes(plan);
  if (!kv) {
    return std::nullopt;
  }
  const auto tokens = static_cast<std::uint64_t>(plan.context);
  MemoryNeeds needs;
  needs.weights = options.huge_pages
                      ? whole_huge_pages(file_.size_bytes()) + copied_bytes_
                      : mapped_bytes_ + copied_bytes_ +
                            std::min(embedding_bytes_, tokens * (embedding_row_bytes_ + kFaultAroundBytes));
  needs.kv = *kv;
  needs.activations = model::Model::Scratch::planned_bytes(
      hyper_, plan.chunk, *kernels_,
      {.n_threads = n_threads_, .max_segments = cache::planned_segments(plan), .max_widened_cols = max_widened_cols_});
  needs.other = program_bytes_ + static_cast<std::uint64_t>(n_threads_ - 1) * kThreadBytes + header_bytes_ +
                file_.tensors().size() * kTensorBytes + tokenizer_.bytes +
                static_cast<std::uint64_t>(hyper_.vocabulary_size) * (kLogitBytes + draft_logit_bytes(options)) +
                tokens * kTextBytes + policy_bytes(options) + eviction_bytes(options, plan) +
                (options.memory.conversation ? conversation_bytes(options) : 0);
  // The program and the weights are as large as they are; what is allocated varies.
  needs.other += (needs.total() - needs.weights - program_bytes_) / kHeadroomPart;
  return needs;
}

std::string MemoryModel::policy_of_filters() const {
  const fs::path path = cache::filter_file_beside(file_.path());
  std::error_code failure;
  if (!fs::exists(path, failure)) {
    return "";
  }
  try {
    const model::Model model(file_, hyper_, kernels::best_table());
    const cache::FilterFile filters = cache::read_filter_file(path, calibrated_model(file_, model));
    return filters.statistics ? "leverage" : "q_filters";
  } catch (const Error& error) {
    log(LogLevel::kWarning, "filters are left aside: " + std::string(error.what()) + " (" + error.where() + ")");
    return "";
  }
}

int MemoryModel::n_boundable_layers(const CacheOptions& cache) const {
  int n = 0;
  for (int layer = std::max(0, cache.whole_layers); layer < hyper_.n_layers; ++layer) {
    n += hyper_.windows[static_cast<std::size_t>(layer)] == 0 || cache.inside_windows ? 1 : 0;
  }
  return n;
}

std::uint64_t MemoryModel::weights_in(tensor::ElementType type) const {
  std::uint64_t total = copied_bytes_;
  for (const gguf::TensorInfo& tensor : file_.tensors()) {
    const std::uint64_t stored = tensor.data.size();
    std::uint64_t bytes = stored;
    if (is_matrix(tensor)) {
      std::uint64_t rows = 1;
      for (std::size_t i = 1; i < tensor.shape.size(); ++i) {
        rows *= tensor.shape[i];
      }
      const std::optional<std::uint64_t> row = tensor::row_bytes(type, tensor.shape[0]);
      bytes = row ? std::min(stored, rows * *row) : stored;
    }
    total += bytes;
  }
  return total;
}

std::uint64_t MemoryModel::conversation_bytes(const EngineOptions& options) const {
  EngineOptions opening = options;
  opening.context = std::min(context(options), kOpeningTokens);
  const std::uint64_t copy = cache::planned_bytes(kv_plan(opening, 0)).value_or(0);
  return copy + kGrammarBytes + tokenizer_.n_tokens * kTrieTokenBytes + tokenizer_.spelling_bytes / 2 * kTrieNodeBytes;
}

std::uint64_t MemoryModel::eviction_bytes(const EngineOptions& options, const cache::KvPlan& plan) const {
  const bool at_end = options.cache.policy != "none" && options.cache.evict_at_end;
  std::uint64_t rows = 0;
  std::uint64_t most_rows = 0;
  for (std::size_t layer = 0; layer < plan.windows.size(); ++layer) {
    const bool evicts_at_end =
        at_end && plan.windows[layer] == 0 && layer >= static_cast<std::size_t>(plan.whole_layers);
    if (cache::is_bounded(plan, layer) || evicts_at_end) {
      const auto of_head = static_cast<std::uint64_t>(cache::planned_rows(plan, layer));
      const std::uint64_t of_layer = of_head * static_cast<std::uint64_t>(plan.n_kv_heads);
      rows = std::min(rows + of_layer, cache::Eviction::kBatchRows + of_layer);
      most_rows = std::max(most_rows, of_head);
    }
  }
  // Policies whose scores are not noted look at all keys and values of a head at a time, in each thread; at the end,
  // and where values are weighed, all do.
  const std::string& policy = options.cache.policy;
  const bool reads_rows = policy == "keydiff" || policy == "expected_attention" || policy == "lag_kv" ||
                          policy == "snap_kv" || at_end || options.cache.value_aware;
  const std::uint64_t row_bytes = 2 * sizeof(float) * static_cast<std::uint64_t>(plan.head_dim);
  return rows * kEvictionRowBytes + (reads_rows ? static_cast<std::uint64_t>(n_threads_) * most_rows * row_bytes : 0);
}

std::uint64_t MemoryModel::policy_bytes(const EngineOptions& options) const {
  const CacheOptions& cache = options.cache;
  const auto n_heads = static_cast<std::uint64_t>(hyper_.n_layers) * static_cast<std::uint64_t>(hyper_.n_heads);
  const auto head_dim = static_cast<std::uint64_t>(hyper_.head_dim);
  std::uint64_t bytes = 0;
  if (cache.policy == "snap_kv" || options.record_queries) {
    bytes += 2 * kLastQueries * sizeof(float) * n_heads * head_dim;  // as recorded, and in order for an eviction
  }
  if (cache.policy == "expected_attention" || options.record_queries) {
    bytes += sizeof(double) * n_heads * head_dim * (head_dim + 1);
  }
  // The filter file itself is let go before the first token.
  const std::uint64_t n_kv_heads =
      static_cast<std::uint64_t>(hyper_.n_layers) * static_cast<std::uint64_t>(hyper_.n_kv_heads);
  if (cache.policy == "q_filters") {
    bytes += sizeof(float) * n_kv_heads * head_dim;
  }
  if (cache.policy == "leverage") {
    bytes += sizeof(float) * n_kv_heads * head_dim * (head_dim + 2) + kRotationBytes * head_dim / 2;
  }
  return bytes;
}

}  // namespace oree::engine
