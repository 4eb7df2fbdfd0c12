#include "decode/number_range.h"

#include <algorithm>
#include <vector>

namespace oree::decode {
namespace {

// A bound as digits before and behind the point: no leading zeros before, no trailing ones behind.
struct Bound {
  std::string whole, fraction;
  bool exclusive;

  Bound(const Decimal& value, bool is_exclusive) : exclusive(is_exclusive) {
    const std::string text = to_plain_string(value);
    const std::size_t point = text.find('.');
    whole = text.substr(0, point);
    if (whole == "0") whole.clear();
    if (point != std::string::npos) fraction = text.substr(point + 1);
  }
  char fraction_digit(std::size_t place) const noexcept { return place < fraction.size() ? fraction[place] : '0'; }
};

// Which bounds the digits written so far are equal to: the next digit is held to them.
struct Tight {
  bool low, high;
};

class RangeBuilder {
 public:
  RangeBuilder(LanguagePool& pool, const DecimalRange& range)
      : pool_(pool), range_(range), low_(range.minimum, range.exclusive_minimum), digits_(digit_set(0, 9)) {
    if (range.maximum) high_.emplace(*range.maximum, range.exclusive_maximum);
  }

  LanguageId build() {
    std::vector<LanguageId> languages;
    const std::size_t shortest = low_.whole.size();
    std::size_t longest = high_ ? high_->whole.size() : ~std::size_t{0};
    if (range_.max_whole_digits) longest = std::min<std::size_t>(longest, *range_.max_whole_digits);
    // Numbers as long as a bound are compared with it digit by digit; the others are within.
    const auto is_tight = [&](std::size_t n) { return Tight{n == shortest, high_ && n == high_->whole.size()}; };
    if (shortest <= longest) languages.push_back(with_whole_digits(shortest, is_tight(shortest)));
    if (shortest < longest) {
      const bool ends_tight = is_tight(longest).high;
      const std::size_t last_free = ends_tight ? longest - 1 : longest;
      if (shortest + 1 <= last_free) {
        const auto max = longest == ~std::size_t{0} ? std::nullopt : std::optional<std::uint64_t>(last_free - 1);
        languages.push_back(pool_.concatenate(
            digit_set(1, 9), pool_.concatenate(pool_.repeat(digits_, shortest, max), fraction({false, false}))));
      }
      if (ends_tight) languages.push_back(with_whole_digits(longest, is_tight(longest)));
    }
    return pool_.unite(languages);
  }

 private:
  LanguageId digit_set(int first, int last) {
    std::bitset<256> bytes;
    for (int digit = first; digit <= last; ++digit) bytes.set(static_cast<std::size_t>('0' + digit));
    return pool_.byte_set(bytes);
  }

  LanguageId with_whole_digits(std::size_t n, Tight tight) {
    if (n == 0) return pool_.concatenate(pool_.literal("0"), fraction(tight));
    return whole(0, n, tight);
  }

  // One digit that the bounds' digits allow, then what next gives for the bounds it is still equal to.
  template <typename Next>
  LanguageId digit(char first, Tight tight, char low, char high, bool accepts_empty, Next next) {
    std::vector<ByteBranch> branches;
    const char begin = tight.low ? std::max(first, low) : first;
    const char end = tight.high ? high : '9';
    for (char c = begin; c <= end; ++c) {
      const Tight still{tight.low && c == low, tight.high && c == high};
      // The digits between are alike.
      char last = c;
      if (!still.low && !still.high) last = static_cast<char>(tight.high ? end - 1 : end);
      branches.push_back({static_cast<std::uint8_t>(c), static_cast<std::uint8_t>(last), next(still)});
      c = last;
    }
    return pool_.branches(branches, accepts_empty);
  }

  LanguageId whole(std::size_t place, std::size_t n, Tight tight) {
    if (!tight.low && !tight.high) {
      return pool_.concatenate(pool_.repeat(digits_, n - place, n - place), fraction(tight));
    }
    if (place == n) return fraction(tight);
    return digit(place == 0 ? '1' : '0', tight, tight.low ? low_.whole[place] : '0',
                 tight.high ? high_->whole[place] : '9', false,
                 [&](Tight still) { return whole(place + 1, n, still); });
  }

  // Whether the number may end behind so many digits of its fraction.
  bool may_end(std::size_t place, Tight tight) const {
    if (tight.low && (place < low_.fraction.size() || low_.exclusive)) return false;
    return !tight.high || place < high_->fraction.size() || !high_->exclusive;
  }

  LanguageId fraction(Tight tight) {
    const LanguageId none = may_end(0, tight) ? kEmptyString : kNothing;
    LanguageId some;
    if (range_.integer) {
      if (!range_.zero_fraction || none == kNothing) return none;
      some = pool_.repeat(pool_.literal("0"), 1, std::nullopt);
    } else {
      some = fraction_digits(0, tight);
    }
    const std::vector<LanguageId> both{none, pool_.concatenate(pool_.literal("."), some)};
    return pool_.unite(both);
  }

  std::optional<std::uint64_t> fraction_left(std::size_t place) const {
    if (!range_.max_fraction_digits) return std::nullopt;
    return *range_.max_fraction_digits - std::min<std::size_t>(place, *range_.max_fraction_digits);
  }

  // The digits of the fraction from place on; at least one when it is the first.
  LanguageId fraction_digits(std::size_t place, Tight tight) {
    if (tight.low && place >= low_.fraction.size() && !low_.exclusive) tight.low = false;
    const std::uint64_t min = place == 0 ? 1 : 0;
    const auto left = fraction_left(place);
    if (tight.high && place >= high_->fraction.size()) {
      // Equal to the maximum: only zeros may follow. Equal to an exclusive minimum as well, nothing may.
      if (high_->exclusive || tight.low) return kNothing;
      return pool_.repeat(pool_.literal("0"), min, left);
    }
    if (!tight.high && !tight.low) return pool_.repeat(digits_, min, left);
    if (!tight.high && place >= low_.fraction.size()) return not_only_zeros(left);
    const bool may_end_here = place > 0 && may_end(place, tight);
    if (left == 0u) return may_end_here ? kEmptyString : kNothing;
    return digit('0', tight, low_.fraction_digit(place), tight.high ? high_->fraction_digit(place) : '9', may_end_here,
                 [&](Tight still) { return fraction_digits(place + 1, still); });
  }

  LanguageId not_only_zeros(std::optional<std::uint64_t> left) {
    if (!left) {
      return pool_.concatenate(pool_.repeat(pool_.literal("0"), 0, std::nullopt),
                               pool_.concatenate(digit_set(1, 9), pool_.repeat(digits_, 0, std::nullopt)));
    }
    LanguageId result = kNothing;
    for (std::uint64_t n = 1; n <= *left; ++n) {
      const ByteBranch branches[] = {{'0', '0', result}, {'1', '9', pool_.repeat(digits_, 0, n - 1)}};
      result = pool_.branches(branches, false);
    }
    return result;
  }

  LanguagePool& pool_;
  const DecimalRange& range_;
  Bound low_;
  std::optional<Bound> high_;
  LanguageId digits_;
};

}  // namespace

LanguageId decimal_range(LanguagePool& pool, const DecimalRange& range) {
  if (range.maximum) {
    const auto order = compare(range.minimum, *range.maximum);
    if (order > 0 || (order == 0 && (range.exclusive_minimum || range.exclusive_maximum))) return kNothing;
  }
  return RangeBuilder(pool, range).build();
}

}  // namespace oree::decode
