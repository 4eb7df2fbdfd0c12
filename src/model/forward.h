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
  std::vector<double> frequencies;        // [rope_dimension / 2], radians a token
  std::vector<double> local_frequencies;  // of window layers; empty: the same
};

// Runs the tokens, whose place the cache has reserved, and writes their keys, values and logits (Model::forward).
void run_forward(const Model::State& state, Model::Scratch::Buffers& buffers, cache::KvCache& cache,
                 ThreadPool& threads, std::span<const std::int32_t> tokens, std::span<float> logits,
                 bool all_logits) noexcept;

}  // namespace oree::model
