// What conversations begin with, as read by the model and kept on disk for the next start. docs/prefix-snapshots.md
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>

#include "cache/kv_cache.h"
#include "oree/engine.h"

namespace oree::engine {

class LoadedModel;

// A folder of prefix snapshots: saved sequences (session_file.h) of this model, with these cache options, read from
// this very file by this very build of the program. Nothing that goes wrong here is an error for anybody: it is logged,
// the prefix is read by the model again, and a file that is found damaged is removed. Thread-safe.
class PrefixStore {
 public:
  // A shorter prefix is read by the model as fast as from a disk.
  static constexpr std::size_t kMinTokens = 64;

  // The model must outlive it.
  PrefixStore(const LoadedModel& model, const PrefixSnapshotOptions& options);
  // Waits until what is being stored has been written.
  ~PrefixStore();

  // The longest stored beginning of the tokens with more than `more_than` of them: a cache that holds just these, bit
  // for bit as if the model had read them now.
  std::optional<cache::KvCache> find(std::span<const TokenId> tokens, int more_than);

  // Writes a snapshot of the tokens in a thread of its own, after dropping those that were not used for the longest
  // time until the folder holds no more than it may.
  void store(std::span<const TokenId> tokens, const cache::KvCache& cache);

 private:
  struct Candidate;

  const std::string& fingerprint();
  std::filesystem::path path_of(std::span<const TokenId> tokens);
  std::optional<cache::KvCache> load(const Candidate& candidate, std::span<const TokenId> tokens);
  void write(const std::vector<TokenId>& tokens, const cache::KvCache& cache, const std::filesystem::path& path) const;

  const LoadedModel* model_;
  PrefixSnapshotOptions options_;
  std::mutex lock_;          // of what follows
  std::string fingerprint_;  // made when it is first needed
  std::thread writer_;
};

}  // namespace oree::engine
