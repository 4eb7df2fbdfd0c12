#include "engine/read_opening.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "engine/prefix_store.h"
#include "engine/sequence.h"

namespace oree::engine {

cache::KvCache read_opening(const LoadedModel& model, const std::vector<TokenId>& tokens,
                            const OpeningCache::Others& others) {
  std::optional<cache::KvCache> known;
  const auto n_known = [&known] { return known ? known->n_tokens() : 0; };
  for (const std::shared_ptr<const Opening>& other : others) {
    const auto n_same = static_cast<int>(std::ranges::mismatch(other->tokens, tokens).in2 - tokens.begin());
    if (n_same > n_known()) {
      cache::KvCache cache = other->cache;
      if (cache.truncate(n_same)) {
        known = std::move(cache);
      }
    }
  }
  PrefixStore* prefixes = model.prefixes();
  if (prefixes != nullptr) {
    if (std::optional<cache::KvCache> stored = prefixes->find(tokens, n_known())) {
      known = std::move(stored);
    }
  }
  if (known && n_known() == static_cast<int>(tokens.size())) {
    return *std::move(known);
  }
  Sequence sequence(model);
  if (known) {
    sequence.restart(*known, std::span(tokens).first(static_cast<std::size_t>(n_known())));
    known.reset();
  }
  sequence.append(std::span(tokens).subspan(sequence.tokens().size()));
  if (prefixes != nullptr) {
    prefixes->store(tokens, sequence.cache());
  }
  return sequence.cache();
}

}  // namespace oree::engine
