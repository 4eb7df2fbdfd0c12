#include "workbench/token_losses.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "oree/error.h"

namespace oree::workbench {
namespace {

constexpr std::size_t kMaxLogits = (std::size_t{64} << 20) / sizeof(float);
// More than a prefill step gains nothing.
constexpr std::size_t kMaxTokens = 256;

}  // namespace

double token_loss(std::span<const float> logits, TokenId token) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double total = 0;
  for (const float logit : logits) {
    total += std::exp(static_cast<double>(logit) - largest);
  }
  return std::log(total) + largest - static_cast<double>(logits[static_cast<std::size_t>(token)]);
}

std::vector<double> token_losses(Session& session, std::span<const TokenId> tokens,
                                 const std::function<void(int done)>& on_progress) {
  std::vector<double> losses;
  std::vector<float> logits;
  std::size_t at_once = 1;  // until the first logits tell how large the vocabulary is
  for (std::size_t begin = 0; begin < tokens.size();) {
    const std::size_t count = std::min(at_once, tokens.size() - begin);
    session.append(tokens.subspan(begin, count), &logits);
    const std::size_t vocabulary_size = logits.size() / count;
    for (std::size_t row = 0; row < count && begin + row + 1 < tokens.size(); ++row) {
      const TokenId next = tokens[begin + row + 1];
      if (next < 0 || static_cast<std::size_t>(next) >= vocabulary_size) {
        break;  // the next append refuses it and says where it is
      }
      losses.push_back(token_loss(std::span(logits).subspan(row * vocabulary_size, vocabulary_size), next));
      if (!std::isfinite(losses.back())) {
        throw Error(ErrorCode::kInvalid, "the model's predictions are not finite numbers",
                    "the token at position " + std::to_string(begin + row + 1) + " of the text",
                    "the weights are damaged, or too coarsely quantised: fetch or convert the model again");
      }
    }
    begin += count;
    at_once = std::clamp(kMaxLogits / vocabulary_size, std::size_t{1}, kMaxTokens);
    if (on_progress) {
      on_progress(static_cast<int>(begin));
    }
  }
  return losses;
}

}  // namespace oree::workbench
