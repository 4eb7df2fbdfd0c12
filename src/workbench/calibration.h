// What calibration makes of tokens: filters, statistics, and how well the filters describe the queries.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/thread_pool.h"
#include "cache/filter_file.h"
#include "model/model.h"

namespace oree::workbench {

// Rows that are sampled of each head, as the authors do.
inline constexpr int kSampledRows = 3000;

struct CalibrationRun {
  std::uint32_t seed = 0;
  bool statistics = true;
  int n_rows = kSampledRows;
  std::function<void(int done, int total)> on_tokens;  // may be empty; what it throws ends the calibration
};

// Of one KV head: means over its query heads.
struct FilterQuality {
  double variance = 0;  // the share of the queries' sum of squares that lies along their first direction
  double gap = 0;       // how many times the first direction's share is the second's
  double positive = 0;  // the share of sampled queries on the filter's side
};

struct Calibration {
  cache::FilterFile file;
  std::vector<FilterQuality> qualities;  // [n_layers, n_kv_heads]
  double seconds = 0;
  double accumulation_seconds = 0;  // of those, what the forward passes would not have taken
};

// Runs each sequence from an empty cache. No sequence is empty, nor longer than the model's context. identity: what the
// file says of the model.
// Throws Error kInvalid when the model computes numbers that are not finite.
Calibration calibrate(const model::Model& model, const cache::CalibratedModel& identity,
                      std::span<const std::vector<std::int32_t>> sequences, const CalibrationRun& run,
                      ThreadPool& threads);

}  // namespace oree::workbench
