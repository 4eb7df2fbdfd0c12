// What a model and one session on it take of memory, part by part.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cache/planned_bytes.h"
#include "gguf/file.h"
#include "model/model.h"
#include "oree/engine.h"
#include "text/planned_bytes.h"

namespace oree::engine {

struct MemoryNeeds {
  std::uint64_t weights = 0;      // mapped, and copied
  std::uint64_t kv = 0;           // keys and values
  std::uint64_t activations = 0;  // of one chunk, and the threads' own
  std::uint64_t other = 0;        // the program, the tokenizer, logits, the text, headroom

  std::uint64_t total() const noexcept { return weights + kv + activations + other; }
};

// A file's header, read once; options are then tried on it.
class MemoryModel {
 public:
  // Throws Error as Engine's constructor: what is asked of the file and of options that no plan changes.
  MemoryModel(const std::filesystem::path& path, const EngineOptions& options);

  const gguf::File& file() const noexcept { return file_; }
  const model::HyperParameters& hyper() const noexcept { return hyper_; }
  int n_threads() const noexcept { return n_threads_; }

  // options.context as choose_context() makes it. The budget in tokens a head that options.cache comes to; 0: nothing
  // is evicted while a prompt is read. Throws Error kInvalid, kUnsupported.
  int context(const EngineOptions& options) const;
  int budget_tokens(const EngineOptions& options) const;

  // At the peak, with the context full. nullopt when the cache cannot hold rows of such types.
  std::optional<MemoryNeeds> needs(const EngineOptions& options) const;
  // The policy that filters beside the model allow; "" where there are none, or none that can be used, which is logged.
  std::string policy_of_filters() const;
  // Layers that a budget would bound.
  int n_boundable_layers(const CacheOptions& cache) const;
  // Of the weights when matrices are in another type.
  std::uint64_t weights_in(tensor::ElementType type) const;
  std::uint64_t weights() const noexcept { return mapped_bytes_ + embedding_bytes_ + copied_bytes_; }

 private:
  cache::KvPlan kv_plan(const EngineOptions& options, int budget) const;
  std::uint64_t conversation_bytes(const EngineOptions& options) const;
  std::uint64_t policy_bytes(const EngineOptions& options) const;
  std::uint64_t eviction_bytes(const EngineOptions& options, const cache::KvPlan& plan) const;

  std::uint64_t program_bytes_;  // first: the file is mapped after it was measured
  gguf::File file_;
  model::HyperParameters hyper_;
  int n_threads_;
  text::PlannedTokenizer tokenizer_;
  const kernels::Table* kernels_;
  std::int64_t max_widened_cols_ = 0;
  std::uint64_t header_bytes_ = 0;     // before the first tensor
  std::uint64_t mapped_bytes_ = 0;     // tensors that are read whole
  std::uint64_t embedding_bytes_ = 0;  // an embedding that is not the output too: of it only rows are read
  std::uint64_t embedding_row_bytes_ = 0;
  std::uint64_t copied_bytes_ = 0;  // vectors
};

}  // namespace oree::engine
