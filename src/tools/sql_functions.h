// SQL functions whose built-in forms may take longer than any statement should,
// and between whose steps SQLite looks at no clock: like, glob, instr, replace,
// and trim, ltrim and rtrim of two arguments.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstddef>

namespace oree::tools {

inline constexpr int kMaxPatternBytes = 1000;                         // of like and glob
inline constexpr std::size_t kMaxPatternWork = std::size_t{1} << 28;  // bytes of the text times those of the pattern

// Puts them in the place of the built-in ones. They fail with SQLITE_INTERRUPT
// after the deadline, which must outlive their use (nullptr: there is none),
// and with SQLITE_TOOBIG beyond kMaxPatternWork. No statement may be open.
void replace_slow_functions(sqlite3* handle, const std::chrono::steady_clock::time_point* deadline) noexcept;

}  // namespace oree::tools
