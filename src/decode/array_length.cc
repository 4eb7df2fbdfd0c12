#include "decode/array_length.h"

#include <algorithm>
#include <string>

#include "decode/language.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

constexpr std::uint64_t kNone = kUnreachable;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 31U;
constexpr std::uint64_t kMaxCountedItems = 1024;  // of a prefix: the time is the product

std::uint64_t bounded(std::uint64_t bytes) { return std::min(bytes, kMostBytes); }

}  // namespace

std::uint64_t shortest_items(const ArrayShape& shape, std::uint64_t n_items, std::uint64_t n_fitting,
                             const std::function<std::uint64_t(NodeId)>& length) {
  const std::uint64_t least = shape.min_items - std::min(shape.min_items, n_items);
  const std::uint64_t wanted = shape.min_contains - std::min(shape.min_contains, n_fitting);
  if (least == 0 && wanted == 0) return 0;
  // A maximum makes every count matter; without one, those that are still wanted do.
  const bool exact = shape.max_contains.has_value();
  if (exact && n_fitting > *shape.max_contains) return kNone;
  const std::uint64_t most = exact ? *shape.max_contains - n_fitting : ~std::uint64_t{0};
  const std::uint64_t room_for_items =
      shape.max_items ? *shape.max_items - std::min(*shape.max_items, n_items) : ~std::uint64_t{0};
  if (wanted > most || std::max(least, wanted) > room_for_items) return kNone;
  const auto of = [&](NodeId node) {
    const std::uint64_t bytes = node == kNever ? kNone : length(node);
    return bytes == kNone ? kNone : bytes + 2;
  };

  const std::uint64_t n_prefix = shape.prefix.size() - std::min<std::uint64_t>(shape.prefix.size(), n_items);
  const std::uint64_t n_counts = std::min(n_prefix, exact ? most : wanted) + 1;
  if (n_counts > kMaxCountedItems) {
    throw Error(ErrorCode::kLimit,
                "an array's prefix has more than kMaxCountedItems, " + std::to_string(kMaxCountedItems) +
                    ", items of which a number counts",
                {}, "use fewer prefixItems beside contains");
  }
  // best[k]: bytes of the items so far of which k (the last, without a maximum: or more) fit.
  std::vector<std::uint64_t> best(n_counts, kNone);
  best[0] = 0;
  std::uint64_t result = kNone;
  for (std::uint64_t i = 0;; ++i) {
    if (i >= least) {
      for (std::uint64_t k = wanted; k < n_counts; ++k) result = std::min(result, best[k]);
    }
    if (i == n_prefix || i == room_for_items) break;
    const ArrayShape::Item& item = shape.prefix[n_items + i];
    const std::uint64_t other = of(item.other), fitting = of(item.fitting);
    std::vector<std::uint64_t> next(n_counts, kNone);
    for (std::uint64_t k = 0; k < n_counts; ++k) {
      if (best[k] == kNone) continue;
      if (other != kNone) next[k] = std::min(next[k], bounded(best[k] + other));
      if (fitting == kNone || (exact && k + 1 == n_counts)) continue;
      const std::uint64_t count = std::min(k + 1, n_counts - 1);
      next[count] = std::min(next[count], bounded(best[k] + fitting));
    }
    best = std::move(next);
  }
  if (room_for_items <= n_prefix) return result;

  const std::uint64_t room = shape.unique ? std::to_string(shape.min_items).size() : 0;
  const std::uint64_t other = of(shape.rest.other), fitting = of(shape.rest.fitting);
  for (std::uint64_t k = 0; k < n_counts; ++k) {
    if (best[k] == kNone) continue;
    const std::uint64_t n_wanted = wanted - std::min(wanted, k);
    const std::uint64_t n_more = std::max(least - std::min(least, n_prefix), n_wanted);
    if (n_more > room_for_items - n_prefix || (n_wanted > 0 && fitting == kNone)) continue;
    // Of what is left all are alike: the shorter, or what a maximum leaves.
    const std::uint64_t n_others = n_more - n_wanted;
    const bool may_fit = fitting != kNone && (!exact || most - std::min(most, k + n_wanted) >= n_others);
    const std::uint64_t shorter = may_fit ? std::min(other, fitting) : other;
    if (n_others > 0 && shorter == kNone) continue;
    std::uint64_t bytes = best[k];
    if (n_wanted > 0) bytes = bounded(bytes + bounded(n_wanted) * bounded(fitting + room));
    if (n_others > 0) bytes = bounded(bytes + bounded(n_others) * bounded(shorter + room));
    result = std::min(result, bytes);
  }
  return result;
}

}  // namespace oree::decode
