// A decoder-only transformer, bound to the tensors of a model file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/thread_pool.h"
#include "cache/attention_geometry.h"
#include "cache/kv_cache.h"
#include "cache/query_observer.h"
#include "cache/value_weights.h"
#include "gguf/file.h"
#include "kernels/dispatch.h"
#include "model/architecture.h"
#include "model/rope_frequencies.h"

namespace oree::model {

struct HyperParameters {
  std::string architecture;  // "llama"
  const Architecture* features = nullptr;
  int n_layers = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  int embedding_length = 0;
  int feed_forward_length = 0;
  int vocabulary_size = 0;
  int context_length = 0;  // tokens
  int rope_dimension = 0;
  float rope_base = 10000;
  RopeScaling rope_scaling;   // of the layers that have rope_base
  float local_rope_base = 0;  // of local layers, unscaled; 0: all layers have rope_base
  // Queries at position p are multiplied by 1 + query_temperature * ln(1 + floor(p / rope_scaling.original_context)).
  float query_temperature = 0;
  float attention_scale = 1;     // on the scores
  float attention_soft_cap = 0;  // 0: none
  float logit_soft_cap = 0;      // 0: none
  float norm_epsilon = 1e-5f;
  std::vector<int> windows;        // [n_layers]; tokens a layer sees, itself included; 0 is global
  std::vector<bool> local_layers;  // [n_layers]; those with windows by nature, also where these are turned off
  std::uint64_t n_parameters = 0;
};

// Throws Error kUnsupported (architecture, with those supported; feature), kCorrupt (missing or contradicting keys).
// sliding_window overrides the file: 0 turns windows off.
HyperParameters read_hyper_parameters(const gguf::File& file, std::optional<int> sliding_window = std::nullopt);

// What the threads of a forward pass work with.
struct ThreadNeeds {
  int n_threads = 1;
  int max_segments = 0;               // what KvCache::max_segments says
  std::int64_t max_widened_cols = 0;  // the most columns of a matrix whose type has no kernel; 0: all have one
};

// ThreadNeeds::max_widened_cols of a file's tensors.
std::int64_t max_widened_cols(const gguf::File& file, const kernels::Table& kernels) noexcept;

// Immutable and thread-safe; the file must outlive it.
class Model {
 public:
  // Throws Error kCorrupt (a tensor is missing or has another shape than the hyperparameters say, naming it),
  // kUnsupported (element type, with those supported).
  Model(const gguf::File& file, HyperParameters hyper_parameters, const kernels::Table& kernels);
  ~Model();
  Model(Model&&) noexcept;

  const HyperParameters& hyper_parameters() const noexcept;

  // The layout of a cache of this model's dimensions, which nothing bounds. context: tokens. chunk: the most tokens a
  // forward() call brings.
  cache::KvLayout cache_layout(int context, int chunk, tensor::ElementType type_k, tensor::ElementType type_v) const;

  // Such a cache. page_tokens: tokens a store of the cache grows by. Throws as KvCache's constructor.
  cache::KvCache new_cache(int context, int chunk, tensor::ElementType type_k, tensor::ElementType type_v,
                           int page_tokens = cache::kDefaultPageTokens) const;

  const kernels::Table& kernels() const noexcept;

  class Scratch;
  struct State;  // of this folder

  // Runs tokens [n], n <= the cache's step_room(), at position cache.n_tokens(), and appends their keys and values.
  // Every id must be inside the vocabulary, the cache must have room for the step and no eviction be due.
  // logits: [vocabulary_size] of the last token, or [n, vocabulary_size] when all_logits, or empty: none.
  // Their bits depend on the tokens before and the kernels alone, not on the chunks or the number of threads.
  // observer: sees the queries and keys of every layer; nullptr: nobody does.
  // Throws Error kInternal when a condition above is broken; the cache then still holds what it held.
  void forward(std::span<const std::int32_t> tokens, cache::KvCache& cache, Scratch& scratch, ThreadPool& threads,
               std::span<float> logits, bool all_logits, cache::QueryObserver* observer = nullptr) const;

  // Whether queries or keys are normed head by head before RoPE, or have biases in any layer.
  bool has_query_key_norms() const noexcept;
  bool has_query_key_biases() const noexcept;

  // For policies and calibration.
  cache::AttentionGeometry attention_geometry() const;
  // The model must outlive it.
  std::unique_ptr<const cache::ValueNorms> value_norms() const;

  // SHA-256 over hyperparameters and F32 vectors, which are the same in every quantisation of a model; windows, which
  // the user may set, are left out. 64 characters.
  std::string fingerprint() const;

  // For each KV head the sum of transposed(W) W over the query heads of its group, W the [embedding_length, head_dim]
  // slice of the layer's output projection that reads the head: [n_kv_heads, head_dim, head_dim].
  std::vector<float> value_grams(int layer, ThreadPool& threads) const;

 private:
  std::unique_ptr<const State> state_;
};

// Working memory of forward(), reused from call to call; one for each thread that calls forward() at the same time.
class Model::Scratch {
 public:
  // chunk: the most tokens a forward() call brings.
  Scratch(const Model& model, int chunk);
  ~Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;

  std::size_t bytes() const noexcept;
  // What bytes() will be once forward() has run with such threads and without an observer.
  static std::size_t planned_bytes(const HyperParameters& hyper, int chunk, const kernels::Table& kernels,
                                   const ThreadNeeds& needs) noexcept;

  struct Buffers;  // of this folder

 private:
  friend class Model;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace oree::model
