// A program of others, run to its end in its sandbox: what it was told, what it said.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "oree/cancel.h"
#include "oree/launcher.h"

namespace oree {

struct SandboxedResult {
  ProgramEnding ending;
  std::string output;
  std::string errors;  // the end of it, at most kMaxKeptErrorBytes
};

inline constexpr std::size_t kMaxKeptErrorBytes = 16384;

// input: its stdin, closed behind it. Throws Error as Launcher::run; kLimit (more than limit_bytes on stdout),
// kCancelled; the program is then ended.
SandboxedResult run_sandboxed(Launcher& launcher, const SandboxedProgram& program, std::string_view input,
                              std::size_t limit_bytes, const CancelFlag* cancel);

// Appends what can be read now; false at the end of the stream.
bool read_available(int descriptor, std::string& text);

// Drops all but the last bytes.
void keep_end(std::string& text, std::size_t bytes);

}  // namespace oree
