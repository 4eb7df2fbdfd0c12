// Loops whose numbers the compiler knows. In an anonymous namespace, so that no other target can end up with code made
// for this one.
#pragma once

#include <type_traits>
#include <utility>

namespace oree::kernels::neon {
namespace {

template <class Step, int... i>
[[gnu::always_inline]] inline void repeat_each(const Step& step, std::integer_sequence<int, i...>) noexcept {
  (step(std::integral_constant<int, i>{}), ...);
}

// Calls step(0) to step(n - 1), each number in its type: lanes and shifts must be known to the compiler, and arrays
// indexed by them become registers. The caller is [[gnu::flatten]], so that a step is no call.
template <int n, class Step>
[[gnu::always_inline]] inline void repeat(const Step& step) noexcept {
  repeat_each(step, std::make_integer_sequence<int, n>{});
}

}  // namespace
}  // namespace oree::kernels::neon
