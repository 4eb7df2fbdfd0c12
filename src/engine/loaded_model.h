// What an Engine holds: one mapped model with everything that is shared by its sessions and conversations.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

#include "base/thread_pool.h"
#include "decode/grammar.h"
#include "engine/opening_cache.h"
#include "engine/prefix_store.h"
#include "gguf/file.h"
#include "model/model.h"
#include "oree/engine.h"
#include "text/conversation_format.h"
#include "text/tokenizer.h"

namespace oree::engine {

// The most tokens one prefill step takes.
inline constexpr int kMaxChunk = 4096;

// The most tokens guessed at a time.
inline constexpr int kMaxDraft = 64;

// What options come to with a model. Each throws Error kInvalid on a value that is not possible, naming its flag.
tensor::ElementType element_type(KvType type) noexcept;
int choose_threads(int n_threads, std::uint64_t model_bytes);  // 0: as EngineOptions says
int choose_context(int wanted, int of_model);                  // tokens; 0: the model's own
int check_chunk(int chunk);                                    // the same
int check_draft(int draft);                                    // the same
std::optional<int> check_window(std::optional<int> window);    // the same

// Thread-safe: the model, tokenizer and trie are immutable once made, the pool lets callers take turns job by job, the
// openings have a lock of their own. Each Sequence brings its own cache and working memory.
class LoadedModel {
 public:
  // Throws Error as Engine's constructor.
  LoadedModel(const std::filesystem::path& path, const EngineOptions& options);

  const gguf::File& file() const noexcept { return file_; }
  const model::Model& model() const noexcept { return model_; }
  const text::Tokenizer& tokenizer() const noexcept { return tokenizer_; }
  ThreadPool& threads() const noexcept { return *threads_; }
  OpeningCache& openings() const noexcept { return openings_; }
  // nullptr: none are kept.
  PrefixStore* prefixes() const noexcept { return prefixes_.get(); }

  // Whether the model writes arguments marked x-oree-quoted as words of the conversation; they are then held to it.
  bool quotes_arguments() const noexcept { return quotes_arguments_; }

  int context() const noexcept { return context_; }  // tokens
  int chunk() const noexcept { return chunk_; }      // tokens
  int draft() const noexcept { return draft_; }      // the most tokens of a guess
  int vocabulary_size() const noexcept { return tokenizer_.vocabulary_size(); }

  // A cache that takes the whole context, bounded as the options say. Throws Error kLimit when memory does not suffice.
  cache::KvCache new_cache() const;

  // Where the options want one eviction at the end of a prompt, makes it.
  void finish_prompt(cache::KvCache& cache) const;

  // Evicts now, under those options. Throws as Session::compress.
  void compress(cache::KvCache& cache, const CacheOptions& options) const;

  // Of saved sessions. Computed at each call.
  std::string fingerprint() const;

  // Of the tokenizer and the control tokens of the format of calls. Made at the first call; a completion without
  // grammar never pays for it. Throws as conversation_format.
  const decode::TokenTrie& token_trie() const;

  // Made at the first call: a model that nobody can talk to still completes text. Throws as make_conversation_format.
  const text::ConversationFormat& conversation_format() const;

 private:
  gguf::File file_;
  model::Model model_;
  text::Tokenizer tokenizer_;
  std::unique_ptr<ThreadPool> threads_;
  bool quotes_arguments_;
  int context_;
  int chunk_;
  int draft_;
  tensor::ElementType type_k_;
  tensor::ElementType type_v_;
  std::filesystem::path path_;
  CacheOptions cache_options_;
  cache::EvictionRule eviction_;              // its budget is not set where evictions wait for the end of the prompt
  cache::EvictionPolicy::Needs record_ = {};  // of queries
  mutable OpeningCache openings_;
  mutable std::once_flag trie_made_;
  mutable std::unique_ptr<const decode::TokenTrie> trie_;
  std::filesystem::path chat_template_;
  std::string tool_format_;
  mutable std::once_flag format_made_;
  mutable std::unique_ptr<const text::ConversationFormat> format_;
  std::unique_ptr<PrefixStore> prefixes_;  // last: it waits for its writer, which reads what stands above
};

}  // namespace oree::engine

namespace oree {

struct Engine::State : engine::LoadedModel {
  using LoadedModel::LoadedModel;
};

}  // namespace oree
