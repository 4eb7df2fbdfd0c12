// The process behind a Launcher.
#pragma once

namespace oree {

// Answers requests on the socket until its other side closes, then ends the process.
[[noreturn]] void serve_launcher(int socket) noexcept;

}  // namespace oree
