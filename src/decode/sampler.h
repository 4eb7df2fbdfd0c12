// Chooses the next token from logits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "decode/grammar.h"
#include "oree/engine.h"

namespace oree::decode {

// Greedy at temperature 0 (the lowest id wins a tie). Otherwise softmax(logits / temperature) cut by top-k, then min-p
// (relative to the best), then top-p, and drawn with a seeded generator: the same seed and logits give the same tokens
// on every machine.
class Sampler {
 public:
  // Throws Error kInvalid on options outside their range.
  explicit Sampler(const SamplingOptions& options);

  // logits: [vocabulary_size]. mask: nullptr, or the tokens allowed (at least one).
  TokenId sample(std::span<const float> logits, const TokenMask* mask);

 private:
  SamplingOptions options_;
  std::uint64_t state_[4];
  std::vector<std::pair<float, TokenId>> candidates_;
};

}  // namespace oree::decode
