#include "decode/sampler.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();

void require(bool holds, const char* what, const char* where) {
  if (!holds) throw Error(ErrorCode::kInvalid, what, where);
}

// What is no number is never chosen, and infinity is only very large.
float tame(float logit) noexcept {
  if (std::isnan(logit)) return kMinusInfinity;
  return std::min(logit, std::numeric_limits<float>::max());
}

// e^x for x <= 0, from additions and multiplications alone, which every machine rounds alike; the C library's exp may
// differ in the last bit. Relative error below 2e-15; 0 below -700.
double deterministic_exp(double x) noexcept {
  if (x < -700) return 0;
  constexpr double kLog2E = 1.4426950408889634074;
  constexpr double kLn2High = 6.93147180369123816490e-01;  // the upper 33 bits of ln 2: exact products
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  // 1/i!, from i = 13 down; the rest is at most ln(2)/2.
  constexpr double kFactorials[] = {
      1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
      1.0 / 720,        1.0 / 120,       1.0 / 24,       1.0 / 6,       0.5,          1,           1};
  const double power = std::floor(x * kLog2E + 0.5);
  const double rest = (x - power * kLn2High) - power * kLn2Low;
  double sum = 0;
  for (const double factor : kFactorials) sum = sum * rest + factor;
  // 2^power, by its exponent bits: between -1010 and 0.
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(power) + 1023) << 52);
}

// splitmix64. Source: Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195.
std::uint64_t next_seed(std::uint64_t& state) noexcept {
  state += 0x9E3779B97F4A7C15u;
  std::uint64_t value = state;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

// xoshiro256**. Source: Blackman and Vigna 2018, arXiv 1805.01407.
std::uint64_t next_random(std::uint64_t (&state)[4]) noexcept {
  const std::uint64_t result = std::rotl(state[1] * 5, 7) * 9;
  const std::uint64_t shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = std::rotl(state[3], 45);
  return result;
}

using Candidate = std::pair<float, TokenId>;

// The better logit first, and among equals the lower id: a strict order, so that every sort gives the same.
bool better(const Candidate& left, const Candidate& right) noexcept {
  return left.first != right.first ? left.first > right.first : left.second < right.second;
}

template <class Visit>
void for_each_allowed(std::size_t n_tokens, const TokenMask* mask, const Visit& visit) {
  if (mask == nullptr) {
    for (std::size_t id = 0; id < n_tokens; ++id) visit(static_cast<TokenId>(id));
    return;
  }
  for (std::size_t word = 0; word < mask->size(); ++word) {
    for (std::uint64_t bits = (*mask)[word]; bits != 0; bits &= bits - 1) {
      visit(static_cast<TokenId>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
    }
  }
}

}  // namespace

Sampler::Sampler(const SamplingOptions& options) : options_(options) {
  require(std::isfinite(options.temperature) && options.temperature >= 0, "the temperature is 0 or more",
          "temperature");
  require(options.top_k >= 0, "top-k is 0 (off) or more", "top_k");
  require(options.top_p > 0 && options.top_p <= 1, "top-p is above 0 and at most 1 (off)", "top_p");
  require(options.min_p >= 0 && options.min_p <= 1, "min-p is between 0 (off) and 1", "min_p");
  std::uint64_t seed = options.seed;
  for (std::uint64_t& part : state_) part = next_seed(seed);
}

TokenId Sampler::sample(std::span<const float> logits, const TokenMask* mask) {
  check(!logits.empty(), "there are no logits to sample from");
  check(mask == nullptr || mask->size() == (logits.size() + 63) / 64, "the mask is not of the vocabulary's size");

  Candidate best{kMinusInfinity, -1};
  for_each_allowed(logits.size(), mask, [&](TokenId id) {
    const float logit = tame(logits[static_cast<std::size_t>(id)]);
    if (best.second < 0 || logit > best.first) best = {logit, id};
  });
  check(best.second >= 0, "the mask allows no token");
  if (options_.temperature == 0 || best.first == kMinusInfinity) return best.second;

  const double scale = 1 / static_cast<double>(options_.temperature);
  const auto weight = [&](const Candidate& candidate) {
    return deterministic_exp((static_cast<double>(candidate.first) - static_cast<double>(best.first)) * scale);
  };
  candidates_.clear();
  for_each_allowed(logits.size(), mask, [&](TokenId id) {
    const float logit = tame(logits[static_cast<std::size_t>(id)]);
    if (logit != kMinusInfinity) candidates_.emplace_back(logit, id);
  });

  const auto top_k = static_cast<std::size_t>(options_.top_k);
  if (top_k != 0 && top_k < candidates_.size()) {
    std::nth_element(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(top_k), candidates_.end(),
                     better);
    candidates_.resize(top_k);
    std::sort(candidates_.begin(), candidates_.end(), better);
  }
  if (options_.min_p > 0) {
    std::erase_if(candidates_,
                  [&](const Candidate& candidate) { return weight(candidate) < static_cast<double>(options_.min_p); });
  }
  double total = 0;
  for (const Candidate& candidate : candidates_) total += weight(candidate);
  if (options_.top_p < 1) {
    // Only as much is sorted as is kept.
    const double wanted = total * static_cast<double>(options_.top_p);
    double kept = 0;
    std::size_t n_kept = 0;
    std::size_t n_sorted = 0;
    while (n_kept < candidates_.size() && kept < wanted) {
      if (n_kept == n_sorted) {
        const std::size_t more = std::min(candidates_.size(), std::max<std::size_t>(64, n_sorted * 4));
        std::partial_sort(candidates_.begin() + static_cast<std::ptrdiff_t>(n_sorted),
                          candidates_.begin() + static_cast<std::ptrdiff_t>(more), candidates_.end(), better);
        n_sorted = more;
      }
      kept += weight(candidates_[n_kept++]);
    }
    candidates_.resize(n_kept);
    total = kept;
  }

  const double drawn = static_cast<double>(next_random(state_) >> 11) * 0x1.0p-53 * total;
  double sum = 0;
  for (const Candidate& candidate : candidates_) {
    sum += weight(candidate);
    if (drawn < sum) return candidate.second;
  }
  return best.second;
}

}  // namespace oree::decode
