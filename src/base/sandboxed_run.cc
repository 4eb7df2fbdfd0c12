#include "base/sandboxed_run.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "oree/error.h"

namespace oree {
namespace {

constexpr int kPollMilliseconds = 50;  // how soon a cancelled call is noticed

}  // namespace

bool read_available(int descriptor, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t n = ::read(descriptor, buffer.data(), buffer.size());
  if (n > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

void keep_end(std::string& text, std::size_t bytes) {
  if (text.size() > bytes) {
    text.erase(0, text.size() - bytes);
  }
}

SandboxedResult run_sandboxed(Launcher& launcher, const SandboxedProgram& program, std::string_view input,
                              std::size_t limit_bytes, const CancelFlag* cancel) {
  RunningProgram running = launcher.run(program);
  SandboxedResult result;
  std::array<pollfd, 4> streams = {{{running.output(), POLLIN, 0},
                                    {running.errors(), POLLIN, 0},
                                    {running.lifeline(), POLLIN, 0},
                                    {running.input(), POLLOUT, 0}}};
  pollfd& output = streams[0];
  pollfd& errors = streams[1];
  pollfd& to_program = streams[3];
  // The end of the program is the end of all that could still write.
  while (!running.ending() || output.fd >= 0 || errors.fd >= 0) {
    if (cancel != nullptr && cancel->cancelled()) {
      throw Error(ErrorCode::kCancelled, "cancelled by the user", program.command.front());
    }
    if (to_program.fd >= 0 && input.empty()) {
      running.close_input();
      to_program.fd = -1;
    }
    ::poll(streams.data(), streams.size(), kPollMilliseconds);
    if (to_program.fd >= 0 && to_program.revents != 0) {
      const ssize_t n = ::write(to_program.fd, input.data(), input.size());
      if (n > 0) {
        input.remove_prefix(static_cast<std::size_t>(n));
      } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        input = {};  // it does not read on, which is its right
      }
    }
    if (output.fd >= 0 && output.revents != 0 && !read_available(output.fd, result.output)) {
      output.fd = -1;
    }
    if (errors.fd >= 0 && errors.revents != 0 && !read_available(errors.fd, result.errors)) {
      errors.fd = -1;
    }
    if (result.output.size() > limit_bytes) {
      throw Error(ErrorCode::kLimit, "the program writes more than " + std::to_string(limit_bytes) + " bytes",
                  program.command.front(), "let it write less");
    }
    keep_end(result.errors, kMaxKeptErrorBytes);
    if (running.ending()) {
      streams[2].fd = -1;
    }
  }
  result.ending = *running.ending();
  return result;
}

}  // namespace oree
