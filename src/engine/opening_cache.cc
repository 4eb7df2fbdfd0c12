#include "engine/opening_cache.h"

#include <algorithm>

namespace oree::engine {

std::shared_ptr<const Opening> OpeningCache::find_or_make(
    const std::string& key, const std::function<std::shared_ptr<const Opening>(const Others&)>& make) {
  const std::lock_guard guard(lock_);
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
  if (found != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, found);
    return entries_.front().opening;
  }
  Others others;
  for (const Entry& entry : entries_) {
    others.push_back(entry.opening);
  }
  std::shared_ptr<const Opening> opening = make(others);
  entries_.push_front({key, std::move(opening)});
  if (entries_.size() > kMaxOpenings) {
    entries_.pop_back();
  }
  return entries_.front().opening;
}

}  // namespace oree::engine
