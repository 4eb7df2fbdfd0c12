#include "cli/journal_text.h"

#include <ctime>

namespace oree::cli {

std::string format_time(std::chrono::sys_seconds time, const char* format, bool utc) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm fields{};
  utc ? gmtime_r(&seconds, &fields) : localtime_r(&seconds, &fields);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &fields)};
}

}  // namespace oree::cli
