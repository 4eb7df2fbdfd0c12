// Another program, run to its end, and what it said.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace oree {

struct ProcessResult {
  int status = 0;      // exit status; 128 + signal when one ended it
  std::string output;  // what it wrote to stdout
  std::string errors;  // the end of what it wrote to stderr, at most kMaxErrorBytes
};

inline constexpr std::size_t kMaxErrorBytes = 16384;

// Runs the program with these arguments and this process's environment, in a process group of its own; its stdin is
// empty. A path without a slash is looked for as a shell does. on_wait: called several times a second meanwhile; what
// it throws ends the program with all of its group and is passed on. May be empty. Throws Error kNotFound, kPermission,
// kIo (it cannot be started), kLimit (it writes more than limit_bytes to stdout); where() is the path.
ProcessResult run_process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                          std::size_t limit_bytes, const std::function<void()>& on_wait = {});

}  // namespace oree
