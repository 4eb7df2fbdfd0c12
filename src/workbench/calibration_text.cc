#include "workbench/calibration_text.h"

#include <algorithm>
#include <cstddef>

#include "base/check.h"

namespace oree::workbench {
namespace {

using Tokens = std::vector<TokenId>;

// A shorter rest of a text is left out, unless it is all there is.
constexpr std::size_t kLeastPart = 4;  // of a sequence

// A stretch of one text's tokens.
struct Stretch {
  const TokenId* begin;
  std::size_t size;
};

void cut(std::span<const TokenId> tokens, std::size_t body, std::vector<Stretch>& stretches) {
  for (std::size_t first = 0; first < tokens.size(); first += body) {
    const std::size_t n = std::min(body, tokens.size() - first);
    if (first == 0 || n * kLeastPart >= body) {
      stretches.push_back({tokens.data() + first, n});
    }
  }
}

std::vector<Tokens> choose(const std::vector<Stretch>& stretches, const Tokens& opening, std::size_t n_tokens,
                           std::size_t sequence_tokens) {
  const std::size_t wanted = (n_tokens + sequence_tokens - 1) / sequence_tokens;
  const std::size_t count = std::min(wanted, stretches.size());
  std::vector<Tokens> result;
  std::size_t room = n_tokens;
  for (std::size_t i = 0; i < count && room > opening.size(); ++i) {
    const Stretch& stretch = stretches[i * stretches.size() / count];
    Tokens sequence = opening;
    sequence.insert(sequence.end(), stretch.begin, stretch.begin + stretch.size);
    sequence.resize(std::min(sequence.size(), room));
    room -= sequence.size();
    result.push_back(std::move(sequence));
  }
  return result;
}

}  // namespace

CalibrationSequences cut_texts(const text::Tokenizer& tokenizer, std::span<const std::string> texts,
                               const std::string& held_out_text, const SequenceLimits& limits) {
  const Tokens opening = tokenizer.encode("", {});
  const auto sequence_tokens = static_cast<std::size_t>(limits.sequence_tokens);
  check(sequence_tokens > opening.size(), "cut_texts: a sequence has no room for text");
  const std::size_t body = sequence_tokens - opening.size();
  TokenizeOptions without_bos;
  without_bos.add_bos = false;
  std::vector<Tokens> tokens;  // stretches point into them
  std::vector<Stretch> stretches;
  std::vector<Stretch> held_out;
  for (const std::string& text : texts) {
    tokens.push_back(tokenizer.encode(text, without_bos));
    const std::span<const TokenId> all = tokens.back();
    const std::size_t n_kept = held_out_text.empty() ? all.size() - all.size() / 10 : all.size();
    cut(all.first(n_kept), body, stretches);
    cut(all.subspan(n_kept), body, held_out);
  }
  if (!held_out_text.empty()) {
    tokens.push_back(tokenizer.encode(held_out_text, without_bos));
    cut(tokens.back(), body, held_out);
  }
  return {.sequences = choose(stretches, opening, static_cast<std::size_t>(limits.n_tokens), sequence_tokens),
          .held_out = choose(held_out, opening, static_cast<std::size_t>(limits.held_out_tokens), sequence_tokens)};
}

}  // namespace oree::workbench
