// explain_privacy(): a statement that ends in "checked now" is the outcome of an attempt made while it is written.
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "base/file_descriptor.h"
#include "oree/launcher.h"
#include "oree/paths.h"
#include "oree/sandbox.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

// error_number: what the attempt ended with, 0 when it succeeded.
std::string statement(std::string_view subject, int error_number) {
  std::string text(subject);
  if (error_number == EPERM) {
    return text + ": refused (EPERM), checked now";
  }
  if (error_number == ENOSYS || error_number == EAFNOSUPPORT) {
    return text + ": this system has none (" + std::generic_category().message(error_number) + "), checked now";
  }
  return text + ": NOT refused, checked now";
}

int try_socket(int family, int type) {
  const FileDescriptor socket(::socket(family, type | SOCK_CLOEXEC, 0));
  return socket.get() >= 0 ? 0 : errno;
}

template <class Call>
int error_of(Call call) {
  errno = 0;
  return call() >= 0 ? 0 : errno;
}

// "2" in the line "Seccomp:" of a thread's status means a filter.
bool has_filter(const fs::path& task) {
  std::ifstream status(task / "status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Seccomp:")) {
      return line.find('2') != std::string::npos;
    }
  }
  return false;
}

std::string describe_threads() {
  int n_threads = 0;
  int n_filtered = 0;
  std::error_code failure;
  for (auto task = fs::directory_iterator("/proc/self/task", failure); !failure && task != fs::directory_iterator();
       task.increment(failure)) {
    ++n_threads;
    n_filtered += has_filter(task->path()) ? 1 : 0;
  }
  return "system call filter: in force on " + std::to_string(n_filtered) + " of " + std::to_string(n_threads) +
         " threads, and on every program they start, checked now";
}

std::string describe_prefix_snapshots(bool kept) {
  if (!kept) {
    return "prefix snapshots: off, none is read or written";
  }
  fs::path folder;
  try {
    folder = prefix_snapshot_directory();
  } catch (const Error&) {
    return "prefix snapshots: none are kept, as no home folder is known";
  }
  std::string text =
      "prefix snapshots (an agent's instructions and tools, as read by the model; nothing you say): in " +
      folder.string() + ", ";
  struct stat status;
  if (::stat(folder.c_str(), &status) != 0) {
    return text + "which holds none now; --prefix-cache off keeps none";
  }
  const bool is_private = status.st_uid == ::geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  return text + (is_private ? "open to you alone" : "NOT open to you alone") +
         ", checked now; --prefix-cache off keeps none";
}

}  // namespace

std::vector<std::string> explain_privacy(bool keeps_prefixes) {
  std::vector<std::string> lines;
  lines.push_back(statement("internet sockets (IPv4)", try_socket(AF_INET, SOCK_STREAM)));
  lines.push_back(statement("internet sockets (IPv6)", try_socket(AF_INET6, SOCK_DGRAM)));
  lines.push_back(
      statement("local sockets, behind which a program may have the network", try_socket(AF_UNIX, SOCK_STREAM)));
  lines.push_back(statement("raw network packets", try_socket(AF_PACKET, SOCK_RAW)));
  lines.push_back(statement("io_uring, which could open sockets unseen",
                            error_of([] { return ::syscall(SYS_io_uring_setup, 0, nullptr); })));
  // Looking into process 0, which does not exist: nothing happens even where ptrace is allowed.
  lines.push_back(statement("control over other processes (ptrace)",
                            error_of([] { return ::syscall(SYS_ptrace, PTRACE_PEEKDATA, 0, nullptr, nullptr); })));
#if defined(__x86_64__)
  constexpr long kX32 = 0x40000000;
  lines.push_back(
      statement("system calls of a foreign ABI (x32)", error_of([] { return ::syscall(kX32 | SYS_getpid); })));
#endif
  lines.push_back(std::string("new privileges from programs it starts: ") +
                  (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? "given up for good" : "NOT given up") +
                  ", checked now");
  lines.push_back(describe_threads());
  lines.push_back(describe_prefix_snapshots(keeps_prefixes));
  const int landlock = landlock_version();
  lines.push_back(
      landlock > 0 ? "programs of others (custom tools, servers): each in a sandbox with its grants alone; Landlock " +
                         std::to_string(landlock) + ", checked now"
                   : std::string("programs of others (custom tools, servers): none is started, as this system has no "
                                 "Landlock to confine them, checked now"));
  lines.push_back("files: not confined yet; this process can read and write what your user account can");
  return lines;
}

}  // namespace oree
