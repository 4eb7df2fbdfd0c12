// Tokens and their KV cache: the mechanics below sessions and conversations.
#pragma once

#include <span>
#include <vector>

#include "cache/kv_cache.h"
#include "engine/loaded_model.h"
#include "oree/cancel.h"

namespace oree::engine {

// Not thread-safe. The model must outlive it.
class Sequence {
 public:
  explicit Sequence(const LoadedModel& model);
  ~Sequence();
  Sequence(Sequence&&) noexcept;
  Sequence& operator=(Sequence&&) noexcept;

  // Starts anew where that cache stands; the tokens are those it holds.
  void restart(const cache::KvCache& cache, std::span<const TokenId> tokens);
  // Starts anew where another sequence of the same model stands, logits included.
  void restart(const Sequence& other);
  // The same, where a saved one stood.
  void restart(const cache::KvCache& cache, std::span<const TokenId> tokens, std::span<const float> logits);

  const std::vector<TokenId>& tokens() const noexcept { return tokens_; }
  int n_tokens() const noexcept { return static_cast<int>(tokens_.size()); }
  // How many more fit into the context.
  int room() const noexcept { return model_->context() - n_tokens(); }

  // Runs the tokens in chunks. all_logits: nullptr, or takes [tokens.size(), vocabulary_size].
  // Returns false when cancelled between two chunks; what was run by then stays.
  // Throws Error kLimit when they do not fit, kInvalid on an id outside the vocabulary; nothing is run then.
  bool append(std::span<const TokenId> tokens, std::vector<float>* all_logits = nullptr,
              const CancelFlag* cancel = nullptr);

  // Where the options want one eviction at the end of a prompt, makes it; for the end of a prompt.
  void finish_prompt() { model_->finish_prompt(cache_); }
  // Evicts now, under those options. Throws as Session::compress.
  void compress(const CacheOptions& options) { model_->compress(cache_, options); }

  // Takes the sequence back to its first n tokens; logits() is then without meaning. False, and nothing is changed,
  // when the cache no longer holds what that takes.
  bool truncate(int n) noexcept;

  // Whether the cache can be taken back at all, as far as step_back() asks for it.
  bool can_step_back() noexcept { return cache_.recorder() == nullptr; }
  // Takes back the last n tokens of the last step, at whose end nothing was evicted. logits: those after what stays.
  void step_back(std::size_t n, std::span<const float> logits) noexcept;

  // Of the last token, [vocabulary_size]; empty before the first one was run by this object.
  std::span<const float> logits() const noexcept { return logits_; }

  const cache::KvCache& cache() const noexcept { return cache_; }

 private:
  const LoadedModel* model_;
  cache::KvCache cache_;
  model::Model::Scratch scratch_;
  std::vector<TokenId> tokens_;
  std::vector<float> logits_;
};

}  // namespace oree::engine
