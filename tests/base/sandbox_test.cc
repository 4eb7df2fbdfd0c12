// Every test runs in a child: the filter can never be taken off again.
#include "oree/sandbox.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace oree {
namespace {

using testing::Contains;
using testing::HasSubstr;

// What a child left behind.
struct Outcome {
  int status = 0;
  std::string reports;  // what went to report_fd
};

// Runs body in a forked child with the descriptor to report to; the child's exit status is what body returns.
Outcome in_child(const std::function<int(int report_fd)>& body) {
  int ends[2];
  if (::pipe(ends) != 0) {
    ADD_FAILURE() << "no pipe";
    return {};
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    int status = 99;
    try {
      status = body(ends[1]);
    } catch (...) {
    }
    ::_exit(status);
  }
  ::close(ends[1]);
  Outcome outcome;
  char buffer[1024];
  for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
    outcome.reports.append(buffer, static_cast<std::size_t>(n));
  }
  ::close(ends[0]);
  ::waitpid(child, &outcome.status, 0);
  return outcome;
}

MATCHER(EndedWell, "") {
  *result_listener << "status " << arg.status << ", reports: " << arg.reports;
  return WIFEXITED(arg.status) && WEXITSTATUS(arg.status) == 0;
}

bool is_refused(long result) { return result == -1 && errno == EPERM; }

TEST(Sandbox, WithoutItTheSameAttemptsSucceed) {
  const Outcome outcome = in_child([](int) { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 1; });
  EXPECT_THAT(outcome, EndedWell());
}

TEST(Sandbox, RefusesASocketToConnectWithAndReportsIt) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(report_fd);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    if (!is_refused(descriptor)) {
      return 1;
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(80);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int result = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return result == -1 && errno == EBADF ? 0 : 2;
  });
  EXPECT_THAT(outcome, EndedWell());
  EXPECT_EQ(outcome.reports, "refused: socket(AF_INET) - this process gave up the network\n");
}

TEST(Sandbox, RefusesEveryFamilyAndReportsAllButUnix) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(report_fd);
    for (int family = 0; family < 64; ++family) {
      errno = 0;
      const int result = ::socket(family, SOCK_DGRAM, 0);
      if (!is_refused(result)) {
        return family + 1;
      }
    }
    int pair[2];
    return ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && is_refused(::socketpair(AF_INET6, SOCK_STREAM, 0, pair))
               ? 0
               : 80;
  });
  EXPECT_THAT(outcome, EndedWell());
  EXPECT_THAT(outcome.reports, HasSubstr("socket(AF_INET6)"));
  EXPECT_THAT(outcome.reports, HasSubstr("socketpair(AF_INET6)"));
  EXPECT_THAT(outcome.reports, HasSubstr("socket(AF_PACKET)"));
  EXPECT_THAT(outcome.reports, HasSubstr("socket(family 63)"));
  EXPECT_THAT(outcome.reports, testing::Not(HasSubstr("AF_UNIX")));
}

TEST(Sandbox, AFamilyHiddenBehindUpperBitsIsRefused) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(report_fd);
    // The kernel looks at the lower 32 bits alone.
    const long hidden = (long{AF_UNIX} << 32) | AF_INET;
    return is_refused(::syscall(SYS_socket, hidden, SOCK_STREAM, 0)) ? 0 : 1;
  });
  EXPECT_THAT(outcome, EndedWell());
}

TEST(Sandbox, WithoutADescriptorItRefusesSilently) {
  EXPECT_THAT(in_child([](int) {
                refuse_internet_sockets(-1);
                return is_refused(::socket(AF_INET, SOCK_STREAM, 0)) ? 0 : 1;
              }),
              EndedWell());
}

TEST(Sandbox, RefusesTheWaysAround) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(report_fd);
    if (!is_refused(::syscall(SYS_io_uring_setup, 1, nullptr))) {
      return 1;
    }
    if (!is_refused(::syscall(SYS_io_uring_enter, -1, 0, 0, 0, nullptr, 0))) {
      return 2;
    }
    if (!is_refused(::syscall(SYS_io_uring_register, -1, 0, nullptr, 0))) {
      return 3;
    }
    if (!is_refused(::process_vm_writev(::getpid(), nullptr, 0, nullptr, 0, 0))) {
      return 4;
    }
    return is_refused(::syscall(SYS_pidfd_getfd, -1, 0, 0)) ? 0 : 5;
  });
  EXPECT_THAT(outcome, EndedWell());
}

#if !defined(__SANITIZE_ADDRESS__)  // its leak checker stops threads through ptrace
TEST(Sandbox, RefusesPtrace) {
  EXPECT_THAT(in_child([](int report_fd) {
                refuse_internet_sockets(report_fd);
                return is_refused(::syscall(SYS_ptrace, 0, 0, nullptr, nullptr)) ? 0 : 1;
              }),
              EndedWell());
}
#endif

