// A second look at what keys alone have chosen: what the values add to the output.
#pragma once

#include <cstdint>
#include <span>

namespace oree::cache {

// Half of the budget goes to the rows with the largest scores, which become the largest float; the rest have theirs
// multiplied by the norm of what the value adds to the output. Scores that may be negative are first moved so that the
// least is 0. scores, norms: [n]; order: working memory, [n].
// Source: Feng et al. 2025 (CriticalKV), arXiv 2502.03805.
void weigh_by_values(std::span<float> scores, std::span<const float> norms, int budget,
                     std::span<std::int32_t> order) noexcept;

}  // namespace oree::cache
