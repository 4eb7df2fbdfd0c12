// The forward pass over checked arguments.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.h"
#include "model/scratch.h"
#include "model/weights.h"

namespace oree::model {

struct Model::State {
  HyperParameters hyper;
  const kernels::Table* kernels;
  Weights weights;
  RopeFrequencies rope;
  RopeFrequencies local_rope;  // of window layers; per_token is empty where they have the same
};

// Runs the tokens, whose place the cache has reserved, and writes their keys, values and logits (Model::forward).
void run_forward(const Model::State& state, Model::Scratch::Buffers& buffers, cache::KvCache& cache,
                 ThreadPool& threads, std::span<const std::int32_t> tokens, std::span<float> logits, bool all_logits,
                 std::span<cache::QueryObserver* const> observers) noexcept;

}  // namespace oree::model
