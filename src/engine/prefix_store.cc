#include "engine/prefix_store.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <system_error>
#include <utility>
#include <vector>

#include "base/checksum64.h"
#include "base/file_lock.h"
#include "base/log.h"
#include "base/mapped_file.h"
#include "base/private_folder.h"
#include "base/sha256.h"
#include "engine/loaded_model.h"
#include "engine/prefix_folder.h"
#include "engine/session_file.h"
#include "oree/error.h"

namespace oree::engine {
namespace {

namespace fs = std::filesystem;

// Of the fingerprint, in a file's name.
constexpr std::size_t kNameDigits = 16;
constexpr const char* kLockName = "lock";
// A snapshot that is cut back keeps the memory of all it held: at most so many times what is of use.
constexpr std::size_t kMostUnused = 2;

std::string hex(std::uint64_t number) {
  std::array<char, 17> digits;
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(number));
  return digits.data();
}

// Another build may round otherwise, so that what it read would not continue bit for bit; and so may another library of
// mathematics, which the program does not contain when it is linked to the system's.
std::string this_program() {
  const MappedFile program("/proc/self/exe");
  Checksum64 rounding;
  for (int i = 1; i <= 64; ++i) {
    const volatile double wide = 0.37 * i;  // volatile: computed by the library now, not by the compiler
    const volatile float narrow = -0.11f * static_cast<float>(i);
    const std::array<double, 5> of_doubles = {std::sin(wide), std::cos(wide), std::exp(-wide), std::log(wide),
                                              std::pow(wide, -wide / 7)};
    const std::array<float, 5> of_floats = {std::sin(narrow), std::cos(narrow), std::exp(narrow), std::log(-narrow),
                                            std::tanh(narrow)};
    rounding.add(std::as_bytes(std::span(of_doubles)));
    rounding.add(std::as_bytes(std::span(of_floats)));
  }
  return hex(checksum_of(program, program.bytes())) + hex(rounding.finish());
}

// The model's fingerprint looks at samples of the weights; other weights between them come in another file.
std::string this_file(const gguf::File& file) {
  const FileIdentity* identity = file.identity();
  if (identity == nullptr) {
    return "";
  }
  return hex(identity->inode) + hex(identity->bytes) + hex(static_cast<std::uint64_t>(identity->modified)) +
         hex(static_cast<std::uint64_t>(identity->changed));
}

std::size_t common_length(std::span<const TokenId> one, std::span<const TokenId> other) {
  return static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
}

void remove_damaged(const Error& error, const fs::path& path) {
  if (error.code() == ErrorCode::kCorrupt) {
    std::error_code unimportant;
    fs::remove(path, unimportant);
  }
}

void log_failure(const std::string& what, const std::exception& failure) {
  log(LogLevel::kDebug, "prefix snapshots: " + what + ": " + failure.what());
}

}  // namespace

struct PrefixStore::Candidate {
  fs::path path;
  std::size_t n_common = 0;  // tokens it shares with those asked for
  std::size_t n_tokens = 0;  // it holds
};

PrefixStore::PrefixStore(const LoadedModel& model, const PrefixSnapshotOptions& options)
    : model_(&model), options_(options) {}

PrefixStore::~PrefixStore() {
  if (writer_.joinable()) {
    writer_.join();
  }
}

const std::string& PrefixStore::fingerprint() {
  if (fingerprint_.empty()) {
    fingerprint_ = sha256_hex(model_->fingerprint() + this_file(model_->file()) + this_program());
  }
  return fingerprint_;
}

fs::path PrefixStore::path_of(std::span<const TokenId> tokens) {
  Checksum64 checksum;
  checksum.add(std::as_bytes(tokens));
  return options_.directory /
         (fingerprint().substr(0, kNameDigits) + "-" + hex(checksum.finish()) + std::string(kPrefixFileSuffix));
}

