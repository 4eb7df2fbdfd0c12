// The small JSON files of a model folder.
#pragma once

#include <cstdint>
#include <filesystem>

#include "oree/json.h"

namespace oree::workbench {

inline constexpr int kMaxModelJsonDepth = 32;

// An object, no key of which stands twice.
// Throws Error kNotFound, kCorrupt (byte), kLimit (limit_bytes, kMaxModelJsonDepth), as read_file otherwise.
Json read_json_object(const std::filesystem::path& path, std::uint64_t limit_bytes);

}  // namespace oree::workbench
