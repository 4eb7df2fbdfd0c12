// Seccomp filters: what the process itself gives up and what a program of others never gets share their parts.
#pragma once

#include <seccomp.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace oree {

class SystemCallFilter {
 public:
  // Allows what no rule refuses; refuses calls of a foreign ABI with EPERM, and sets no_new_privs on load.
  SystemCallFilter();

  // conditions: all must hold. Throws Error kUnsupported.
  void refuse(int call, std::uint32_t action, std::initializer_list<scmp_arg_cmp> conditions, const char* step);
  // By name, whatever the arguments; a name that this machine does not know is passed over.
  void refuse(std::string_view name, std::uint32_t action = SCMP_ACT_ERRNO(1 /* EPERM */));
  // io_uring opens sockets unseen by a filter; the others act in another process or take its sockets.
  void refuse_ways_around(bool with_ptrace);
  // all_threads: also those that run already.
  void load(bool all_threads);

 private:
  std::unique_ptr<void, void (*)(void*)> filter_;
};

}  // namespace oree
