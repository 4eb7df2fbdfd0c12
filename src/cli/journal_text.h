// How times of the journal are written.
#pragma once

#include <chrono>
#include <string>

namespace oree::cli {

// format: as strftime's. utc: otherwise the process's time zone.
std::string format_time(std::chrono::sys_seconds time, const char* format, bool utc);

}  // namespace oree::cli
