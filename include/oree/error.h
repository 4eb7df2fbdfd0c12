// The one error type thrown at load and request boundaries.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace oree {

enum class ErrorCode {
  kUsage,        // the command line or API was called wrongly
  kNotFound,     // a file, tool, agent, event ... does not exist
  kCorrupt,      // a file breaks its own format
  kUnsupported,  // well-formed, but more than this program can do
  kInvalid,      // a value outside what is allowed
  kLimit,        // larger than a named limit
  kPermission,   // the operating system or the user refused
  kIo,           // reading or writing failed
  kConflict,     // the state changed under the operation
  kCancelled,    // the caller asked to stop
  kInternal,     // a broken promise inside Orée
};

// The name used in JSON, e.g. "not_found".
std::string_view error_code_name(ErrorCode code) noexcept;

// what: what went wrong, one sentence. where: the file, argument or position ("model.gguf, byte 24"); may be empty.
// hint: how to fix it; may be empty.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& what, std::string where = {}, std::string hint = {})
      : std::runtime_error(what), code_(code), where_(std::move(where)), hint_(std::move(hint)) {}

  ErrorCode code() const noexcept { return code_; }
  const std::string& where() const noexcept { return where_; }
  const std::string& hint() const noexcept { return hint_; }

 private:
  ErrorCode code_;
  std::string where_;
  std::string hint_;
};

}  // namespace oree
