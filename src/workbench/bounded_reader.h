// Contexts of one length, read while one policy bounds the cache.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "oree/engine.h"

namespace oree::workbench {

class BoundedReader {
 public:
  // With options.cache.evict_at_end a context is read in full and compressed when it has been; otherwise the cache
  // evicts while it is read. A context of 0 in the options is `length`. Throws Error as Engine's constructor.
  BoundedReader(const std::filesystem::path& model, EngineOptions options, int length);

  const Engine& engine() const { return *engine_; }
  // With what bounds the cache.
  const EngineOptions& settled() const { return settled_; }

  // A session that has read the context and holds what the policy left of it. Throws Error as Session::append and
  // Session::compress.
  Session read(std::span<const TokenId> context) const;

 private:
  std::optional<CacheOptions> at_end_;
  EngineOptions settled_;
  std::optional<Engine> engine_;
};

}  // namespace oree::workbench
