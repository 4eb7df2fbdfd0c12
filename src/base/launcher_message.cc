#include "base/launcher_message.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace oree {
namespace {

constexpr std::size_t kMaxDescriptors = 8;

std::vector<std::string> strings(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    texts.push_back(path.string());
  }
  return texts;
}

std::vector<std::filesystem::path> paths(const Json& list) {
  std::vector<std::filesystem::path> result;
  for (const Json& path : list) {
    result.emplace_back(path.get<std::string>());
  }
  return result;
}

}  // namespace

void send_message(int socket, const Json& content, const std::vector<int>& descriptors) {
  std::string bytes = content.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (bytes.size() > kMaxLauncherMessageBytes) {
    throw Error(ErrorCode::kLimit,
                "the command of a program takes " + std::to_string(bytes.size()) + " bytes, the limit is " +
                    std::to_string(kMaxLauncherMessageBytes) + " (kMaxLauncherMessageBytes)",
                "launcher", "shorten the command or its environment");
  }
  iovec part{bytes.data(), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxDescriptors)> control{};
  if (!descriptors.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors.size());
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * descriptors.size());
    std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof(int) * descriptors.size());
  }
  while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) {
      throw system_error("cannot speak to the process that starts programs", "launcher", errno);
    }
  }
}

std::optional<LauncherMessage> receive_message(int socket) {
  std::string bytes(kMaxLauncherMessageBytes, '\0');
  iovec part{bytes.data(), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxDescriptors)> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t size;
  while ((size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0) {
    if (errno == ECONNRESET) {
      return std::nullopt;
    }
    if (errno != EINTR) {
      throw system_error("cannot hear the process that starts programs", "launcher", errno);
    }
  }
  LauncherMessage received;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) {
      continue;
    }
    const std::size_t n = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t index = 0; index < n; ++index) {
      int descriptor;
      std::memcpy(&descriptor, CMSG_DATA(header) + index * sizeof(int), sizeof descriptor);
      received.descriptors.emplace_back(descriptor);
    }
  }
  if (size == 0) {
    return std::nullopt;
  }
  bytes.resize(static_cast<std::size_t>(size));
  try {
    received.content = Json::parse(bytes);
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kInternal, "the process that starts programs was not understood", "launcher");
  }
  return received;
}

Json to_json(const SandboxedProgram& program) {
  Json environment = Json::array();
  for (const auto& [name, value] : program.environment) {
    environment.push_back({name, value});
  }
  const ProgramLimits& limits = program.limits;
  Json json = {{"command", program.command},
               {"environment", std::move(environment)},
               {"working_folder", program.working_folder.string()},
               {"read", strings(program.read)},
               {"write", strings(program.write)},
               {"network", program.network},
               {"memory_bytes", limits.memory_bytes},
               {"cpu_seconds", limits.cpu_seconds},
               {"wall_time", limits.wall_time.count()},
               {"open_files", limits.open_files},
               {"processes", limits.processes},
               {"file_bytes", limits.file_bytes}};
  if (program.tcp_port) {
    json["tcp_port"] = *program.tcp_port;
  }
  return json;
}

SandboxedProgram program_from_json(const Json& json) {
  SandboxedProgram program;
  program.command = json.at("command").get<std::vector<std::string>>();
  for (const Json& pair : json.at("environment")) {
    program.environment.emplace_back(pair.at(0).get<std::string>(), pair.at(1).get<std::string>());
  }
  program.working_folder = json.at("working_folder").get<std::string>();
  program.read = paths(json.at("read"));
  program.write = paths(json.at("write"));
  program.network = json.at("network").get<bool>();
  if (const auto port = json.find("tcp_port"); port != json.end()) {
    program.tcp_port = port->get<std::uint16_t>();
  }
  ProgramLimits& limits = program.limits;
  limits.memory_bytes = json.at("memory_bytes").get<std::uint64_t>();
  limits.cpu_seconds = json.at("cpu_seconds").get<int>();
  limits.wall_time = std::chrono::milliseconds(json.at("wall_time").get<std::int64_t>());
  limits.open_files = json.at("open_files").get<int>();
  limits.processes = json.at("processes").get<int>();
  limits.file_bytes = json.at("file_bytes").get<std::uint64_t>();
  return program;
}

Json to_json(const Error& error) {
  return {{"code", static_cast<int>(error.code())},
          {"what", error.what()},
          {"where", error.where()},
          {"hint", error.hint()}};
}

Error error_from_json(const Json& json) {
  return Error(static_cast<ErrorCode>(json.at("code").get<int>()), json.at("what").get<std::string>(),
               json.at("where").get<std::string>(), json.at("hint").get<std::string>());
}

}  // namespace oree
