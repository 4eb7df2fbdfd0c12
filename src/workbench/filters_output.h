// What the two ways to a filter file have in common.
#pragma once

#include <filesystem>

#include "cache/filter_file.h"
#include "oree/json.h"

namespace oree::workbench {

// Before the work: throws Error kInvalid when the output is the model, or something that is no GGUF file, and what
// AtomicFile throws when no file can be written there.
void check_filters_output(const std::filesystem::path& model, const std::filesystem::path& output);

// What calibrate_model and import_filters return, without what only the first knows.
Json filters_document(const cache::FilterFile& file, const std::filesystem::path& output);

}  // namespace oree::workbench
