// The rows with the largest scores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace oree::cache {

// Orders the rows 0 .. scores.size() - 1 into `order`, of that size, so that its first n_best are those with the
// largest scores, in no particular order; among equal ones those of later rows. n_best at most scores.size().
// Linear on average; does not allocate.
void order_best_rows(std::span<const float> scores, std::size_t n_best, std::span<std::uint32_t> order) noexcept;

}  // namespace oree::cache
