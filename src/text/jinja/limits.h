// What a template may cost. Templates come with downloaded model files, so each of these is a boundary against hostile
// ones; every excess is an Error kLimit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace oree::text::jinja {

inline constexpr std::size_t kMaximumSourceBytes = std::size_t{1} << 20;
// Levels of an expression or of tags inside each other.
inline constexpr std::size_t kMaximumNesting = 150;
// Expressions and statements under evaluation at one moment, across macro calls.
inline constexpr std::size_t kMaximumEvaluationDepth = 500;
// Lists inside lists, in the variables and in what a template builds.
inline constexpr std::size_t kMaximumValueDepth = 100;
// An expression or statement evaluated, an item or kBytesPerStep bytes handled.
inline constexpr std::size_t kMaximumSteps = 5'000'000;
inline constexpr std::size_t kBytesPerStep = 16;
inline constexpr std::size_t kMaximumTextBytes = std::size_t{1} << 24;
inline constexpr std::size_t kMaximumItems = 1'000'000;
inline constexpr std::size_t kMaximumNamespaces = 10'000;

}  // namespace oree::text::jinja
