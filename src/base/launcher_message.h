// What a process and its launcher say to each other: JSON, one packet a message, with descriptors beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_descriptor.h"
#include "oree/json.h"
#include "oree/launcher.h"

namespace oree {

inline constexpr std::size_t kMaxLauncherMessageBytes = 128 * 1024;

struct LauncherMessage {
  Json content;
  std::vector<FileDescriptor> descriptors;
};

// Throws Error kLimit (longer than kMaxLauncherMessageBytes), kIo.
void send_message(int socket, const Json& content, const std::vector<int>& descriptors = {});
// nullopt at the end. Throws Error kIo.
std::optional<LauncherMessage> receive_message(int socket);

Json to_json(const SandboxedProgram& program);
SandboxedProgram program_from_json(const Json& json);
Json to_json(const Error& error);
Error error_from_json(const Json& json);

}  // namespace oree
