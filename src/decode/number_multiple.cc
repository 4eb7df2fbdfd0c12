#include "decode/number_multiple.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "oree/error.h"

namespace oree::decode {
namespace {

// Numbers that divisor / 10^n_fraction_digits divides, by the remainder of the digits written so far.
std::shared_ptr<const Automaton> make_automaton(std::uint64_t divisor, std::uint64_t n_fraction_digits) {
  AutomatonBuilder builder;
  // states[i * divisor + r]: i digits behind the point, remainder r of all digits; the last: only zeros may follow.
  const auto n_remainders = static_cast<std::size_t>(divisor);
  const auto n_digits = static_cast<std::size_t>(n_fraction_digits);
  std::vector<StateId> states((n_digits + 1) * n_remainders);
  for (StateId& state : states) state = builder.add_state();
  const StateId zeros = builder.add_state();
  builder.accept(zeros);
  builder.add_edge(zeros, '0', '0', zeros);
  const StateId zero = builder.add_range('0', '0', zeros);

  std::uint64_t scale = 1;  // of the digits that are not written, modulo divisor
  for (std::size_t i = n_digits + 1; i > 0; --i, scale = scale * 10 % divisor) {
    const std::size_t place = i - 1;
    const bool is_last = place == n_digits;
    for (std::size_t r = 0; r < n_remainders; ++r) {
      const StateId state = states[place * n_remainders + r];
      const bool fits = r * scale % divisor == 0;
      if (fits) builder.accept(state);
      if (place > 0 && is_last) {
        if (fits) builder.add_epsilon(state, zeros);
        continue;
      }
      // Behind the point there is a digit at least.
      const StateId behind = place == 0 && !is_last ? builder.add_state() : kNoState;
      for (unsigned digit = 0; digit < 10; ++digit) {
        const std::size_t next = (r * 10 + digit) % n_remainders;
        if (place == 0) builder.add_edge(state, '0' + digit, '0' + digit, states[next]);
        if (is_last) continue;
        const StateId target = states[(place + 1) * n_remainders + next];
        builder.add_edge(place == 0 ? behind : state, '0' + digit, '0' + digit, target);
      }
      if (behind != kNoState) builder.add_edge(state, '.', '.', behind);
      if (is_last && fits) builder.add_edge(state, '.', '.', zero);
    }
  }
  const StateId start = builder.add_state();
  builder.add_edge(start, '-', '-', states[0]);
  builder.add_epsilon(start, states[0]);
  return std::make_shared<const Automaton>(std::move(builder).finish(start));
}

}  // namespace

LanguageId multiple_language(LanguagePool& pool, const Decimal& divisor) {
  const std::uint64_t n_fraction_digits = divisor.exponent < 0 ? static_cast<std::uint64_t>(-divisor.exponent) : 0;
  const std::uint64_t number = divisor.digits.size() > 9 ? ~std::uint64_t{0} : std::stoull(divisor.digits);
  if (number > kMaxMultipleStates || number * (n_fraction_digits + 1) > kMaxMultipleStates) {
    throw Error(ErrorCode::kUnsupported,
                "multiples of " + to_plain_string(divisor) +
                    " need more remainders to follow than kMaxMultipleStates, " + std::to_string(kMaxMultipleStates),
                {}, "use a rounder number, such as 0.01 or 250");
  }
  const std::string name = "multiple of " + to_plain_string(divisor);
  if (const auto known = pool.find_named(name)) return *known;
  LanguageId language;
  if (divisor.exponent <= 0) {
    language = pool.automaton(make_automaton(number, n_fraction_digits));
  } else {
    // Multiples of 1200 are those of 12 with two zeros, and 0.
    const LanguageId zero = pool.literal("0");
    const std::vector<LanguageId> sign{kEmptyString, pool.literal("-")};
    const auto n_zeros = static_cast<std::uint64_t>(divisor.exponent);
    const std::vector<LanguageId> fraction{kEmptyString,
                                           pool.concatenate(pool.literal("."), pool.repeat(zero, 1, std::nullopt))};
    AutomatonBuilder builder;
    std::vector<StateId> states(static_cast<std::size_t>(number));
    for (StateId& state : states) state = builder.add_state();
    for (std::size_t r = 0; r < states.size(); ++r) {
      for (unsigned digit = 0; digit < 10; ++digit) {
        builder.add_edge(states[r], '0' + digit, '0' + digit, states[(r * 10 + digit) % states.size()]);
      }
    }
    builder.accept(states[0]);
    const LanguageId digits = pool.automaton(std::make_shared<const Automaton>(std::move(builder).finish(states[0])));
    const std::vector<LanguageId> whole{zero, pool.concatenate(digits, pool.repeat(zero, n_zeros, n_zeros))};
    language = pool.concatenate(pool.unite(sign), pool.concatenate(pool.unite(whole), pool.unite(fraction)));
  }
  pool.set_name(name, language);
  return language;
}

}  // namespace oree::decode
