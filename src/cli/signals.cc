#include "cli/signals.h"

#include <csignal>

#include "oree/error.h"

namespace oree::cli {
namespace {

CancelFlag flag;

void on_interrupt(int number) noexcept {
  if (flag.cancelled()) {
    std::signal(number, SIG_DFL);
    std::raise(number);
  }
  flag.cancel();
}

}  // namespace

CancelFlag& interrupt() noexcept { return flag; }

void catch_interrupts() noexcept {
  struct sigaction action {};
  action.sa_handler = on_interrupt;  // without SA_RESTART: a waiting read ends
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
}

void stop_if_interrupted(const std::string& what, const std::string& left) {
  if (flag.cancelled()) {
    throw Error(ErrorCode::kCancelled, what + " was cancelled", "oree", left);
  }
}

}  // namespace oree::cli
