#include <charconv>
#include <cmath>
#include <string>

#include "cache/make_policy.h"
#include "oree/cache.h"
#include "oree/error.h"

namespace oree {
namespace {

struct Suffix {
  std::string_view text;
  CacheBudget::Unit unit;
  double factor;
};

constexpr Suffix kSuffixes[] = {
    {"%", CacheBudget::Unit::kFraction, 0.01},        {"", CacheBudget::Unit::kTokens, 1},
    {"KiB", CacheBudget::Unit::kBytes, 1024.0},       {"MiB", CacheBudget::Unit::kBytes, 1048576.0},
    {"GiB", CacheBudget::Unit::kBytes, 1073741824.0}, {"kB", CacheBudget::Unit::kBytes, 1e3},
    {"MB", CacheBudget::Unit::kBytes, 1e6},           {"GB", CacheBudget::Unit::kBytes, 1e9},
};

Error bad_budget(std::string_view text) {
  return Error(ErrorCode::kInvalid, "\"" + std::string(text) + "\" is no budget", "--budget",
               "give tokens a head (256), bytes in all (64MiB) or a part of the context (12.5%)");
}

}  // namespace

CacheBudget parse_cache_budget(std::string_view text) {
  double amount = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (failure != std::errc{} || !std::isfinite(amount) || amount <= 0) {
    throw bad_budget(text);
  }
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Suffix& suffix : kSuffixes) {
    if (rest == suffix.text) {
      const CacheBudget budget{.unit = suffix.unit, .amount = amount * suffix.factor};
      if ((budget.unit == CacheBudget::Unit::kFraction && budget.amount > 1) ||
          (budget.unit == CacheBudget::Unit::kTokens && amount != std::floor(amount))) {
        throw bad_budget(text);
      }
      return budget;
    }
  }
  throw bad_budget(text);
}

std::vector<std::string> cache_policy_names() { return cache::policy_names(); }

}  // namespace oree
