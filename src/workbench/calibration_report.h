// What the figures of a calibration mean for the model: verdicts, and why.
#pragma once

#include <span>

#include "oree/json.h"
#include "workbench/calibration.h"
#include "workbench/key_correlations.h"

namespace oree::workbench {

// A head's verdict is a matter of its correlation: "suits" from the first on, "does not suit" below the second, between
// them "weak". So is the model's of the mean over its heads.
inline constexpr double kSuits = 0.4;
inline constexpr double kDoesNotSuit = 0.1;
// A model only suits while no more of its heads than this do not suit.
inline constexpr double kMostUnsuited = 0.25;
// What is said of a head to explain its verdict.
inline constexpr double kLittleVariance = 0.2;  // less lies along the first direction
inline constexpr double kSmallGap = 1.5;        // the first direction stands out by less
inline constexpr double kFewPositive = 0.75;    // fewer queries lie on the filter's side
inline constexpr double kAhead = 0.05;          // minus the key norm correlates better by more

struct ReportInput {
  int n_kv_heads = 0;
  bool query_key_norms = false;
  bool query_key_biases = false;
  std::span<const FilterQuality> qualities;       // [n_layers, n_kv_heads]
  std::span<const KeyCorrelations> correlations;  // [n_layers, n_kv_heads]
  std::size_t held_out_tokens = 0;
};

// The report of calibrate_model (oree/workbench/calibrate.h).
Json calibration_report(const ReportInput& input);

}  // namespace oree::workbench
