// The walls around a program of others, put up in its own process just before it takes over.
#pragma once

#include <filesystem>

#include "oree/launcher.h"

namespace oree {

// The executable that the command names, looked for in kProgramPath when it has no slash.
// Throws Error kNotFound, kPermission.
std::filesystem::path find_program(const std::string& name);

inline constexpr const char* kProgramPath = "/usr/local/bin:/usr/bin:/bin";

// Gives up capabilities, sets limits, confines files and system calls, for good. own_folder: granted for writing.
// Throws Error.
void enter_sandbox(const SandboxedProgram& program, const std::filesystem::path& executable,
                   const std::filesystem::path& own_folder);

}  // namespace oree
