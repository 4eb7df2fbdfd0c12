// The folders Orée itself lives by: those of its data, its configuration and
// its cache (oree/paths.h).
#pragma once

#include <filesystem>

namespace oree {

// Links are looked through, and what does not exist yet counts as it is
// written.
enum class OwnPart {
  kNone,      // apart from them
  kInside,    // one of them, or something in one
  kContains,  // a folder above one
};

OwnPart own_part(const std::filesystem::path& path);

}  // namespace oree
