#include "base/log.h"

#include <mutex>
#include <utility>

namespace oree {
namespace {

struct Sink {
  std::mutex mutex;
  std::function<void(LogLevel, std::string_view)> function;
};

// Never destroyed, so that destructors of static objects may still log.
Sink& sink() {
  static Sink& instance = *new Sink;
  return instance;
}

}  // namespace

void set_log_sink(std::function<void(LogLevel, std::string_view)> function) {
  Sink& target = sink();
  const std::lock_guard<std::mutex> lock(target.mutex);
  target.function = std::move(function);
}

void log(LogLevel level, std::string_view text) {
  Sink& target = sink();
  const std::lock_guard<std::mutex> lock(target.mutex);
  if (target.function) {
    target.function(level, text);
  }
}

}  // namespace oree
