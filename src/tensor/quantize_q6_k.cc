// The search for Q6_K: x = d * scale * q, scale of eight bits, q from -32 to 31.
#include <array>
#include <cstring>

#include "tensor/quantize.h"
#include "tensor/scale_search.h"

namespace oree::tensor {
namespace {

constexpr int kRun = 16;
constexpr std::size_t kRuns = kSuperBlockSize / kRun;
constexpr float kLowest = -32, kHighest = 31;

// Where a run's fit starts: how far beyond an end of the range of q its largest value would lie.
constexpr float kStarts[] = {-0.75f, -0.25f, 0.25f, 0.75f};
// How far from the nearest integer a run's scale is looked for.
constexpr int kRadius = 4;
constexpr GridRange kGrid = {-128, 127, -130, -90};

struct Sums {
  float qq = 0, qx = 0;
};

Lanes quantized(Lanes value, Lanes inverse) noexcept {
  return round_small(clamp(value * inverse, broadcast(kLowest), broadcast(kHighest)));
}

Sums assign(const float* x, float scale) noexcept {
  const Lanes inverse = broadcast(1.0f / scale);
  Lanes qq = {}, qx = {};
  for (int i = 0; i < kRun; i += kLanes) {
    const Lanes value = load(x + i);
    const Lanes q = quantized(value, inverse);
    qq += q * q;
    qx += q * value;
  }
  return {sum(qq), sum(qx)};
}

float squared_error(const float* x, float scale) noexcept {
  const Lanes inverse = broadcast(inverse_or_zero(scale));
  Lanes total = {};
  for (int i = 0; i < kRun; i += kLanes) {
    const Lanes value = load(x + i);
    const Lanes error = value - broadcast(scale) * quantized(value, inverse);
    total += error * error;
  }
  return sum(total);
}

struct FittedRun {
  float scale = 0;
  float curvature = 0;  // half the second derivative of the squared error by the scale
};

// The scale of least squared error among those where the largest value lies near an end of the range.
FittedRun fit_run(const float* x) noexcept {
  const float largest = largest_by_magnitude(x, kRun);
  FittedRun best;
  if (largest == 0) {
    return best;
  }
  float best_gain = -1;
  for (const float start : kStarts) {
    for (const float end : {kLowest - start, kHighest + start}) {
      const Sums sums = assign(x, largest / end);
      // The sum of squares less the squared error.
      const float gain = sums.qx * sums.qx / sums.qq;
      if (sums.qq > 0 && gain > best_gain) {
        best_gain = gain;
        best = {sums.qx / sums.qq, sums.qq};
      }
    }
  }
  return best;
}

struct Fitted {
  float d = 0;  // rounded as it is stored
  std::array<float, kRuns> scales{};
  float error = 0;
};

// The best scale near the present one for each run; q is chosen anew.
void improve_runs(const float* x, Fitted& fitted) noexcept {
  fitted.error = 0;
  for (std::size_t run = 0; run < kRuns; ++run) {
    const float centre = fitted.scales[run];
    float best_error = -1;
    for (int offset = -kRadius; offset <= kRadius; ++offset) {
      const float scale = centre + static_cast<float>(offset);
      if (scale < -128 || scale > 127) {
        continue;
      }
      const float error = squared_error(x + run * kRun, fitted.d * scale);
      if (best_error < 0 || error < best_error) {
        best_error = error;
        fitted.scales[run] = scale;
      }
    }
    fitted.error += best_error;
  }
}

// Least squares for d under the present scales and q.
void refit_factor(const float* x, float unit, Fitted& fitted) noexcept {
  double uu = 0, ux = 0;
  for (std::size_t run = 0; run < kRuns; ++run) {
    const double scale = fitted.scales[run];
    if (scale != 0) {
      const Sums sums = assign(x + run * kRun, fitted.d * fitted.scales[run]);
      uu += scale * scale * sums.qq;
      ux += scale * sums.qx;
    }
  }
  if (uu > 0) {
    fitted.d = rounded_scale(static_cast<float>(ux / uu), unit);
  }
}

// q of values i to i + 3, into bits that are 0.
void pack(Lanes q, std::size_t i, BlockQ6K& block) noexcept {
  for (int lane = 0; lane < kLanes; ++lane, ++i) {
    const auto raised = static_cast<unsigned>(q[lane] - kLowest);
    block.q[i / 128 * 64 + i % 64] |= static_cast<std::uint8_t>((raised & 15) << (i % 128 / 64 * 4));
    block.high[i / 128 * 32 + i % 32] |= static_cast<std::uint8_t>((raised >> 4) << (i % 128 / 32 * 2));
  }
}

}  // namespace

void search_block(const float* values, BlockQ6K& block) noexcept {
  std::memset(&block, 0, sizeof block);
  const float unit = magnitude_unit(values, kSuperBlockSize);
  if (unit == 0) {
    return;
  }
  float x[kSuperBlockSize];
  for (int i = 0; i < kSuperBlockSize; ++i) {
    x[i] = values[i] / unit;
  }
  std::array<float, kRuns> numbers, weights;
  for (std::size_t run = 0; run < kRuns; ++run) {
    const FittedRun fitted_run = fit_run(x + run * kRun);
    numbers[run] = fitted_run.scale;
    weights[run] = fitted_run.curvature;
  }
  const ScaleGrid<kRuns> grid = choose_grid(numbers, weights, kGrid, unit);
  Fitted best = {grid.factor, grid.steps, 0};
  improve_runs(x, best);
  Fitted again = best;
  refit_factor(x, unit, again);
  improve_runs(x, again);
  if (again.error < best.error) {
    best = again;
  }
  block.d = stored_scale(best.d, unit);
  for (std::size_t run = 0; run < kRuns; ++run) {
    block.scales[run] = static_cast<std::int8_t>(best.scales[run]);
    const Lanes inverse = broadcast(inverse_or_zero(best.d * best.scales[run]));
    for (std::size_t i = run * kRun; i < (run + 1) * kRun; i += kLanes) {
      pack(quantized(load(x + i), inverse), i, block);
    }
  }
}

}  // namespace oree::tensor
