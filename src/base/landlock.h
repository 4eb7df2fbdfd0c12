// What of the file system a process may touch, narrowed for good by Landlock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace oree {

struct FileGrants {
  std::vector<std::filesystem::path> system;   // read and execute; those that do not exist are passed over
  std::vector<std::filesystem::path> devices;  // read and write of files, passed over alike
  std::vector<std::filesystem::path> read;     // read and execute
  std::vector<std::filesystem::path> write;    // everything but making devices
  // Ports that TCP may connect to; nullopt: any. Nothing may be bound to a port. Linux 6.7.
  std::optional<std::vector<std::uint16_t>> tcp_ports;
};

// Of this thread and what it starts from now on; nothing else of the file system stays reachable by name. Where the
// kernel can (Linux 6.12) signals and abstract local sockets reach no process outside either. no_new_privs must be set.
// Throws Error kNotFound, kPermission (a grant that cannot be opened), kUnsupported (no Landlock).
void restrict_files(const FileGrants& grants);

}  // namespace oree
