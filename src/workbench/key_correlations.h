// How well filters order the keys of a text that they were not made from.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "cache/q_filters.h"
#include "model/model.h"
#include "workbench/calibration_sums.h"

namespace oree::workbench {

// Left out at the beginning of a sequence: those keys draw attention whatever they say, and caches keep them anyway.
inline constexpr int kUnmeasuredFirst = kUncountedTokens;
// And at its end: what few queries see says little of a key, and the queries next to it see it because it is near.
inline constexpr int kUnmeasuredLast = 64;
// Keys that ranks are taken of, at least.
inline constexpr int kLeastMeasured = 32;
inline constexpr int kLeastMeasuredTokens = kUnmeasuredFirst + kLeastMeasured + kUnmeasuredLast;  // of a sequence

// Spearman's rank correlations with the attention that keys receive (AttentionMass), over the keys of a sequence.
struct KeyCorrelations {
  double filter = 0;    // of the products with the head's filter
  double key_norm = 0;  // of minus the keys' norms, which need no filter (Devoto et al. 2024, arXiv 2406.11430)
};

// Means over the sequences, each run from an empty cache: [n_layers, n_kv_heads]. Each has kLeastMeasuredTokens or
// more, and at most the model's context; there is at least one. The result does not depend on the number of threads.
// on_tokens: may be empty; what it throws ends the measurement.
// Throws Error kInvalid when the model computes numbers that are not finite.
std::vector<KeyCorrelations> correlate_keys(const model::Model& model, const cache::QFilters& filters,
                                            std::span<const std::vector<std::int32_t>> sequences,
                                            const std::function<void(int done, int total)>& on_tokens,
                                            ThreadPool& threads);

}  // namespace oree::workbench