std::optional<cache::KvCache> PrefixStore::find(std::span<const TokenId> tokens, int more_than) {
  const std::lock_guard guard(lock_);
  try {
    if (tokens.size() < kMinTokens || !is_private_folder(options_.directory)) {
      return std::nullopt;
    }
    std::vector<Candidate> candidates;
    const std::size_t least = std::max(kMinTokens, static_cast<std::size_t>(more_than) + 1);
    for (const fs::path& path : prefix_files(options_.directory, fingerprint().substr(0, kNameDigits))) {
      try {
        const std::vector<TokenId> held = peek_tokens(fingerprint(), path);
        const std::size_t n_common = common_length(held, tokens);
        if (n_common >= least && held.size() / kMostUnused <= n_common) {
          candidates.push_back({path, n_common, held.size()});
        }
      } catch (const Error& error) {
        log_failure("cannot be used", error);
        remove_damaged(error, path);
      }
    }
    // The longest one, and of those the one with least beyond it.
    std::ranges::sort(candidates, [](const Candidate& one, const Candidate& other) {
      return std::pair(other.n_common, one.n_tokens) < std::pair(one.n_common, other.n_tokens);
    });
    for (const Candidate& candidate : candidates) {
      if (std::optional<cache::KvCache> cache = load(candidate, tokens)) {
        return cache;
      }
    }
  } catch (const std::exception& failure) {
    log_failure("cannot be looked up", failure);
  }
  return std::nullopt;
}

std::optional<cache::KvCache> PrefixStore::load(const Candidate& candidate, std::span<const TokenId> tokens) {
  try {
    SavedSequence saved = load_sequence(SavedKind::kPrefix, *model_, fingerprint(), candidate.path);
    const std::size_t n_common = common_length(saved.tokens, tokens);
    if (n_common != candidate.n_common || !saved.cache.truncate(static_cast<int>(n_common))) {
      return std::nullopt;
    }
    std::error_code unimportant;
    fs::last_write_time(candidate.path, fs::file_time_type::clock::now(), unimportant);
    log(LogLevel::kDebug, "prefix snapshots: " + std::to_string(n_common) + " of " + std::to_string(tokens.size()) +
                              " tokens come from " + candidate.path.string());
    return std::move(saved.cache);
  } catch (const Error& error) {
    log_failure("cannot be used", error);
    remove_damaged(error, candidate.path);
    return std::nullopt;
  }
}

void PrefixStore::store(std::span<const TokenId> tokens, const cache::KvCache& cache) {
  if (tokens.size() < kMinTokens) {
    return;
  }
  const std::lock_guard guard(lock_);
  try {
    if (writer_.joinable()) {
      writer_.join();
    }
    // The thread's copy shares its pages; whoever writes to one of them from now on takes another.
    writer_ = std::thread([this, path = path_of(tokens), copy = std::vector<TokenId>(tokens.begin(), tokens.end()),
                           cache] { write(copy, cache, path); });
  } catch (const std::exception& failure) {
    log_failure("cannot be stored", failure);
  }
}

void PrefixStore::write(const std::vector<TokenId>& tokens, const cache::KvCache& cache, const fs::path& path) const {
  try {
    create_private_folders(options_.directory);
    if (!is_private_folder(options_.directory)) {
      log(LogLevel::kWarning, "nothing is kept in " + options_.directory.string() +
                                  ": the folder is not this user's, or others may write to it");
      return;
    }
    const FileLock one_writer(options_.directory / kLockName, 0);
    const SequenceView sequence{.tokens = tokens, .logits = {}, .prompt_is_open = true, .cache = cache};
    const std::uint64_t n_bytes = saved_bytes(sequence);
    const std::uint64_t limit = prefix_limit(options_.directory, options_.max_bytes);
    if (!make_room(path, limit, n_bytes)) {
      log(LogLevel::kDebug,
          "prefix snapshots: " + std::to_string(n_bytes) + " bytes do not fit into " + std::to_string(limit));
      return;
    }
    save_sequence(SavedKind::kPrefix, sequence, fingerprint_, path, Durability::kLater);
  } catch (const std::exception& failure) {
    log_failure("cannot be stored", failure);
  }
}

}  // namespace oree::engine
