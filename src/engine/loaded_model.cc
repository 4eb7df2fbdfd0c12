#include "engine/loaded_model.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>

#include "base/cpu.h"
#include "cache/make_policy.h"
#include "engine/eviction_rule.h"
#include "engine/fingerprint.h"
#include "kernels/dispatch.h"
#include "oree/error.h"

namespace oree::engine {

tensor::ElementType element_type(KvType type) noexcept {
  switch (type) {
    case KvType::kF32:
      return tensor::ElementType::kF32;
    case KvType::kF16:
      return tensor::ElementType::kF16;
    case KvType::kBf16:
      return tensor::ElementType::kBf16;
    case KvType::kQ8_0:
      return tensor::ElementType::kQ8_0;
    case KvType::kQ4_0:
      return tensor::ElementType::kQ4_0;
  }
  return tensor::ElementType::kF16;
}

// Below this size a step is over before a second thread has woken up: on a busy machine a 7 MB model was ten times
// slower with two threads than with one.
static constexpr std::uint64_t kSmallModelBytes = std::uint64_t{64} << 20;

int choose_threads(int n_threads, std::uint64_t model_bytes) {
  if (n_threads < 0 || n_threads > ThreadPool::kMaxThreads) {
    throw Error(ErrorCode::kInvalid, std::to_string(n_threads) + " threads are not possible", "--threads",
                "choose 1 to " + std::to_string(ThreadPool::kMaxThreads) + ", or 0 to let Orée choose");
  }
  if (n_threads == 0) {
    n_threads = model_bytes < kSmallModelBytes ? 1 : physical_core_count();
  }
  return n_threads;
}

int choose_context(int wanted, int of_model) {
  if (wanted < 0 || wanted > of_model) {
    throw Error(ErrorCode::kInvalid,
                "a context of " + std::to_string(wanted) + " tokens is not possible with this model", "--context",
                "choose 1 to " + std::to_string(of_model) + ", or 0 for the model's own");
  }
  return wanted == 0 ? of_model : wanted;
}

int check_chunk(int chunk) {
  if (chunk < 1 || chunk > kMaxChunk) {
    throw Error(ErrorCode::kInvalid, "a chunk of " + std::to_string(chunk) + " tokens is not possible", "--chunk",
                "choose 1 to " + std::to_string(kMaxChunk));
  }
  return chunk;
}

int check_draft(int draft) {
  if (draft < 0 || draft > kMaxDraft) {
    throw Error(ErrorCode::kInvalid, "a guess of " + std::to_string(draft) + " tokens is not possible", "--draft",
                "choose 0 to " + std::to_string(kMaxDraft));
  }
  return draft;
}

std::optional<int> check_window(std::optional<int> window) {
  if (window && *window < 0) {
    throw Error(ErrorCode::kInvalid, "a sliding window of " + std::to_string(*window) + " tokens is not possible",
                "--sliding-window", "choose a number of tokens, or 0 to turn windows off");
  }
  return window;
}

// Of an embedding that is not the output too, single rows are looked up.
gguf::File open_model(const std::filesystem::path& path) {
  gguf::File file = gguf::File::open(path);
  const bool tied = file.find_tensor("output.weight") == nullptr;
  file.ask_for_huge_pages(tied ? nullptr : file.find_tensor("token_embd.weight"));
  return file;
}

LoadedModel::LoadedModel(const std::filesystem::path& path, const EngineOptions& options)
    : file_(open_model(path)),
      model_(file_, model::read_hyper_parameters(file_, check_window(options.sliding_window)),
             options.cpu.empty() ? kernels::best_table() : kernels::find_table(options.cpu)),
      tokenizer_(text::Tokenizer::from_gguf(file_)),
      threads_(std::make_unique<ThreadPool>(choose_threads(options.n_threads, file_.size_bytes()))),
      quotes_arguments_(file_.find_bool("oree.quotes_arguments").value_or(false)),
      context_(choose_context(options.context, model_.hyper_parameters().context_length)),
      chunk_(std::min(check_chunk(options.chunk), context_)),
      draft_(check_draft(options.draft)),
      type_k_(element_type(options.kv_type_k)),
      type_v_(element_type(options.kv_type_v)),
      path_(path),
      cache_options_(options.cache),
      eviction_(make_eviction_rule(options.cache, path, file_, model_)),
      chat_template_(options.chat_template),
      tool_format_(options.tool_format) {
  if (options.huge_pages) {
    file_.hold_in_huge_pages(*threads_);
  }
  const int of_model = model_.hyper_parameters().vocabulary_size;
  if (tokenizer_.vocabulary_size() != of_model) {
    throw Error(ErrorCode::kCorrupt,
                "the tokenizer has " + std::to_string(tokenizer_.vocabulary_size()) + " tokens and the model " +
                    std::to_string(of_model),
                path.string(), "the file mixes two models; fetch or convert it again");
  }
  if (eviction_.bounds() && !options.cache.evict_at_end) {
    set_budget(eviction_, options.cache, model_.cache_layout(context_, chunk_, type_k_, type_v_), context_);
  }
  if (eviction_.bounds()) {
    record_ = eviction_.policy->needs();
  }
  if (options.record_queries) {
    record_ = cache::needs_of_any_policy();
  }
  if (!options.prefixes.directory.empty()) {
    prefixes_ = std::make_unique<PrefixStore>(*this, options.prefixes);
  }
}

cache::KvCache LoadedModel::new_cache() const {
  const auto too_large = [this] {
    return Error(ErrorCode::kLimit,
                 "there is not enough memory for the keys and values of " + std::to_string(context_) + " tokens",
                 "context", "choose a smaller --context");
  };
  try {
    cache::KvLayout layout = model_.cache_layout(context_, chunk_, type_k_, type_v_);
    if (!cache_options_.evict_at_end) {
      layout.eviction = eviction_;
    }
    layout.record = record_;
    return cache::KvCache(std::move(layout));
  } catch (const std::bad_alloc&) {
    throw too_large();
  } catch (const std::length_error&) {
    throw too_large();
  }
}

std::string LoadedModel::fingerprint() const {
  const bool reads_filters = cache::policy_reads_filters(cache_options_.policy);
  return session_fingerprint(file_, new_cache().layout(), cache_options_,
                             reads_filters ? filter_path(cache_options_, path_) : std::filesystem::path());
}

void LoadedModel::finish_prompt(cache::KvCache& cache) const {
  if (eviction_.bounds() && cache_options_.evict_at_end) {
    cache::EvictionRule rule = eviction_;
    set_budget(rule, cache_options_, cache.layout(), cache.n_tokens());
    cache.compress(rule, *threads_);
  }
}

void LoadedModel::compress(cache::KvCache& cache, const CacheOptions& options) const {
  CacheOptions now = options;
  now.evict_at_end = true;
  cache::EvictionRule rule = make_eviction_rule(now, path_, file_, model_);
  if (rule.bounds()) {
    set_budget(rule, options, cache.layout(), cache.n_tokens());
    cache.compress(rule, *threads_);
  }
}

const decode::TokenTrie& LoadedModel::token_trie() const {
  std::call_once(trie_made_, [this] {
    trie_ = std::make_unique<const decode::TokenTrie>(tokenizer_, conversation_format().tool_format().controls);
  });
  return *trie_;
}

const text::ConversationFormat& LoadedModel::conversation_format() const {
  std::call_once(format_made_,
                 [this] { format_ = text::make_conversation_format(file_, tokenizer_, chat_template_, tool_format_); });
  return *format_;
}

}  // namespace oree::engine
