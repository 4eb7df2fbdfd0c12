#include "base/launcher_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "base/launcher_message.h"
#include "base/process_tree.h"
#include "base/supervisor.h"
#include "oree/error.h"

namespace oree {
namespace {

struct Ends {
  FileDescriptor ours;
  FileDescriptor theirs;
};

Ends make_pipe(bool we_write) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw system_error("cannot make a pipe to the program", "launcher", errno);
  }
  return {FileDescriptor(ends[we_write ? 1 : 0]), FileDescriptor(ends[we_write ? 0 : 1])};
}

Ends make_socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    throw system_error("cannot make a lifeline of the program", "launcher", errno);
  }
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

class LauncherProcess {
 public:
  explicit LauncherProcess(int socket) : socket_(socket) {
    ::setsid();  // Ctrl-C is not meant for it
    ::prctl(PR_SET_NAME, "oree-launcher");
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);  // of a supervisor that somebody ended
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    ::sigprocmask(SIG_SETMASK, &child, nullptr);
    for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) {
      ::signal(number, SIG_DFL);
    }
    ::signal(SIGPIPE, SIG_IGN);
    signals_ = FileDescriptor(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
  }

  void serve() {
    while (true) {
      std::array<pollfd, 2> events = {{{socket_, POLLIN, 0}, {signals_.get(), POLLIN, 0}}};
      ::poll(events.data(), events.size(), -1);
      if (events[1].revents != 0) {
        signalfd_siginfo signal{};
        while (::read(signals_.get(), &signal, sizeof signal) > 0) {
        }
        reap();
      }
      if (events[0].revents != 0) {
        std::optional<LauncherMessage> request = receive_message(socket_);
        if (!request) {
          return;
        }
        answer(request->content);
      }
    }
  }

 private:
  void reap() {
    int status = 0;
    for (pid_t ended; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      supervisors_.erase(ended);
    }
    for (const int child : children(::getpid())) {
      if (!supervisors_.contains(child)) {
        ::kill(child, SIGKILL);
      }
    }
  }

  void answer(const Json& request) {
    try {
      start(program_from_json(request));
    } catch (const Error& error) {
      send_message(socket_, {{"error", to_json(error)}});
    } catch (const Json::exception&) {
      send_message(socket_, {{"error", to_json(Error(ErrorCode::kInternal, "a request was not understood"))}});
    }
  }

  void start(const SandboxedProgram& program) {
    Ends input = make_pipe(true);
    Ends output = make_pipe(false);
    Ends errors = make_pipe(false);
    Ends lifeline = make_socket_pair();
    Ends failure = make_socket_pair();
    const pid_t supervisor = ::fork();
    if (supervisor < 0) {
      throw system_error("cannot start a process", "launcher", errno);
    }
    if (supervisor == 0) {
      // Whoever holds the other end of a lifeline keeps a program alive: the supervisor must hold none.
      for (const int not_mine : {socket_, signals_.get(), input.ours.get(), output.ours.get(), errors.ours.get(),
                                 lifeline.ours.get(), failure.ours.get()}) {
        ::close(not_mine);
      }
      supervise(program, {input.theirs.get(), output.theirs.get(), errors.theirs.get(), lifeline.theirs.get(),
                          failure.theirs.get()});
    }
    supervisors_.insert(supervisor);
    for (Ends* ends : {&input, &output, &errors, &lifeline, &failure}) {
      ends->theirs = FileDescriptor();
    }
    if (const std::optional<LauncherMessage> why = receive_message(failure.ours.get())) {
      throw error_from_json(why->content);
    }
    send_message(socket_, Json::object({{"started", true}}),
                 {input.ours.get(), output.ours.get(), errors.ours.get(), lifeline.ours.get()});
  }

  int socket_;
  FileDescriptor signals_;
  std::set<pid_t> supervisors_;
};

}  // namespace

void serve_launcher(int socket) noexcept {
  try {
    // Nothing of the process that started this one stays open.
    const int null = ::open("/dev/null", O_RDWR);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::dup2(null, standard);
    }
    const int kept = ::fcntl(socket, F_DUPFD_CLOEXEC, 10);
    ::dup2(kept, 3);
    ::fcntl(3, F_SETFD, FD_CLOEXEC);
    ::close_range(4, ~0u, 0);
    LauncherProcess(3).serve();
  } catch (const std::exception&) {
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace oree
