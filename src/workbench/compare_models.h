// How far one model's predictions are from another's.
#pragma once

#include <filesystem>
#include <functional>
#include <span>

#include "oree/engine.h"
#include "oree/json.h"

namespace oree::workbench {

// Both models read the tokens and predict each but the first.
// Returns {"tokens", "kl_divergence": {"mean", "p99", "max"}, "same_top", "perplexity": {"before", "after"}}: of the
// distributions of `after` from those of `before`, in nats; same_top is the share of predictions with the same
// likeliest token. on_progress: predictions made, and all of them.
// tokens: at least 2. Throws as Engine, and Error kInvalid when the vocabularies have different sizes.
Json compare_models(const std::filesystem::path& before, const std::filesystem::path& after,
                    std::span<const TokenId> tokens, int n_threads,
                    const std::function<void(int done, int total)>& on_progress);

}  // namespace oree::workbench
