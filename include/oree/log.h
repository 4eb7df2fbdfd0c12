// Where log lines go. The library itself never prints.
#pragma once

#include <functional>
#include <string_view>

namespace oree {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Called from any thread, one call at a time. Without a sink nothing is logged.
void set_log_sink(std::function<void(LogLevel, std::string_view)> sink);

}  // namespace oree
