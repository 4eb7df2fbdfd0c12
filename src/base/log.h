// Sends a line to the sink the program installed.
#pragma once

#include <string_view>

#include "oree/log.h"

namespace oree {

// One line without its end. Does nothing without a sink. From any thread, but not from inside the sink.
void log(LogLevel level, std::string_view text);

}  // namespace oree
