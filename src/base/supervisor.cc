#include "base/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

#include "base/file_descriptor.h"
#include "base/launcher_message.h"
#include "base/process_tree.h"
#include "base/program_sandbox.h"
#include "oree/error.h"

namespace oree {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Between two looks at what the program uses: often while that changes, seldom while it sleeps.
constexpr std::chrono::milliseconds kShortestPause(20);
constexpr std::chrono::milliseconds kLongestPause(1000);
constexpr std::size_t kMaxDescendants = 100'000;

fs::path make_own_folder() {
  std::error_code failure;
  fs::path folder = fs::temp_directory_path(failure);
  std::string name = ((failure ? fs::path("/tmp") : folder) / "oree-program-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw system_error("cannot make a folder for the program", name, errno);
  }
  return name;
}

void set_environment(const SandboxedProgram& program, const fs::path& own_folder) {
  const char* zone = ::getenv("TZ");
  const std::string time_zone = zone != nullptr ? zone : "";
  ::clearenv();
  ::setenv("PATH", kProgramPath, 1);
  ::setenv("LANG", "C.UTF-8", 1);
  ::setenv("HOME", own_folder.c_str(), 1);
  ::setenv("TMPDIR", own_folder.c_str(), 1);
  if (!time_zone.empty()) {
    ::setenv("TZ", time_zone.c_str(), 1);
  }
  for (const auto& [name, value] : program.environment) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
}

// In the program's process: becomes the program, or writes why not and ends.
[[noreturn]] void become(const SandboxedProgram& program, const ProgramDescriptors& descriptors,
                         const fs::path& own_folder, pid_t supervisor) noexcept {
  try {
    ::setsid();  // no terminal, and a process group of its own
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != supervisor) {
      ::_exit(1);
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGPIPE, SIGCHLD, SIGINT, SIGTERM}) {
      ::signal(number, SIG_DFL);
    }
    const fs::path executable = find_program(program.command.at(0));
    set_environment(program, own_folder);
    const fs::path& place = program.working_folder.empty() ? own_folder : program.working_folder;
    if (::chdir(place.c_str()) != 0) {
      throw system_error("cannot work in the folder", place, errno);
    }
    std::vector<char*> words;
    std::vector<std::string> command = program.command;
    for (std::string& word : command) {
      words.push_back(word.data());
    }
    words.push_back(nullptr);
    const int failure = ::fcntl(descriptors.failure, F_DUPFD_CLOEXEC, 10);
    ::dup2(descriptors.input, STDIN_FILENO);
    ::dup2(descriptors.output, STDOUT_FILENO);
    ::dup2(descriptors.errors, STDERR_FILENO);
    ::dup2(failure, 3);
    ::fcntl(3, F_SETFD, FD_CLOEXEC);
    ::close_range(4, ~0u, 0);
    try {
      enter_sandbox(program, executable, own_folder);
      ::execv(executable.c_str(), words.data());
      throw system_error("cannot start the program", executable, errno);
    } catch (const Error& error) {
      send_message(3, to_json(error));
    }
  } catch (const Error& error) {
    try {
      send_message(descriptors.failure, to_json(error));
    } catch (const std::exception&) {
      ::_exit(1);
    }
  } catch (const std::exception&) {
    ::_exit(1);
  }
  ::_exit(127);
}

class Supervisor {
 public:
  Supervisor(const SandboxedProgram& program, const ProgramDescriptors& descriptors)
      : limits_(program.limits), lifeline_(descriptors.lifeline), own_folder_(make_own_folder()) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::prctl(PR_SET_NAME, "oree-supervisor");
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &child, nullptr);
    ::signal(SIGCHLD, SIG_DFL);
    signals_ = FileDescriptor(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
    const pid_t self = ::getpid();
    program_ = ::fork();
    if (program_ == 0) {
      become(program, descriptors, own_folder_, self);
    }
    if (program_ < 0) {
      const int error_number = errno;
      std::error_code ignored;
      fs::remove_all(own_folder_, ignored);
      throw system_error("cannot start the program", program.command.at(0), error_number);
    }
  }

  // Until the program has ended, went beyond a limit, or nobody holds its lifeline any more.
  void watch() {
    const auto start = Clock::now();
    auto pause = kShortestPause;
    while (!status_ && stopped_for_.empty()) {
      auto timeout = pause;
      if (limits_.wall_time.count() > 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(start + limits_.wall_time - Clock::now());
        if (left.count() <= 0) {
          stopped_for_ = "time";
          return;
        }
        timeout = std::min(timeout, left);
      }
      std::array<pollfd, 2> events = {{{lifeline_, POLLIN, 0}, {signals_.get(), POLLIN, 0}}};
      const int ready = ::poll(events.data(), events.size(), static_cast<int>(timeout.count()));
      if (events[0].revents != 0 && ready > 0) {
        return;
      }
      signalfd_siginfo signal{};
      while (::read(signals_.get(), &signal, sizeof signal) > 0) {
      }
      reap();
      const std::uint64_t before = memory_bytes_;
      check_use();
      pause = memory_bytes_ == before ? std::min(2 * pause, kLongestPause) : kShortestPause;
    }
  }

  // Ends everything, removes the program's folder, says how it ended.
  void finish() noexcept {
    if (!status_) {
      ::kill(program_, SIGKILL);
    }
    while (true) {
      for (const int child : children(::getpid())) {
        ::kill(child, SIGKILL);
      }
      int status = 0;
      const pid_t ended = ::waitpid(-1, &status, 0);
      if (ended < 0 && errno != EINTR) {
        break;
      }
      note(ended, status);
    }
    std::error_code ignored;
    fs::permissions(own_folder_, fs::perms::owner_all, ignored);
    fs::remove_all(own_folder_, ignored);
    try {
      send_message(lifeline_, {{"status", status_.value_or(128 + SIGKILL)}, {"stopped_for", stopped_for_}});
    } catch (const std::exception&) {
      return;  // nobody listens any more
    }
  }

 private:
  void note(pid_t ended, int status) noexcept {
    if (ended == program_) {
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
  }

  void reap() noexcept {
    int status = 0;
    for (pid_t ended; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      note(ended, status);
    }
    if (status_ == 128 + SIGXCPU) {
      stopped_for_ = "time";
    }
  }

  void check_use() {
    memory_bytes_ = 0;
    int threads = 0;
    for (const int process : descendants(::getpid(), kMaxDescendants)) {
      const ProcessUse use = process_use(process);
      memory_bytes_ += use.memory_bytes;
      threads += use.threads;
    }
    if (memory_bytes_ > limits_.memory_bytes) {
      stopped_for_ = "memory";
    } else if (threads > limits_.processes) {
      stopped_for_ = "processes";
    }
  }

  ProgramLimits limits_;
  int lifeline_;
  fs::path own_folder_;
  FileDescriptor signals_;
  pid_t program_ = -1;
  std::optional<int> status_;
  std::string stopped_for_;
  std::uint64_t memory_bytes_ = 0;
};

}  // namespace

void supervise(const SandboxedProgram& program, const ProgramDescriptors& descriptors) noexcept {
  try {
    Supervisor supervisor(program, descriptors);
    for (const int mine : {descriptors.input, descriptors.output, descriptors.errors, descriptors.failure}) {
      ::close(mine);
    }
    try {
      supervisor.watch();
    } catch (const std::exception&) {
      // What cannot be watched is ended.
    }
    supervisor.finish();
  } catch (const Error& error) {
    try {
      send_message(descriptors.failure, to_json(error));
    } catch (const std::exception&) {
      ::_exit(1);
    }
  } catch (const std::exception&) {
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace oree
