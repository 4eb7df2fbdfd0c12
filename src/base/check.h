// An always-on check for mistakes of the programmer; outside input gets an Error of its own instead.
#pragma once

#include <string>
#include <string_view>

#include "oree/error.h"

namespace oree {

[[noreturn]] inline void check_failed(const char* message, const char* file, int line) {
  const std::string_view path = file;
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  throw Error(ErrorCode::kInternal, message, std::string(name) + ":" + std::to_string(line),
              "this is a mistake in Orée itself; please report it");
}

// Throws Error kInternal when the condition is false; inside a noexcept function that ends the process with the
// message.
inline void check(bool condition, const char* message, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE()) {
  if (!condition) [[unlikely]] {
    check_failed(message, file, line);
  }
}

}  // namespace oree
