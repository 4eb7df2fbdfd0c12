// The search for Q4_K and Q5_K: x = d * scale * q - dmin * minimum.
//
// A run of 32 values is first fitted by real numbers, then the eight scales and the eight minima are brought to six
// bits with the d and dmin that lose least, then all are improved together on the stored form. Our own method:
// alternating least squares from several starts (Lloyd 1982 for the alternation).
#include <array>
#include <cstring>

#include "tensor/quantize.h"
#include "tensor/scale_search.h"

namespace oree::tensor {
namespace {

constexpr int kRun = 32;
constexpr std::size_t kRuns = kSuperBlockSize / kRun;
constexpr int kMaxScale = 63;

// Where a run's fit starts: the number of steps between its lowest and highest value, from one less than the format
// has to some more, where the ends are cut off. More starts or rounds bring under 1%.
constexpr int kStarts = 8;
constexpr float kFirstStart = -1;
constexpr float kBetweenStarts = 0.75f;
constexpr int kRounds = 3;
// Least squares for d and dmin, after which scales and minima are chosen anew.
constexpr int kRefits = 2;
// 66 lets the largest scale be cut a little for the sake of the others.
constexpr GridRange kGrid = {0, kMaxScale, 66, 36};

struct Sums {
  float q = 0, qq = 0, qx = 0;
};

// x is about scale * q - minimum.
struct Line {
  float scale = 0;
  float minimum = 0;
};

struct FittedRun {
  Line line;
  Sums sums;  // of the q that the line was fitted to
  float sum_x = 0;
  bool spans_zero = false;  // whether there are values on both sides
};

Sums assign(const float* x, Line line, float top) noexcept {
  const Lanes inverse = broadcast(1.0f / line.scale);
  const Lanes minimum = broadcast(line.minimum);
  const Lanes highest = broadcast(top);
  Lanes sum_q = {}, sum_qq = {}, sum_qx = {};
  for (int i = 0; i < kRun; i += kLanes) {
    const Lanes value = load(x + i);
    const Lanes q = round_small(clamp((value + minimum) * inverse, Lanes{}, highest));
    sum_q += q;
    sum_qq += q * q;
    sum_qx += q * value;
  }
  return {sum(sum_q), sum(sum_qq), sum(sum_qx)};
}

// The squared error of the run under the line, with the best q.
float squared_error(const float* x, Line line, float top) noexcept {
  const Lanes scale = broadcast(line.scale);
  const Lanes inverse = broadcast(inverse_or_zero(line.scale));
  const Lanes minimum = broadcast(line.minimum);
  const Lanes highest = broadcast(top);
  Lanes total = {};
  for (int i = 0; i < kRun; i += kLanes) {
    const Lanes raised = load(x + i) + minimum;
    const Lanes q = round_small(clamp(raised * inverse, Lanes{}, highest));
    const Lanes error = raised - scale * q;
    total += error * error;
  }
  return sum(total);
}

// Least squares for these q, with a minimum of at least 0.
Line fit(const Sums& sums, float sum_x) noexcept {
  const float determinant = kRun * sums.qq - sums.q * sums.q;
  if (determinant > 0) {
    const float scale = (kRun * sums.qx - sums.q * sum_x) / determinant;
    const float minimum = (scale * sums.q - sum_x) / kRun;
    if (minimum >= 0) {
      return {scale, minimum};
    }
  }
  return {sums.qq > 0 ? sums.qx / sums.qq : 0.0f, 0.0f};
}

FittedRun fit_run(const float* x, float top) noexcept {
  Lanes lowest = load(x), highest = lowest, total = lowest;
  for (int i = kLanes; i < kRun; i += kLanes) {
    const Lanes value = load(x + i);
    lowest = smaller(lowest, value);
    highest = larger(highest, value);
    total += value;
  }
  const float low = std::min({lowest[0], lowest[1], lowest[2], lowest[3], 0.0f});
  const float high = std::max({highest[0], highest[1], highest[2], highest[3]});
  FittedRun best;
  best.sum_x = sum(total);
  best.line = {0, -low};
  best.spans_zero = low < 0 && high > 0;
  if (high <= low) {
    return best;
  }
  float best_gain = -1;
  for (int start = 0; start < kStarts; ++start) {
    const float steps = top + kFirstStart + kBetweenStarts * static_cast<float>(start);
    Line line = {(high - low) / steps, -low};
    // What is cut off at this scale is cut off at both ends.
    if (steps > top) {
      line.minimum = std::max(0.0f, line.minimum - (steps - top) / 2 * line.scale);
    }
    for (int round = 0; round < kRounds; ++round) {
      const Sums sums = assign(x, line, top);
      line = fit(sums, best.sum_x);
      if (!(line.scale > 0)) {
        break;
      }
      // The sum of squares less the squared error.
      const float gain = line.scale * sums.qx - line.minimum * best.sum_x;
      if (gain > best_gain) {
        best_gain = gain;
        best.line = line;
        best.sums = sums;
      }
    }
  }
  return best;
}

// The fit of the negated values: q counts from the other end.
FittedRun mirrored_run(const FittedRun& run, const float* mirrored_x, float top) noexcept {
  const float minimum = top * run.line.scale - run.line.minimum;
  if (!run.spans_zero || run.line.minimum == 0 || minimum <= 0) {  // held by a bound that the other side lacks
    return fit_run(mirrored_x, top);
  }
  const Sums& sums = run.sums;
  return {{run.line.scale, minimum},
          {kRun * top - sums.q, kRun * top * top - 2 * top * sums.q + sums.qq, sums.qx - top * run.sum_x},
          -run.sum_x,
          true};
}

struct Fitted {
  float d = 0, dmin = 0;  // as they are stored
  std::array<float, kRuns> scales{}, minima{};
  float error = 0;
};

Line line_of(const Fitted& fitted, std::size_t run) noexcept {
  return {fitted.d * fitted.scales[run], fitted.dmin * fitted.minima[run]};
}

// The best neighbours of each run's scale and minimum under d and dmin; q is chosen anew for each.
void improve_runs(const float* x, const std::array<FittedRun, kRuns>& runs, float top, Fitted& fitted) noexcept {
  fitted.error = 0;
  const float inverse = inverse_or_zero(fitted.dmin);
  for (std::size_t run = 0; run < kRuns; ++run) {
    const float* values = x + run * kRun;
    const float centre = fitted.scales[run];
    float best_error = -1, best_scale = 0, best_minimum = 0;
    for (int offset = -1; offset <= 1; ++offset) {
      const float scale = centre + static_cast<float>(offset);
      if (scale < 0 || scale > kMaxScale) {
        continue;
      }
      const float wanted = (fitted.d * scale * runs[run].sums.q - runs[run].sum_x) / kRun * inverse;
      const float middle = std::round(std::clamp(wanted, 0.0f, static_cast<float>(kMaxScale)));
      for (int shift = -1; shift <= 1; ++shift) {
        const float minimum = middle + static_cast<float>(shift);
        if (minimum < 0 || minimum > kMaxScale || (shift != 0 && fitted.dmin == 0)) {
          continue;
        }
        const float error = squared_error(values, {fitted.d * scale, fitted.dmin * minimum}, top);
        if (best_error < 0 || error < best_error) {
          best_error = error;
          best_scale = scale;
          best_minimum = minimum;
        }
      }
    }
    fitted.scales[run] = best_scale;
    fitted.minima[run] = best_minimum;
    fitted.error += best_error;
  }
}

// Least squares for d and dmin under the present scales, minima and q.
void refit_factors(const float* x, std::array<FittedRun, kRuns>& runs, float top, float unit, Fitted& fitted) noexcept {
  double uu = 0, uv = 0, vv = 0, ux = 0, vx = 0;
  for (std::size_t run = 0; run < kRuns; ++run) {
    const double scale = fitted.scales[run];
    const double minimum = fitted.minima[run];
    if (scale > 0) {
      runs[run].sums = assign(x + run * kRun, line_of(fitted, run), top);
    } else {
      runs[run].sums = {};
    }
    const Sums& sums = runs[run].sums;
    uu += scale * scale * sums.qq;
    uv += scale * minimum * sums.q;
    vv += kRun * minimum * minimum;
    ux += scale * sums.qx;
    vx += minimum * runs[run].sum_x;
  }
  // x is about d * u - dmin * v.
  const double determinant = uu * vv - uv * uv;
  if (determinant > 1e-9 * uu * vv) {
    fitted.d = rounded_scale(static_cast<float>((ux * vv - uv * vx) / determinant), unit);
    fitted.dmin = rounded_scale(static_cast<float>((uv * ux - uu * vx) / determinant), unit);
  } else if (uu > 0) {
    fitted.d = rounded_scale(static_cast<float>((ux + fitted.dmin * uv) / uu), unit);
  }
}

Fitted search(const float* x, std::array<FittedRun, kRuns> runs, float top, float unit) noexcept {
  std::array<float, kRuns> numbers, weights;
  for (std::size_t run = 0; run < kRuns; ++run) {
    const Sums& sums = runs[run].sums;
    numbers[run] = runs[run].line.scale;
    weights[run] = runs[run].line.minimum > 0 ? sums.qq - sums.q * sums.q / kRun : sums.qq;
  }
  const ScaleGrid<kRuns> scales = choose_grid(numbers, weights, kGrid, unit);
  for (std::size_t run = 0; run < kRuns; ++run) {
    const float scale = scales.factor * scales.steps[run];
    numbers[run] = std::max(0.0f, (scale * runs[run].sums.q - runs[run].sum_x) / kRun);
    weights[run] = 1;
  }
  const ScaleGrid<kRuns> minima = choose_grid(numbers, weights, kGrid, unit);
  Fitted fitted = {scales.factor, minima.factor, scales.steps, minima.steps, 0};
  improve_runs(x, runs, top, fitted);
  Fitted best = fitted;
  for (int refit = 0; refit < kRefits; ++refit) {
    refit_factors(x, runs, top, unit, fitted);
    if (!(fitted.d >= 0 && fitted.dmin >= 0)) {
      break;
    }
    improve_runs(x, runs, top, fitted);
    if (fitted.error < best.error) {
      best = fitted;
    }
  }
  return best;
}

// The inverse of unpack_scale in dequantize_super_blocks.cc.
void pack_scales(const Fitted& fitted, std::uint8_t (&packed)[12]) noexcept {
  const auto scale = [&](int run) { return static_cast<unsigned>(fitted.scales[run]); };
  const auto minimum = [&](int run) { return static_cast<unsigned>(fitted.minima[run]); };
  for (int i = 0; i < 4; ++i) {
    packed[i] = static_cast<std::uint8_t>(scale(i) | scale(i + 4) >> 4 << 6);
    packed[i + 4] = static_cast<std::uint8_t>(minimum(i) | minimum(i + 4) >> 4 << 6);
    packed[i + 8] = static_cast<std::uint8_t>((scale(i + 4) & 15) | (minimum(i + 4) & 15) << 4);
  }
}

// Returns q of every value.
template <class Block>
std::array<std::uint8_t, kSuperBlockSize> search_with(const float* values, float top, Block& block) noexcept {
  std::array<std::uint8_t, kSuperBlockSize> q{};
  std::memset(&block, 0, sizeof block);
  const float unit = magnitude_unit(values, kSuperBlockSize);
  if (unit == 0) {
    return q;
  }
  float x[kSuperBlockSize];
  float mirrored[kSuperBlockSize];
  for (int i = 0; i < kSuperBlockSize; ++i) {
    x[i] = values[i] / unit;
    mirrored[i] = -x[i];
  }
  // With d and dmin below zero the lattice hangs from the largest value, which need not be above zero.
  std::array<FittedRun, kRuns> runs, mirrored_runs;
  for (std::size_t run = 0; run < kRuns; ++run) {
    runs[run] = fit_run(x + run * kRun, top);
    mirrored_runs[run] = mirrored_run(runs[run], mirrored + run * kRun, top);
  }
  const Fitted upright = search(x, runs, top, unit);
  const Fitted hanging = search(mirrored, mirrored_runs, top, unit);
  const bool is_upright = upright.error <= hanging.error;
  const Fitted& fitted = is_upright ? upright : hanging;
  const float* fitted_values = is_upright ? x : mirrored;
  const float sign = is_upright ? unit : -unit;
  block.d = stored_scale(fitted.d, sign);
  block.dmin = stored_scale(fitted.dmin, sign);
  pack_scales(fitted, block.scales);
  for (std::size_t run = 0; run < kRuns; ++run) {
    const Line line = line_of(fitted, run);
    const float inverse = inverse_or_zero(line.scale);
    for (std::size_t i = run * kRun; i < (run + 1) * kRun; i += kLanes) {
      const Lanes rounded = round_small(
          clamp((load(fitted_values + i) + broadcast(line.minimum)) * broadcast(inverse), Lanes{}, broadcast(top)));
      for (int lane = 0; lane < kLanes; ++lane) {
        q[i + lane] = static_cast<std::uint8_t>(rounded[lane]);
      }
    }
  }
  return q;
}

// Low four bits: 32 bytes hold 64 values, in each byte those 32 apart.
void pack_low_bits(const std::array<std::uint8_t, kSuperBlockSize>& q, std::uint8_t* packed) noexcept {
  for (int i = 0; i < kSuperBlockSize; ++i) {
    packed[i / 64 * 32 + i % 32] |= static_cast<std::uint8_t>((q[i] & 15) << (i % 64 / 32 * 4));
  }
}

}  // namespace

void search_block(const float* values, BlockQ4K& block) noexcept {
  pack_low_bits(search_with(values, 15, block), block.q);
}

void search_block(const float* values, BlockQ5K& block) noexcept {
  const auto q = search_with(values, 31, block);
  pack_low_bits(q, block.q);
  for (int i = 0; i < kSuperBlockSize; ++i) {
    block.high[i % 32] |= static_cast<std::uint8_t>((q[i] >> 4) << (i / 32));
  }
}

}  // namespace oree::tensor
