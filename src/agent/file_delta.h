// The difference between two versions of a file, small when little changed, and applicable in both directions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oree::agent {

// removed stood at offset_bytes before and inserted stands there after; all else is the same.
struct FileDelta {
  std::uint64_t offset_bytes = 0;
  std::string removed;
  std::string inserted;
};

// What is left when the common start and end are cut off. One pass, no search for moved parts.
FileDelta make_delta(std::string_view before, std::string_view after);

// The version after, given the one before. nullopt when `removed` does not stand there.
std::optional<std::string> apply_delta(const FileDelta& delta, std::string_view before);

// The delta from after to before.
FileDelta reversed(const FileDelta& delta);

}  // namespace oree::agent
