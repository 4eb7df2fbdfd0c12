// The files of a bounded folder of prefix snapshots.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace oree::engine {

// The files in it that are prefix snapshots and whose names begin so. Empty when the folder cannot be read.
std::vector<std::filesystem::path> prefix_files(const std::filesystem::path& folder, std::string_view beginning);

// The name ends so.
inline constexpr std::string_view kPrefixFileSuffix = ".prefix";

// What the snapshots in the folder may take in all: max_bytes, and no more than a quarter of what the disk would have
// free without them. Throws std::filesystem::filesystem_error.
std::uint64_t prefix_limit(const std::filesystem::path& folder, std::uint64_t max_bytes);

// Removes snapshots from the folder of the target, a file that n_bytes are about to be written to, those that were not
// used for the longest time first, until the bytes fit under the limit; and what writers that died left behind. What
// the target holds now counts for nothing and stays. Only whoever holds the folder's lock may call it. False when
// n_bytes do not fit in any case; then nothing is removed.
bool make_room(const std::filesystem::path& target, std::uint64_t limit, std::uint64_t n_bytes);

}  // namespace oree::engine
