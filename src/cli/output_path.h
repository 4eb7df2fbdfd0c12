// Places that a command writes to when its work is done, looked at before it.
#pragma once

#include <filesystem>

namespace oree::cli {

// Whether a file can be written there: over what is there, or new. Nothing is made or changed. Throws Error kNotFound
// (folder), kInvalid (a folder stands there), kPermission.
void check_writable(const std::filesystem::path& path);
// The same for a file that is replaced as a whole, which takes a folder that files can be made in.
void check_replaceable(const std::filesystem::path& path);

}  // namespace oree::cli
