// Scores of different heads made comparable.
#pragma once

#include <cstddef>
#include <span>

namespace oree::cache {

// Each becomes its distance from their mean, in standard deviations; all 0 where they are alike.
void standardize(std::span<float> scores) noexcept;

}  // namespace oree::cache
