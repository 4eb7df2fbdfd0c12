// Options of a model as they stand in a recorded session. Memory that was asked for is not among them: what a plan
// chose from it is.
#pragma once

#include "oree/engine.h"

namespace oree::cli {

Json engine_json(const EngineOptions& options);
Json sampling_json(const SamplingOptions& options);

// Throw Json's exceptions on what the above would not write.
EngineOptions parse_engine_options(const Json& document);
SamplingOptions parse_sampling_options(const Json& document);

}  // namespace oree::cli