#if defined(__x86_64__)
TEST(Sandbox, RefusesForeignAbis) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(report_fd);
    if (!is_refused(::syscall(0x40000000L | SYS_getpid))) {  // x32
      return 1;
    }
    long result = 20;                                             // getpid on i386
    asm volatile("int $0x80" : "+a"(result) : : "memory", "cc");  // faults where the kernel has no i386 at all
    return static_cast<int>(result) == -EPERM ? 0 : 2;
  });
  const bool no_i386 = WIFSIGNALED(outcome.status) && WTERMSIG(outcome.status) == SIGSEGV;
  EXPECT_TRUE(no_i386 || (WIFEXITED(outcome.status) && WEXITSTATUS(outcome.status) == 0)) << outcome.status;
}
#endif

TEST(Sandbox, HoldsForThreadsThatRanBeforeAndAfter) {
  const Outcome outcome = in_child([](int report_fd) {
    std::atomic<bool> go{false};
    std::atomic<int> n_refused{0};
    const auto attempt = [&] {
      go.wait(false);
      n_refused += is_refused(::socket(AF_INET, SOCK_STREAM, 0)) ? 1 : 0;
    };
    std::thread before(attempt);
    refuse_internet_sockets(report_fd);
    std::thread after(attempt);
    go = true;
    go.notify_all();
    before.join();
    after.join();
    return n_refused == 2 ? 0 : 1;
  });
  EXPECT_THAT(outcome, EndedWell());
}

TEST(Sandbox, HoldsForChildrenAndPrograms) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(report_fd);
    const pid_t child = ::fork();
    if (child == 0) {
      ::_exit(is_refused(::socket(AF_INET, SOCK_STREAM, 0)) ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status == 0 ? 0 : 1;
  });
  EXPECT_THAT(outcome, EndedWell());
  EXPECT_THAT(outcome.reports, HasSubstr("AF_INET"));
}

TEST(Sandbox, ItsSignalHandlerCannotBeReplaced) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(report_fd);
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    if (::sigaction(SIGSYS, &ignore, nullptr) == 0) {
      return 1;
    }
    return is_refused(::socket(AF_INET, SOCK_STREAM, 0)) ? 0 : 2;
  });
  EXPECT_THAT(outcome, EndedWell());
  EXPECT_THAT(outcome.reports, HasSubstr("AF_INET"));
}

TEST(Sandbox, ASignalSentByHandIsIgnored) {
  EXPECT_THAT(in_child([](int report_fd) {
                refuse_internet_sockets(report_fd);
                return ::kill(::getpid(), SIGSYS) == 0 ? 0 : 1;
              }),
              EndedWell());
}

TEST(Sandbox, ASecondCallOnlyChangesWhereReportsGo) {
  const Outcome outcome = in_child([](int report_fd) {
    refuse_internet_sockets(-1);
    refuse_internet_sockets(report_fd);
    return is_refused(::socket(AF_INET6, SOCK_DGRAM, 0)) ? 0 : 1;
  });
  EXPECT_THAT(outcome, EndedWell());
  EXPECT_EQ(outcome.reports, "refused: socket(AF_INET6) - this process gave up the network\n");
}

std::vector<std::string> explain_in_child(bool sandboxed) {
  const Outcome outcome = in_child([&](int report_fd) {
    if (sandboxed) {
      refuse_internet_sockets(-1);
    }
    std::string text;
    for (const std::string& line : explain_privacy()) {
      text += line + '\n';
    }
    return ::write(report_fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1;
  });
  EXPECT_THAT(outcome, EndedWell());
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < outcome.reports.size();) {
    const std::size_t end = outcome.reports.find('\n', begin);
    lines.push_back(outcome.reports.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

TEST(ExplainPrivacy, SaysWhatWasRefusedWhenTried) {
  const auto lines = explain_in_child(true);
  EXPECT_THAT(lines, Contains("internet sockets (IPv4): refused (EPERM), checked now"));
  EXPECT_THAT(lines, Contains("internet sockets (IPv6): refused (EPERM), checked now"));
  EXPECT_THAT(lines, Contains("raw network packets: refused (EPERM), checked now"));
  EXPECT_THAT(lines, Contains(HasSubstr("io_uring, which could open sockets unseen: refused (EPERM)")));
  EXPECT_THAT(lines, Contains(HasSubstr("in force on 1 of 1 threads")));
  EXPECT_THAT(lines, Contains(HasSubstr("files: not confined yet")));
}

TEST(ExplainPrivacy, IsHonestWhenNothingIsInForce) {
  const auto lines = explain_in_child(false);
  EXPECT_THAT(lines, Contains("internet sockets (IPv4): NOT refused, checked now"));
  EXPECT_THAT(lines, Contains(HasSubstr("in force on 0 of 1 threads")));
}

}  // namespace
}  // namespace oree
