#include "engine/session_file.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/atomic_file.h"
#include "base/mapped_file.h"
#include "base/sha256.h"
#include "cache/snapshot.h"
#include "oree/error.h"

namespace oree::engine {
namespace {

constexpr std::string_view kMagic = "oree-session-1\n";
constexpr std::size_t kDigestLength = 64;
// Writes are gathered: rows are small.
constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

Error corrupt(const std::filesystem::path& path, const std::string& what) {
  return Error(ErrorCode::kCorrupt, what, path.string(), "remove it and run the prompt again");
}

class DigestedFile {
 public:
  explicit DigestedFile(const std::filesystem::path& path) : file_(path) { buffer_.reserve(kBufferBytes); }

  void write(std::span<const std::byte> bytes) {
    if (buffer_.size() + bytes.size() > kBufferBytes) {
      flush();
    }
    if (bytes.size() >= kBufferBytes) {
      digest_.add(bytes);
      file_.write(bytes);
      return;
    }
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  }

  void finish() {
    flush();
    file_.write(digest_.finish_hex());
    file_.commit();
  }

 private:
  void flush() {
    digest_.add(buffer_);
    file_.write(buffer_);
    buffer_.clear();
  }

  AtomicFile file_;
  Sha256 digest_;
  std::vector<std::byte> buffer_;
};

}  // namespace

void save_sequence(const Sequence& sequence, bool prompt_is_open, const LoadedModel& model,
                   const std::filesystem::path& path) {
  DigestedFile file(path);
  const cache::ByteSink sink = [&file](std::span<const std::byte> bytes) { file.write(bytes); };
  sink(std::as_bytes(std::span(kMagic)));
  const std::string fingerprint = model.fingerprint();
  sink(std::as_bytes(std::span(fingerprint)));
  cache::put(sink, static_cast<std::uint8_t>(prompt_is_open));
  cache::put(sink, sequence.tokens());
  cache::put(sink, std::vector<float>(sequence.logits().begin(), sequence.logits().end()));
  cache::Snapshot::write(sequence.cache(), sink);
  file.finish();
}

SavedSequence load_sequence(const LoadedModel& model, const std::filesystem::path& path) {
  const MappedFile file(path);
  const std::span<const std::byte> bytes = file.bytes();
  const auto text = [&](std::size_t begin, std::size_t length) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()) + begin, length);
  };
  if (bytes.size() < kMagic.size() + 2 * kDigestLength || text(0, kMagic.size()) != kMagic) {
    throw corrupt(path, "this is no saved session of this version of Orée");
  }
  const std::span<const std::byte> content = bytes.first(bytes.size() - kDigestLength);
  if (text(content.size(), kDigestLength) != sha256_hex(content)) {
    throw corrupt(path, "the saved session is damaged: its checksum does not match");
  }
  if (text(kMagic.size(), kDigestLength) != model.fingerprint()) {
    throw Error(ErrorCode::kInvalid, "the saved session is of another model, other cache options or another CPU target",
                path.string(), "load it with what it was saved with, or run the prompt again");
  }
  cache::ByteSource source(content.subspan(kMagic.size() + kDigestLength));
  const bool prompt_is_open = source.get<std::uint8_t>() != 0;
  const std::vector<TokenId> tokens = source.get_vector<TokenId>();
  const std::vector<float> logits = source.get_vector<float>();
  const cache::KvCache cache = cache::Snapshot::read(model.new_cache().layout(), source);
  const auto vocabulary_size = static_cast<std::size_t>(model.vocabulary_size());
  const bool tokens_fit =
      std::ranges::all_of(tokens, [&](TokenId token) { return token >= 0 && token < model.vocabulary_size(); });
  if (!source.ok() || source.n_left() != 0 || static_cast<int>(tokens.size()) != cache.n_tokens() || !tokens_fit ||
      (logits.size() != vocabulary_size && !(logits.empty() && tokens.empty()))) {
    throw corrupt(path, "the saved session contradicts itself");
  }
  SavedSequence saved{.sequence = Sequence(model), .prompt_is_open = prompt_is_open};
  saved.sequence.restart(cache, tokens, logits);
  return saved;
}

}  // namespace oree::engine
