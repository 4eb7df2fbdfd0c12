#include "workbench/compare_models.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "oree/error.h"

namespace oree::workbench {
namespace {

// Bounds the logits held at a time: 2 x 64 x 131072 floats are 64 MiB.
constexpr std::size_t kChunk = 64;

// Subtracts the logarithm of the sum of exponentials.
std::vector<double> log_probabilities(std::span<const float> logits) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double total = 0;
  for (const float logit : logits) {
    total += std::exp(static_cast<double>(logit) - largest);
  }
  const double shift = largest + std::log(total);
  std::vector<double> result(logits.size());
  std::transform(logits.begin(), logits.end(), result.begin(), [shift](float logit) { return logit - shift; });
  return result;
}

double divergence(const std::vector<double>& of, const std::vector<double>& from) {
  double total = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    total += std::exp(from[i]) * (from[i] - of[i]);
  }
  return std::max(total, 0.0);  // rounding may leave a little less than nothing
}

std::ptrdiff_t top(const std::vector<double>& values) {
  return std::max_element(values.begin(), values.end()) - values.begin();
}

}  // namespace

Json compare_models(const std::filesystem::path& before_path, const std::filesystem::path& after_path,
                    std::span<const TokenId> tokens, int n_threads,
                    const std::function<void(int done, int total)>& on_progress) {
  check(tokens.size() >= 2, "predictions are compared on fewer than two tokens");
  EngineOptions options;
  options.n_threads = n_threads;
  options.context = static_cast<int>(tokens.size());
  const Engine before(before_path, options);
  const Engine after(after_path, options);
  const auto n_vocabulary = static_cast<std::size_t>(before.vocabulary_size());
  if (before.vocabulary_size() != after.vocabulary_size()) {
    throw Error(ErrorCode::kInvalid, "the models have vocabularies of different sizes", after_path.string());
  }
  Session before_session = before.new_session();
  Session after_session = after.new_session();
  const std::size_t n_predictions = tokens.size() - 1;
  std::vector<double> divergences;
  double before_loss = 0;
  double after_loss = 0;
  int n_same_top = 0;
  std::vector<float> before_logits;
  std::vector<float> after_logits;
  for (std::size_t first = 0; first < n_predictions; first += kChunk) {
    const std::size_t count = std::min(kChunk, n_predictions - first);
    before_session.append(tokens.subspan(first, count), &before_logits);
    after_session.append(tokens.subspan(first, count), &after_logits);
    for (std::size_t i = 0; i < count; ++i) {
      const auto of_before = log_probabilities(std::span(before_logits).subspan(i * n_vocabulary, n_vocabulary));
      const auto of_after = log_probabilities(std::span(after_logits).subspan(i * n_vocabulary, n_vocabulary));
      const auto next = static_cast<std::size_t>(tokens[first + i + 1]);
      before_loss -= of_before[next];
      after_loss -= of_after[next];
      divergences.push_back(divergence(of_after, of_before));
      n_same_top += top(of_before) == top(of_after) ? 1 : 0;
    }
    on_progress(static_cast<int>(first + count), static_cast<int>(n_predictions));
  }
  const double n = static_cast<double>(n_predictions);
  double total = 0;
  for (const double each : divergences) {
    total += each;
  }
  std::sort(divergences.begin(), divergences.end());
  const auto p99 = static_cast<std::size_t>(std::ceil(0.99 * n)) - 1;
  return {{"tokens", tokens.size()},
          {"kl_divergence", {{"mean", total / n}, {"p99", divergences[p99]}, {"max", divergences.back()}}},
          {"same_top", n_same_top / n},
          {"perplexity", {{"before", std::exp(before_loss / n)}, {"after", std::exp(after_loss / n)}}}};
}

}  // namespace oree::workbench
