// Files of one JSON value a line.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>

#include "oree/json.h"

namespace oree::workbench {

// Calls read for each line that is not blank, until it returns false. Throws Error kCorrupt (no JSON, nested deeper
// than kMaxJsonDepth, or whatever Error or Json::exception read throws) that names file and line, and behind them where
// it was thrown; kNotFound, kIo, kLimit (a file of more than max_bytes).
void for_each_json_line(const std::filesystem::path& path, std::size_t max_bytes,
                        const std::function<bool(const Json& line)>& read);

}  // namespace oree::workbench
