// Where a model file is written to.
#pragma once

#include <filesystem>

namespace oree::workbench {

// What stands at the path must be a model file too, or empty: a mistyped one costs nothing else.
// Throws Error kInvalid.
void check_replaceable(const std::filesystem::path& path);

}  // namespace oree::workbench
