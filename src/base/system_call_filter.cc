#include "base/system_call_filter.h"

#include <cerrno>
#include <string>
#include <system_error>

#include "oree/error.h"

namespace oree {
namespace {

constexpr std::uint32_t kRefuse = SCMP_ACT_ERRNO(EPERM);

void require(int result, const char* step) {
  if (result != 0) {
    throw Error(ErrorCode::kUnsupported,
                std::string("the system calls of this process cannot be filtered: ") + step + ": " +
                    std::generic_category().message(-result),
                "sandbox", "Orée needs a Linux kernel with seccomp filters, and a container that allows them");
  }
}

}  // namespace

SystemCallFilter::SystemCallFilter() : filter_(seccomp_init(SCMP_ACT_ALLOW), seccomp_release) {
  require(filter_ ? 0 : -ENOMEM, "making a filter");
  // libseccomp calls the instruction sets it was not told of bad: x32 and i386 on x86-64, 32-bit ARM on aarch64.
  require(seccomp_attr_set(filter_.get(), SCMP_FLTATR_ACT_BADARCH, kRefuse), "foreign ABIs");
  require(seccomp_attr_set(filter_.get(), SCMP_FLTATR_CTL_NNP, 1), "no_new_privs");
}

void SystemCallFilter::refuse(int call, std::uint32_t action, std::initializer_list<scmp_arg_cmp> conditions,
                              const char* step) {
  require(
      seccomp_rule_add_array(filter_.get(), action, call, static_cast<unsigned>(conditions.size()), conditions.begin()),
      step);
}

void SystemCallFilter::refuse(std::string_view name, std::uint32_t action) {
  const std::string text(name);
  const int call = seccomp_syscall_resolve_name(text.c_str());
  if (call != __NR_SCMP_ERROR) {
    require(seccomp_rule_add_array(filter_.get(), action, call, 0, nullptr), text.c_str());
  }
}

void SystemCallFilter::refuse_ways_around(bool with_ptrace) {
  for (const char* name :
       {"io_uring_setup", "io_uring_enter", "io_uring_register", "process_vm_writev", "pidfd_getfd"}) {
    refuse(name);
  }
  if (with_ptrace) {
    refuse("ptrace");
  }
}

void SystemCallFilter::load(bool all_threads) {
  require(seccomp_attr_set(filter_.get(), SCMP_FLTATR_CTL_TSYNC, all_threads ? 1 : 0), "all threads");
  require(seccomp_load(filter_.get()), "loading the filter");
}

}  // namespace oree
