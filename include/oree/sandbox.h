// Gives up internet sockets for the rest of the process's life.
#pragma once

#include <string>
#include <vector>

namespace oree {

// Installs a seccomp filter for every thread: socket() of any family and socketpair() of any but AF_UNIX fail with
// EPERM, and so do io_uring and calls of a foreign ABI. Call before any thread starts. report_fd: each refused attempt
// writes one line to it, those at local sockets excepted; -1: none. Throws Error kUnsupported where the kernel has no
// seccomp.
void refuse_internet_sockets(int report_fd);

// What is in force, one statement a line; "checked now" stands behind what was tried: `oree run --explain-privacy`.
// keeps_prefixes: whether prefix snapshots are kept in the user's cache folder.
std::vector<std::string> explain_privacy(bool keeps_prefixes = true);

}  // namespace oree
