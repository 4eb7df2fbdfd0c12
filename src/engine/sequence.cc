#include "engine/sequence.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "oree/error.h"

namespace oree::engine {
namespace {

// The logits of every token at once; beyond it append() is called with fewer tokens.
constexpr std::uint64_t kMaxLogitsBytes = std::uint64_t{8} << 30;

void check_tokens(std::span<const TokenId> tokens, int vocabulary_size) {
  for (std::size_t index = 0; index < tokens.size(); ++index) {
    if (tokens[index] < 0 || tokens[index] >= vocabulary_size) {
      throw Error(ErrorCode::kInvalid, "token " + std::to_string(tokens[index]) + " is outside the vocabulary",
                  "token ids, position " + std::to_string(index),
                  "the model's tokens are 0 to " + std::to_string(vocabulary_size - 1));
    }
  }
}

}  // namespace

Sequence::Sequence(const LoadedModel& model)
    : model_(&model), cache_(model.new_cache()), scratch_(model.model(), model.chunk()) {}

Sequence::~Sequence() = default;
Sequence::Sequence(Sequence&&) noexcept = default;
Sequence& Sequence::operator=(Sequence&&) noexcept = default;

void Sequence::restart(const cache::KvCache& cache, std::span<const TokenId> tokens) {
  cache_ = cache;
  tokens_.assign(tokens.begin(), tokens.end());
}

void Sequence::restart(const cache::KvCache& cache, std::span<const TokenId> tokens, std::span<const float> logits) {
  restart(cache, tokens);
  logits_.assign(logits.begin(), logits.end());
}

void Sequence::restart(const Sequence& other) { restart(other.cache_, other.tokens_, other.logits_); }

bool Sequence::append(std::span<const TokenId> tokens, std::vector<float>* all_logits, const CancelFlag* cancel) {
  const int vocabulary_size = model_->vocabulary_size();
  check_tokens(tokens, vocabulary_size);
  if (tokens.size() > static_cast<std::size_t>(room())) {
    throw Error(ErrorCode::kLimit,
                "the context of " + std::to_string(model_->context()) + " tokens is full: " +
                    std::to_string(n_tokens()) + " are in use and " + std::to_string(tokens.size()) + " more came",
                "context", "shorten the text, or choose a larger --context where the model allows it");
  }
  const auto row = static_cast<std::size_t>(vocabulary_size);
  if (all_logits != nullptr) {
    if (tokens.size() * row * sizeof(float) > kMaxLogitsBytes) {
      throw Error(ErrorCode::kLimit, "the logits of " + std::to_string(tokens.size()) + " tokens take more than 8 GiB",
                  "logits", "append fewer tokens at a time");
    }
    all_logits->resize(tokens.size() * row);
  }
  logits_.resize(row);

  for (std::size_t begin = 0; begin < tokens.size();) {
    if (cancel != nullptr && cancel->cancelled()) {
      return false;
    }
    const auto step = static_cast<std::size_t>(cache_.step_room());
    const std::span<const TokenId> part = tokens.subspan(begin, std::min(step, tokens.size() - begin));
    const bool last = begin + part.size() == tokens.size();
    std::span<float> output;
    if (all_logits != nullptr) {
      output = std::span(*all_logits).subspan(begin * row, part.size() * row);
    } else if (last) {
      output = logits_;
    }
    model_->model().forward(part, cache_, scratch_, model_->threads(), output, all_logits != nullptr);
    tokens_.insert(tokens_.end(), part.begin(), part.end());
    begin += part.size();
    if (all_logits != nullptr && last) {
      std::copy(output.end() - static_cast<std::ptrdiff_t>(row), output.end(), logits_.begin());
    }
    if (cache_.eviction_due()) {
      cache_.evict(model_->threads());
    }
  }
  return true;
}

bool Sequence::truncate(int n) noexcept {
  if (!cache_.truncate(n)) {
    return false;
  }
  tokens_.resize(static_cast<std::size_t>(n));
  return true;
}

void Sequence::step_back(std::size_t n, std::span<const float> logits) noexcept {
  check(logits.size() == logits_.size() && truncate(n_tokens() - static_cast<int>(n)),
        "Sequence::step_back: the cache cannot be taken back");
  std::copy(logits.begin(), logits.end(), logits_.begin());
}

}  // namespace oree::engine
