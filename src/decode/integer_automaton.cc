#include "decode/integer_automaton.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

#include "oree/error.h"

namespace oree::decode {
namespace {

constexpr std::int64_t kLargestPlain = 999'999'999'999'999;

// Numbers of one length: low and high have the same number of digits, low <= high.
class EqualLength {
 public:
  EqualLength(AutomatonBuilder& builder, std::string_view low, std::string_view high, StateId next)
      : builder_(builder),
        low_(low),
        high_(high),
        next_(next),
        memo_(low.size(), {kNoState, kNoState, kNoState, kNoState}) {}

  // From this digit on; at_low, at_high: the digits so far are those of the bound, which therefore still binds.
  StateId add(std::size_t position, bool at_low, bool at_high) {
    if (position == low_.size()) return next_;
    StateId& known = memo_[position][at_low * 2u + at_high];
    if (known != kNoState) return known;
    const StateId state = builder_.add_state();
    known = state;
    const char first = at_low ? low_[position] : '0';
    const char last = at_high ? high_[position] : '9';
    for (char digit = first; digit <= last; ++digit) {
      const StateId target = add(position + 1, at_low && digit == first, at_high && digit == last);
      builder_.add_edge(state, static_cast<unsigned char>(digit), static_cast<unsigned char>(digit), target);
    }
    return state;
  }

 private:
  AutomatonBuilder& builder_;
  std::string_view low_, high_;
  StateId next_;
  std::vector<std::array<StateId, 4>> memo_;
};

// Adds the numbers from low to high, which are not negative, to those that begin at start.
void add_magnitudes(AutomatonBuilder& builder, StateId start, std::uint64_t low, std::uint64_t high, StateId next) {
  for (std::uint64_t first = low;;) {
    std::string low_digits = std::to_string(first);
    std::string high_digits = std::to_string(high);
    if (high_digits.size() > low_digits.size()) high_digits.assign(low_digits.size(), '9');
    builder.add_epsilon(start, EqualLength(builder, low_digits, high_digits, next).add(0, true, true));
    if (high_digits.size() == std::to_string(high).size()) break;
    // 9...9 plus one: the first number with one digit more.
    first = std::stoull(high_digits) + 1;
  }
}

}  // namespace

StateId add_integer(AutomatonBuilder& builder, std::optional<long double> minimum, std::optional<long double> maximum,
                    StateId next, const std::string& where) {
  constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
  constexpr long double kBeyond = 9223372036854775808.0L;  // 2^63
  std::int64_t low = -kLargestPlain;
  std::int64_t high = kLargestPlain;
  if ((minimum && std::ceil(*minimum) >= kBeyond) || (maximum && std::floor(*maximum) < -kBeyond)) {
    throw Error(ErrorCode::kUnsupported, "the range holds no 64-bit integer",
                where + (maximum ? "/maximum" : "/minimum"), "choose a smaller bound");
  }
  if (minimum) low = *minimum <= -kBeyond ? kLowest : static_cast<std::int64_t>(std::ceil(*minimum));
  if (maximum) high = *maximum >= kBeyond ? kHighest : static_cast<std::int64_t>(std::floor(*maximum));
  if (!maximum && low > high) high = kHighest;
  if (!minimum && high < low) low = kLowest;

  const StateId start = builder.add_state();
  if (high >= 0) {
    add_magnitudes(builder, start, static_cast<std::uint64_t>(std::max<std::int64_t>(low, 0)),
                   static_cast<std::uint64_t>(high), next);
  }
  if (low < 0) {
    // The magnitude of the lowest integer has no signed counterpart.
    const auto magnitude = [](std::int64_t negative) {
      return std::uint64_t{0} - static_cast<std::uint64_t>(negative);
    };
    const StateId behind_sign = builder.add_state();
    builder.add_edge(start, '-', '-', behind_sign);
    add_magnitudes(builder, behind_sign, magnitude(std::min<std::int64_t>(high, -1)), magnitude(low), next);
  }
  return start;
}

}  // namespace oree::decode
