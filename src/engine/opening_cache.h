// The beginnings of conversations - instructions and tools - run through the model once and copied into each new one.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cache/kv_cache.h"
#include "decode/grammar.h"
#include "oree/engine.h"

namespace oree::engine {

// Immutable once made, shared by conversations.
struct Opening {
  std::vector<TokenId> tokens;
  std::vector<decode::Grammar> grammars;  // of the tools, one a syntax of their format; empty without tools
  decode::TokenMask free_text;            // tokens that may stand in text, and those that end it
  decode::TokenMask ends;                 // the latter
  cache::KvCache cache;                   // holds `tokens`
};

// The openings used last. Thread-safe; while one thread makes an opening, others that want any wait.
class OpeningCache {
 public:
  static constexpr std::size_t kMaxOpenings = 4;

  // The openings there are: one that begins as another does need not be read from its first token.
  using Others = std::vector<std::shared_ptr<const Opening>>;

  // The opening of that key; make() is called when it is not there. Throws what make() throws.
  std::shared_ptr<const Opening> find_or_make(const std::string& key,
                                              const std::function<std::shared_ptr<const Opening>(const Others&)>& make);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Opening> opening;
  };

  std::mutex lock_;
  std::list<Entry> entries_;  // the last used one first
};

}  // namespace oree::engine
