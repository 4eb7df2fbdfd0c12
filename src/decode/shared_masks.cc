#include <algorithm>

#include "decode/grammar_state.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

// What was worked out is forgotten beyond these; both hold far more than a call needs.
constexpr std::size_t kMaxCachedMaskBytes = std::size_t{8} << 20;
constexpr std::size_t kMaxCachedStateBytes = std::size_t{48} << 20;

// Those that end at the nodes from first to last, without last.
void set_tokens(const TokenBranches& branches, std::size_t first, std::size_t last, bool value, TokenMask& mask) {
  for (std::size_t node = first; node < last; ++node) {
    for (std::uint32_t token = 0; token < branches.nodes[node].n_tokens; ++token) {
      const auto id = static_cast<std::size_t>(branches.tokens[branches.nodes[node].first_token + token]);
      const std::uint64_t bit = std::uint64_t{1} << (id % 64);
      mask[id / 64] = value ? mask[id / 64] | bit : mask[id / 64] & ~bit;
    }
  }
}

}  // namespace

SharedMasks::SharedMasks(const GrammarParts& parts, std::shared_ptr<const TokenTrie::State> trie)
    : parts_(&parts),
      trie_(std::move(trie)),
      usable_(trie_ ? trie_->single_bytes : std::bitset<256>().set()),
      path_(trie_ ? trie_->max_depth + 1 : 0),
      most_bytes_(kMaxCachedStateBytes) {
  restart();
  if (parts_->spelling == Spelling::kAny || states_->distance(states_->start()) != kUnreachable) {
    return;
  }
  if (usable_.all()) {
    throw Error(ErrorCode::kUnsupported, "no text of the grammar can be written: each has a NUL", "grammar",
                "leave out texts with U+0000");
  }
  throw Error(ErrorCode::kUnsupported, "the vocabulary lacks single bytes that the grammar needs", "tokenizer",
              "use a model whose vocabulary has all 256 bytes");
}

void SharedMasks::restart() {
  masks_.clear();
  states_.reset();
  machine_.reset();
  pool_ = parts_->pool;
  machine_ = std::make_unique<Machine>(*parts_, pool_, usable_);
  states_ = std::make_unique<LazyStates>(*machine_);
  ++generation_;
}

void SharedMasks::bound_memory() {
  if (n_bytes() > most_bytes_) {
    restart();
  }
}

void SharedMasks::allow_twice_of_now() { most_bytes_ = std::max(kMaxCachedStateBytes, 2 * n_bytes()); }

void SharedMasks::walk(const TokenBranches& branches, LazyStates::State from, std::uint32_t max_distance, bool measured,
                       Mask& result) {
  path_[0] = from;
  const std::size_t n_nodes = branches.nodes.size();
  for (std::size_t i = 0; i < n_nodes;) {
    const TokenBranches::Node& node = branches.nodes[i];
    const LazyStates::State state = states_->next(path_[node.depth - 1U], node.byte);
    if (state == LazyStates::kDead) {
      i = node.skip_to;
      continue;
    }
    path_[node.depth] = state;
    ++i;
    if (node.n_tokens == 0) {
      continue;
    }
    if (measured) {
      const std::uint32_t distance = states_->distance(state);
      if (distance == kUnreachable) {
        continue;
      }
      result.nearest = std::min(result.nearest, distance);
      result.farthest = std::max(result.farthest, distance);
      if (distance > max_distance) {
        continue;
      }
    }
    const TokenId* tokens = branches.tokens.data() + node.first_token;
    for (std::uint32_t token = 0; token < node.n_tokens; ++token) {
      const auto id = static_cast<std::size_t>(tokens[token]);
      result.tokens[id / 64] |= std::uint64_t{1} << (id % 64);
    }
  }
}

// from: inside strings only, where any character may follow that stands for itself.
void SharedMasks::walk_strings(LazyStates::State from, bool measured, Mask& result) {
  // Most texts lead after a character or two to where every further one changes nothing. What tokens do from there on
  // their tails tell; the others are those that have not left the way of a name or a pattern.
  constexpr std::uint8_t kRareByte = 0x7F;
  const LazyStates::State settled = states_->next(from, kRareByte);
  if (settled == LazyStates::kDead || !is_settled(settled)) {
    return walk(trie_->others, from, kUnreachable, measured, result);
  }
  walk(trie_->tails, settled, kUnreachable, measured, result);
  if (settled == from) {
    return;
  }
  const TokenBranches& branches = trie_->others;
  path_[0] = from;
  for (std::size_t i = 0; i < branches.nodes.size();) {
    const TokenBranches::Node& node = branches.nodes[i];
    const LazyStates::State state = states_->next(path_[node.depth - 1U], node.byte);
    if (state == settled) {
      i = node.skip_to;
      continue;
    }
    if (state == LazyStates::kDead) {
      set_tokens(branches, i, node.skip_to, false, result.tokens);
      i = node.skip_to;
      continue;
    }
    path_[node.depth] = state;
    bool fits = true;
    if (measured && node.n_tokens != 0) {
      const std::uint32_t distance = states_->distance(state);
      fits = distance != kUnreachable;
      if (fits) {
        result.nearest = std::min(result.nearest, distance);
        result.farthest = std::max(result.farthest, distance);
      }
    }
    set_tokens(branches, i, i + 1, fits, result.tokens);
    ++i;
  }
}

