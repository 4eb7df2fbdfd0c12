#include <charconv>
#include <cmath>
#include <string>

#include "base/byte_size.h"
#include "cache/make_policy.h"
#include "oree/cache.h"
#include "oree/error.h"

namespace oree {
namespace {

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
  constexpr double kMost = 1e15;  // bytes, and far more than any context
  if (amount > kMost) {
    throw bad_budget(text);
  }
  if (rest == "%" && amount <= 100) {
    return {.unit = CacheBudget::Unit::kFraction, .amount = amount * 0.01};
  }
  if (rest.empty() && amount == std::floor(amount)) {
    return {.unit = CacheBudget::Unit::kTokens, .amount = amount};
  }
  if (const std::optional<double> unit = bytes_of_unit(rest)) {
    if (amount * *unit <= kMost) {
      return {.unit = CacheBudget::Unit::kBytes, .amount = amount * *unit};
    }
  }
  throw bad_budget(text);
}

std::vector<std::string> cache_policy_names() { return cache::policy_names(); }

}  // namespace oree
