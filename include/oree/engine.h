// The engine: one model, mapped once, and the sessions that run on it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oree/cache.h"
#include "oree/chat_model.h"

namespace oree {

using TokenId = std::int32_t;

enum class KvType { kF32, kF16, kBf16, kQ8_0, kQ4_0 };

// How much memory there is, and what may be chosen so that it suffices (docs/memory.md). A context that EngineOptions
// leaves at 0 may be chosen too.
struct MemoryRequest {
  std::uint64_t bytes = 0;       // the most the process may hold at its peak; 0: no limit, and nothing is chosen
  bool conversation = false;     // a conversation with tools will be held, not only text continued
  bool choose_kv_type_k = true;  // false for what the user set: a plan refuses rather than overrule it
  bool choose_kv_type_v = true;
  bool choose_policy = true;  // where cache.policy is "none"
  bool choose_budget = true;
  bool choose_chunk = true;
};

// Where conversations keep what they begin with, as read by the model, for the next start (docs/prefix-snapshots.md).
struct PrefixSnapshotOptions {
  std::filesystem::path directory;                   // "": nothing is kept
  std::uint64_t max_bytes = std::uint64_t{2} << 30;  // of all files there
};

struct EngineOptions {
  int n_threads = 0;  // 0: one per physical core, one alone for a model below 64 MiB
  std::string cpu;    // "" chooses the best CPU target at hand; otherwise its name ("scalar", "avx2", ...)
  int context = 0;    // tokens; 0: the model's own
  int chunk = 256;    // tokens of a prefill step
  // Whether the model's bytes move into memory of this process's own, in huge pages: read faster, but copied at every
  // start, shared with no other process and not dropped when memory is short.
  bool huge_pages = false;
  KvType kv_type_k = KvType::kF16;
  KvType kv_type_v = KvType::kF16;
  std::optional<int> sliding_window;  // tokens; 0 turns windows off; nullopt: the model's own
  CacheOptions cache;
  MemoryRequest memory;
  bool record_queries = false;  // so that Session::compress takes any policy
  int draft = 8;                // the most tokens guessed at a time while text is written; 0: none
  PrefixSnapshotOptions prefixes;
  std::filesystem::path chat_template;  // a file with the template of conversations; "": the model's own
};

struct SamplingOptions {
  float temperature = 0;  // 0 is greedy
  int top_k = 0;          // 0: off
  float top_p = 1;        // 1: off
  float min_p = 0;        // 0: off
  std::uint64_t seed = 0;
};

struct TokenizeOptions {
  bool add_bos = true;
  bool special = false;  // control tokens spelled in the text become that token
  bool lossy = false;    // invalid UTF-8 is replaced as Python's errors="replace"; otherwise an Error with its offset
};

struct GenerateOptions {
  int max_tokens = 256;
  SamplingOptions sampling;
  std::function<void(std::string_view utf8)> on_text;
  const CancelFlag* cancel = nullptr;
};

struct Generation {
  std::vector<TokenId> tokens;  // the end token not included
  std::string text;             // the bytes of `tokens`, invalid UTF-8 replaced
  StopReason stop = StopReason::kEnd;
  Usage usage;
};

class Session;

// Thread-safe once made; sessions are not, but several may run in several threads.
class Engine {
 public:
  // With options.memory.bytes it plans first (oree/plan.h), takes what the plan chose and logs it.
  // Throws Error: kNotFound, kCorrupt, kUnsupported, kLimit (also: the plan does not fit), kInvalid (options).
  Engine(const std::filesystem::path& model_path, const EngineOptions& options);
  ~Engine();
  Engine(Engine&&) noexcept;

  int context() const noexcept;          // tokens
  int vocabulary_size() const noexcept;  // tokens

  // 64 hexadecimal digits of what decides the bits of logits: the model, the layout and options of the cache, the CPU
  // target. Reads samples of the file.
  std::string fingerprint() const;
  std::string_view cpu() const noexcept;  // the CPU target in use

  // Throws Error kInvalid with the byte offset on invalid UTF-8.
  std::vector<TokenId> tokenize(std::string_view text, const TokenizeOptions& options) const;
  // The bytes of the tokens; control tokens are left out. Throws Error kInvalid on an id outside the vocabulary.
  std::string detokenize(std::span<const TokenId> tokens) const;

  Session new_session() const;

  // The session that was saved there, which goes on, bit for bit, as if it had never stopped. Throws Error: kNotFound,
  // kPermission, kIo; kCorrupt (a byte differs); kInvalid (of another model, other options or another CPU target).
  Session load_session(const std::filesystem::path& path) const;

  // A conversation under these instructions (may be empty) and tools. The engine must outlive it.
  // Throws Error kUnsupported (a schema that cannot be enforced, with the JSON pointer of the keyword; a model without
  // a tool-call format), kLimit (the tools alone do not fit the context).
  std::unique_ptr<ChatModel> new_conversation(std::string instructions, std::vector<ToolDescription> tools,
                                              const SamplingOptions& sampling) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
  friend class Session;
};

// A sequence of tokens and its KV cache. The engine must outlive it.
class Session {
 public:
  ~Session();
  Session(Session&&) noexcept;

  int n_tokens() const noexcept;

  // Runs the tokens at the end of the sequence. logits: nullptr, or takes the logits of every one of them,
  // [tokens.size(), vocabulary_size].
  // Throws Error kLimit when the context is full, kInvalid on an id outside the vocabulary.
  void append(std::span<const TokenId> tokens, std::vector<float>* logits = nullptr);

  // Continues the sequence. Throws Error kInvalid when it is empty.
  Generation generate(const GenerateOptions& options);

  // An independent session that stands where this one stands; the two share what neither writes.
  Session fork() const;

  // Evicts now what that policy finds least worth keeping; what follows is kept in full. For comparisons of policies
  // on one prompt, of engines that keep everything. Throws Error kInvalid (options), kNotFound (filters), kUnsupported
  // (the policy needs the engine's record_queries).
  void compress(const CacheOptions& options);

  // The positions that each head still holds, [layer][kv_head][position].
  std::vector<std::vector<std::vector<int>>> kept() const;
  std::size_t cache_bytes() const noexcept;  // of keys and values held

  // Writes the session to a file for Engine::load_session. Throws Error kNotFound (folder), kPermission, kLimit, kIo.
  void save(const std::filesystem::path& path);

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  friend class Engine;
};

// A text as the tokens of a model, of which only the tokenizer is read: a file of a vocabulary alone will do.
// Throws as Engine's constructor and Engine::tokenize.
std::vector<TokenId> tokenize(const std::filesystem::path& model_path, std::string_view text,
                              const TokenizeOptions& options);

// The document of `oree inspect` (docs/commands.md). Reads only the header. Throws as Engine's constructor.
Json inspect_model(const std::filesystem::path& model_path);

// The model's chat template as its file holds it. Throws as inspect_model, and Error kNotFound when it has none.
std::string model_chat_template(const std::filesystem::path& model_path);

}  // namespace oree
