// Scores of samples, and what they come to together.
#pragma once

#include <span>

#include "oree/json.h"
#include "workbench/ruler_sample.h"

namespace oree::workbench {

struct SampleScore {
  double found = 0;  // share of the expected values, mean over the questions
  double loss = 0;   // of the answers' tokens, mean over the questions
  std::size_t cache_bytes = 0;
};

// Asks every question of a session that has read the sample's context, which is left as it was. Throws Error as ask.
SampleScore ask_all(const Engine& engine, const Session& session, const RulerSample& sample);

// {"score", "low", "high", "loss", "loss_low", "loss_high", "samples"} of at least one score (oree/workbench/ruler.h).
Json summary_of(std::span<const SampleScore> scores);

}  // namespace oree::workbench
