#include "engine/session_file.h"

#include <algorithm>
#include <string_view>

#include "base/atomic_file.h"
#include "base/checksum64.h"
#include "base/mapped_file.h"
#include "cache/snapshot.h"
#include "oree/error.h"

namespace oree::engine {
namespace {

// Of one length.
constexpr std::string_view kSessionMagic = "oree-session-2\n";
constexpr std::string_view kPrefixMagic = "oree-opening-2\n";
constexpr std::size_t kMagicLength = kSessionMagic.size();
static_assert(kPrefixMagic.size() == kMagicLength);
constexpr std::size_t kFingerprintLength = 64;
constexpr std::size_t kChecksumBytes = sizeof(std::uint64_t);
// Small writes are gathered.
constexpr std::size_t kBufferBytes = std::size_t{256} << 10;

std::string_view magic_of(SavedKind kind) noexcept {
  return kind == SavedKind::kSession ? kSessionMagic : kPrefixMagic;
}

Error corrupt(const std::filesystem::path& path, const std::string& what) {
  return Error(ErrorCode::kCorrupt, what, path.string(), "remove it and run the prompt again");
}

class CheckedFile {
 public:
  explicit CheckedFile(const std::filesystem::path& path) : file_(path) { buffer_.reserve(kBufferBytes); }

  void write(std::span<const std::byte> bytes) {
    if (buffer_.size() + bytes.size() > kBufferBytes) {
      flush();
    }
    if (bytes.size() >= kBufferBytes) {
      checksum_.add(bytes);
      file_.write(bytes);
      return;
    }
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  }

  void finish(Durability durability) {
    flush();
    const std::uint64_t checksum = checksum_.finish();
    file_.write(std::as_bytes(std::span(&checksum, 1)));
    if (durability == Durability::kNow) {
      file_.commit();
    } else {
      file_.commit_unsynced();
    }
  }

 private:
  void flush() {
    checksum_.add(buffer_);
    file_.write(buffer_);
    buffer_.clear();
  }

  AtomicFile file_;
  Checksum64 checksum_;
  std::vector<std::byte> buffer_;
};

void write_content(SavedKind kind, const SequenceView& sequence, const std::string& fingerprint,
                   const cache::ByteSink& sink) {
  sink(std::as_bytes(std::span(magic_of(kind))));
  sink(std::as_bytes(std::span(fingerprint)));
  cache::put(sink, static_cast<std::uint8_t>(sequence.prompt_is_open));
  cache::put(sink, sequence.tokens);
  cache::put(sink, sequence.logits);
  cache::Snapshot::write(sequence.cache, sink);
}

std::string_view text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// All but the checksum.
std::span<const std::byte> content_of(SavedKind kind, const MappedFile& file, const std::filesystem::path& path) {
  const std::span<const std::byte> bytes = file.bytes();
  const std::string_view magic = text(bytes.first(std::min(kMagicLength, bytes.size())));
  if (kind == SavedKind::kSession && magic == kPrefixMagic) {
    throw Error(ErrorCode::kInvalid, "this is a prefix snapshot, which nobody can generate from", path.string(),
                "run the prompt");
  }
  if (kind == SavedKind::kPrefix && magic == kSessionMagic) {
    throw Error(ErrorCode::kInvalid, "this is a saved session and no prefix snapshot", path.string(),
                "keep saved sessions in another folder");
  }
  if (bytes.size() < kMagicLength + kFingerprintLength + kChecksumBytes || magic != magic_of(kind)) {
    throw corrupt(path, "this is no saved session of this version of Orée");
  }
  return bytes.first(bytes.size() - kChecksumBytes);
}

void check_fingerprint(std::span<const std::byte> content, const std::string& fingerprint,
                       const std::filesystem::path& path) {
  if (text(content.subspan(kMagicLength, kFingerprintLength)) != fingerprint) {
    throw Error(ErrorCode::kInvalid, "the saved session is of another model, other cache options or another CPU target",
                path.string(), "load it with what it was saved with, or run the prompt again");
  }
}

}  // namespace

void save_sequence(SavedKind kind, const SequenceView& sequence, const std::string& fingerprint,
                   const std::filesystem::path& path, Durability durability) {
  CheckedFile file(path);
  write_content(kind, sequence, fingerprint, [&file](std::span<const std::byte> bytes) { file.write(bytes); });
  file.finish(durability);
}

std::uint64_t saved_bytes(const SequenceView& sequence) {
  std::uint64_t total = kFingerprintLength + kChecksumBytes;
  write_content(SavedKind::kPrefix, sequence, "",
                [&total](std::span<const std::byte> bytes) { total += bytes.size(); });
  return total;
}

SavedSequence load_sequence(SavedKind kind, const LoadedModel& model, const std::string& fingerprint,
                            const std::filesystem::path& path) {
  const MappedFile file(path);
  const std::span<const std::byte> content = content_of(kind, file, path);
  cache::ByteSource end(file.bytes().last(kChecksumBytes));
  if (checksum_of(file, content) != end.get<std::uint64_t>()) {
    throw corrupt(path, "the saved session is damaged: its checksum does not match");
  }
  check_fingerprint(content, fingerprint, path);
  cache::ByteSource source(content.subspan(kMagicLength + kFingerprintLength), file);
  const bool prompt_is_open = source.get<std::uint8_t>() != 0;
  std::vector<TokenId> tokens = source.get_vector<TokenId>();
  std::vector<float> logits = source.get_vector<float>();
  cache::KvCache cache = cache::Snapshot::read(model.new_cache().layout(), source);
  const bool tokens_fit =
      std::ranges::all_of(tokens, [&](TokenId token) { return token >= 0 && token < model.vocabulary_size(); });
  if (!source.ok() || source.n_left() != 0 || static_cast<int>(tokens.size()) != cache.n_tokens() || !tokens_fit ||
      (kind == SavedKind::kPrefix && !logits.empty()) ||
      (kind == SavedKind::kSession && !tokens.empty() && logits.empty()) ||
      (logits.size() != static_cast<std::size_t>(model.vocabulary_size()) && !logits.empty())) {
    throw corrupt(path, "the saved session contradicts itself");
  }
  return {.tokens = std::move(tokens),
          .logits = std::move(logits),
          .prompt_is_open = prompt_is_open,
          .cache = std::move(cache)};
}

std::vector<TokenId> peek_tokens(const std::string& fingerprint, const std::filesystem::path& path) {
  const MappedFile file(path);
  const std::span<const std::byte> content = content_of(SavedKind::kPrefix, file, path);
  check_fingerprint(content, fingerprint, path);
  cache::ByteSource source(content.subspan(kMagicLength + kFingerprintLength));
  source.get<std::uint8_t>();
  std::vector<TokenId> tokens = source.get_vector<TokenId>();
  if (!source.ok()) {
    throw corrupt(path, "the saved session is cut short");
  }
  return tokens;
}

}  // namespace oree::engine
