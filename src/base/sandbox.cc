#include "oree/sandbox.h"

#include <seccomp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "base/socket_family.h"
#include "base/system_call_filter.h"
#include "oree/error.h"

namespace oree {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kLeakCheckerNeedsPtrace = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kLeakCheckerNeedsPtrace = true;
#else
constexpr bool kLeakCheckerNeedsPtrace = false;
#endif
#else
constexpr bool kLeakCheckerNeedsPtrace = false;
#endif

constexpr int kStoppedByFilter = 1;  // SYS_SECCOMP of the kernel, which this glibc does not declare

std::atomic<int> g_report_fd{-1};
std::atomic<bool> g_installed{false};
static_assert(std::atomic<int>::is_always_lock_free, "the signal handler reads it");

// The first argument of the call that was stopped, and the place of its result.
#if defined(__x86_64__)
constexpr bool kCanReport = true;
long long first_argument(const ucontext_t& context) noexcept { return context.uc_mcontext.gregs[REG_RDI]; }
void set_result(ucontext_t& context, long long result) noexcept { context.uc_mcontext.gregs[REG_RAX] = result; }
#elif defined(__aarch64__)
constexpr bool kCanReport = true;
long long first_argument(const ucontext_t& context) noexcept {
  return static_cast<long long>(context.uc_mcontext.regs[0]);
}
void set_result(ucontext_t& context, long long result) noexcept {
  context.uc_mcontext.regs[0] = static_cast<unsigned long long>(result);
}
#else
constexpr bool kCanReport = false;
long long first_argument(const ucontext_t&) noexcept { return 0; }
void set_result(ucontext_t&, long long) noexcept {}
#endif

// Collects a line without allocating, for use inside a signal handler.
class Line {
 public:
  void add(std::string_view text) noexcept {
    const std::size_t n = std::min(text.size(), sizeof text_ - size_);
    std::memcpy(text_ + size_, text.data(), n);
    size_ += n;
  }
  void add_number(unsigned value) noexcept {
    char digits[10];
    std::size_t n = 0;
    do {
      digits[n++] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    while (n > 0) {
      add({&digits[--n], 1});
    }
  }
  void write_to(int descriptor) const noexcept {
    // A report that cannot be written is lost; the call stays refused.
    [[maybe_unused]] const ssize_t written = ::write(descriptor, text_, size_);
  }

 private:
  char text_[160] = {};
  std::size_t size_ = 0;
};

// Runs in place of the refused call, on the thread that made it.
void report_refusal(int, siginfo_t* info, void* context_pointer) {
  if (info->si_code != kStoppedByFilter) {
    return;  // sent by somebody with kill(); there is no call to refuse
  }
  const int saved_errno = errno;
  auto& context = *static_cast<ucontext_t*>(context_pointer);
  const int descriptor = g_report_fd.load(std::memory_order_relaxed);
  if (descriptor >= 0) {
    Line line;
    line.add("refused: ");
    line.add(info->si_syscall == SYS_socketpair ? "socketpair(" : "socket(");
    const auto family = static_cast<int>(first_argument(context));
    const std::string_view name = socket_family_name(family);
    if (name.empty()) {
      line.add("family ");
      line.add_number(static_cast<unsigned>(family));
    } else {
      line.add(name);
    }
    line.add(") - this process gave up the network\n");
    line.write_to(descriptor);
  }
  set_result(context, -EPERM);
  errno = saved_errno;
}

void require(int result, const char* step) {
  if (result != 0) {
    throw Error(ErrorCode::kUnsupported,
                std::string("the system calls of this process cannot be filtered: ") + step + ": " +
                    std::generic_category().message(-result),
                "sandbox", "Orée needs a Linux kernel with seccomp filters, and a container that allows them");
  }
}

}  // namespace

void refuse_internet_sockets(int report_fd) {
  g_report_fd.store(report_fd, std::memory_order_relaxed);
  if (g_installed.exchange(true)) {
    return;
  }
  try {
    struct sigaction action {};
    action.sa_sigaction = report_refusal;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    require(::sigaction(SIGSYS, &action, nullptr) == 0 ? 0 : -errno, "installing the handler");
    // A blocked SIGSYS would end the process instead of refusing the call.
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, SIGSYS);
    require(-pthread_sigmask(SIG_UNBLOCK, &only, nullptr), "unblocking SIGSYS");

    SystemCallFilter filter;
    constexpr std::uint32_t kRefuse = SCMP_ACT_ERRNO(EPERM);
    constexpr std::uint32_t kRefuseAndReport = kCanReport ? SCMP_ACT_TRAP : kRefuse;
    for (const int call : {SCMP_SYS(socket), SCMP_SYS(socketpair)}) {
      filter.refuse(call, kRefuseAndReport, {SCMP_A0(SCMP_CMP_NE, AF_UNIX)}, "sockets");
    }
    // A local socket reaches programs that have the network, and may act for us or hand us a socket of theirs. glibc
    // tries one of its own accord and does without, so this is no news. A socket pair reaches only our own children.
    filter.refuse(SCMP_SYS(socket), kRefuse, {SCMP_A0(SCMP_CMP_EQ, AF_UNIX)}, "local sockets");
    filter.refuse_ways_around(!kLeakCheckerNeedsPtrace);
    // The handler stays: without it a refused call would end the process.
    filter.refuse(SCMP_SYS(rt_sigaction), kRefuse, {SCMP_A0(SCMP_CMP_EQ, SIGSYS), SCMP_A1(SCMP_CMP_NE, 0)},
                  "the handler");
    filter.load(true);
  } catch (...) {
    g_installed.store(false);
    throw;
  }
}

}  // namespace oree
