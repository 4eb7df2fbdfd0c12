// Selection in two stages, so that a row whose value weighs much in the output survives a mediocre score.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace oree::cache {

inline constexpr float kCriticalEpsilon = 1e-4f;

// Rows that the first stage chooses of n_kept: half, but at least one of any.
std::size_t first_stage_rows(std::size_t n_kept) noexcept;

// Turns the scores of a head's rows into those of the second stage, in place: the n_first rows with the largest scores
// get the largest float, any other one (score + kCriticalEpsilon) * norm. The n_kept best of these are then the
// selection. Rows that are kept whatever happens belong to the rows and to n_kept, with a score above all others.
//
// As kvpress's CriticalKVPress; scores below 0 are multiplied as they are there, so that a large norm counts against
// them. norms: ValueNorms. order: working memory of as many rows. Source: Feng et al. 2025, arXiv 2502.03805.
void weigh_by_values(std::span<float> scores, std::span<const float> norms, std::size_t n_first,
                     std::span<std::uint32_t> order) noexcept;

}  // namespace oree::cache
