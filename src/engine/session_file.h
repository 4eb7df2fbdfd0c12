// A sequence on disk: its tokens, its cache, and what both belong to. Sessions that are saved, and prefix snapshots.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "cache/kv_cache.h"
#include "engine/loaded_model.h"
#include "oree/engine.h"

namespace oree::engine {

// A session goes on being generated from; a prefix snapshot has no logits and only begins other sequences.
enum class SavedKind { kSession, kPrefix };

// What is written.
struct SequenceView {
  std::span<const TokenId> tokens;
  std::span<const float> logits;  // of the last token, [vocabulary_size]; empty: of a prefix, or no tokens
  bool prompt_is_open = false;    // nothing was generated since the last token was appended
  const cache::KvCache& cache;    // holds `tokens`
};

// What is read.
struct SavedSequence {
  std::vector<TokenId> tokens;
  std::vector<float> logits;
  bool prompt_is_open = false;
  cache::KvCache cache;
};

// Whether a file lasts through a power cut: kLater leaves it to the system, and whoever reads it finds out.
enum class Durability { kNow, kLater };

// fingerprint: what the sequence belongs to, 64 hexadecimal digits. The file appears under its name when it is whole,
// for the user's eyes alone. Throws Error kNotFound (folder), kPermission, kLimit, kIo.
void save_sequence(SavedKind kind, const SequenceView& sequence, const std::string& fingerprint,
                   const std::filesystem::path& path, Durability durability);

// How large the file will be, of either kind.
std::uint64_t saved_bytes(const SequenceView& sequence);

// The cache goes on, bit for bit, as if it had never stopped. Throws Error: kNotFound, kPermission, kIo; kCorrupt (a
// byte differs from what was written); kInvalid (of the other kind, which is looked at first, or of another
// fingerprint).
SavedSequence load_sequence(SavedKind kind, const LoadedModel& model, const std::string& fingerprint,
                            const std::filesystem::path& path);

// The tokens of a prefix snapshot alone, whose checksum is not looked at. Throws as load_sequence.
std::vector<TokenId> peek_tokens(const std::string& fingerprint, const std::filesystem::path& path);

}  // namespace oree::engine