bool SharedMasks::is_settled(LazyStates::State state) {
  const std::span<const Thread> threads = states_->threads(state);
  return std::all_of(threads.begin(), threads.end(),
                     [&](const Thread& thread) { return machine_->is_settled(thread); });
}

bool SharedMasks::ignores_space(LazyStates::State state) {
  constexpr std::string_view kSpace = " \n\t\r";
  return std::all_of(kSpace.begin(), kSpace.end(),
                     [&](char byte) { return states_->next(state, static_cast<std::uint8_t>(byte)) == state; });
}

std::shared_ptr<const SharedMasks::Mask> SharedMasks::mask(LazyStates::State state, bool measured) {
  measured = measured || !usable_.all();
  const auto found = masks_.find(state);
  if (found != masks_.end() && (found->second->measured || !measured)) {
    return found->second;
  }
  auto made = std::make_shared<Mask>();
  made->measured = measured;
  // Where almost anything may follow most tokens are known to fit without a look at them.
  std::vector<Thread> free;
  std::vector<Thread> others;
  std::uint32_t longest = 0;
  for (const Thread& thread : states_->threads(state)) {
    const auto run = usable_.all() ? machine_->plain_run(thread, measured ? &made->farthest : nullptr) : std::nullopt;
    (run ? free : others).push_back(thread);
    longest = std::max(longest, run.value_or(0));
  }
  if (free.empty()) {
    made->tokens.assign((static_cast<std::size_t>(trie_->vocabulary_size) + 63) / 64, 0);
  } else {
    made->tokens = trie_->plain_masks[longest];
    walk_strings(states_->intern(std::move(free)), measured, *made);
    if (measured) {
      made->nearest = 0;
    }
  }
  if (!others.empty()) {
    const LazyStates::State rest = states_->intern(std::move(others));
    const bool skips_space = !measured && ignores_space(rest);
    walk(skips_space ? trie_->trimmed().tokens : trie_->all, rest, kUnreachable, measured, *made);
    for (std::size_t word = 0; skips_space && word < made->tokens.size(); ++word) {
      made->tokens[word] |= trie_->trimmed().spaces[word];
    }
  }
  const std::size_t mask_bytes = made->tokens.size() * sizeof(std::uint64_t) + 64;
  if (masks_.size() * mask_bytes > kMaxCachedMaskBytes) {
    masks_.clear();
  }
  masks_[state] = made;
  return made;
}

std::shared_ptr<const SharedMasks::Mask> SharedMasks::mask_within(LazyStates::State state, std::uint32_t max_distance) {
  const auto within = [&](std::uint32_t limit) {
    auto made = std::make_shared<Mask>();
    made->tokens.assign((static_cast<std::size_t>(trie_->vocabulary_size) + 63) / 64, 0);
    walk(trie_->all, state, limit, true, *made);
    return made;
  };
  std::shared_ptr<const Mask> made = within(max_distance);
  // Distances are bounds: where they leave nothing and the text cannot stay as it is, the nearest tokens are taken.
  const bool has_more = made->nearest != kUnreachable && !states_->accepts(state);
  return has_more && made->nearest > max_distance ? within(made->nearest) : made;
}

LazyStates::State SharedMasks::after(LazyStates::State state, std::string_view bytes, std::string& recorded) {
  for (const char byte : bytes) {
    const bool recorded_before = states_->records(state);
    state = states_->next(state, static_cast<std::uint8_t>(byte));
    if (state == LazyStates::kDead) {
      return state;
    }
    if (states_->records(state)) {
      if (!recorded_before) {
        recorded.clear();
      }
      recorded += byte;
    }
    if (states_->is_pending(state)) {
      std::vector<Thread> known;
      for (const Thread& thread : states_->threads(state)) {
        known.push_back(machine_->is_pending(thread) ? machine_->resolve(thread, recorded) : thread);
      }
      state = states_->intern(std::move(known));
    }
  }
  return usable_.all() || states_->distance(state) != kUnreachable ? state : LazyStates::kDead;
}

}  // namespace oree::decode
