#include "workbench/key_correlations.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "base/check.h"
#include "oree/error.h"
#include "workbench/attention_mass.h"
#include "workbench/rank_correlation.h"

namespace oree::workbench {
namespace {

constexpr int kChunk = 512;  // tokens of a forward pass

// What is measured of a sequence.
template <class Value>
std::span<const Value> measured(std::span<const Value> values) {
  return values.subspan(kUnmeasuredFirst, values.size() - kUnmeasuredFirst - kUnmeasuredLast);
}

void add_correlations(const AttentionMass& attention, const model::HyperParameters& hyper, double share,
                      std::vector<KeyCorrelations>& result) {
  for (int layer = 0; layer < hyper.n_layers; ++layer) {
    for (int head = 0; head < hyper.n_kv_heads; ++head) {
      const std::vector<double> mass = attention.mass(layer, head);
      const std::span<const double> received = measured(std::span<const double>(mass));
      if (!std::all_of(received.begin(), received.end(), [](double value) { return std::isfinite(value); })) {
        throw Error(ErrorCode::kInvalid, "the model computes attention that is not finite",
                    "layer " + std::to_string(layer) + ", head " + std::to_string(head),
                    "check the model: oree complete should write sensible text with it");
      }
      KeyCorrelations& sum = result[static_cast<std::size_t>(layer * hyper.n_kv_heads + head)];
      sum.filter += share * rank_correlation(measured(attention.filter_scores(layer, head)), received);
      sum.key_norm += share * rank_correlation(measured(attention.key_norm_scores(layer, head)), received);
    }
  }
}

}  // namespace

std::vector<KeyCorrelations> correlate_keys(const model::Model& model, const cache::QFilters& filters,
                                            std::span<const std::vector<std::int32_t>> sequences,
                                            const std::function<void(int done, int total)>& on_tokens,
                                            ThreadPool& threads) {
  check(!sequences.empty(), "correlate_keys: there is no sequence");
  std::size_t longest = 0;
  std::size_t n_tokens = 0;
  for (const std::vector<std::int32_t>& sequence : sequences) {
    check(sequence.size() >= kLeastMeasuredTokens, "correlate_keys: a sequence is too short");
    longest = std::max(longest, sequence.size());
    n_tokens += sequence.size();
  }
  const model::HyperParameters& hyper = model.hyper_parameters();
  const int chunk = static_cast<int>(std::min<std::size_t>(longest, kChunk));
  cache::KvCache cache =
      model.new_cache(static_cast<int>(longest), chunk, tensor::ElementType::kF16, tensor::ElementType::kF16);
  model::Model::Scratch scratch(model, chunk);
  AttentionMass attention(model, cache, filters, threads.n_threads());
  std::vector<KeyCorrelations> result(static_cast<std::size_t>(hyper.n_layers * hyper.n_kv_heads));
  std::size_t n_done = 0;
  for (const std::vector<std::int32_t>& sequence : sequences) {
    cache.truncate(0);
    attention.start();
    for (std::size_t first = 0; first < sequence.size(); first += static_cast<std::size_t>(chunk)) {
      const std::size_t n = std::min(static_cast<std::size_t>(chunk), sequence.size() - first);
      model.forward(std::span(sequence).subspan(first, n), cache, scratch, threads, {}, false, &attention);
      n_done += n;
      if (on_tokens) {
        on_tokens(static_cast<int>(n_done), static_cast<int>(n_tokens));
      }
    }
    add_correlations(attention, hyper, 1.0 / static_cast<double>(sequences.size()), result);
  }
  return result;
}

}  // namespace oree::workbench
