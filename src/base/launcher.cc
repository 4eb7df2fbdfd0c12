#include "oree/launcher.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>

#include "base/file_descriptor.h"
#include "base/launcher_message.h"
#include "base/launcher_process.h"
#include "oree/error.h"

namespace oree {
namespace {

// How long the end of a program that was told to end is waited for.
constexpr std::chrono::milliseconds kLongestEnd(5000);

}  // namespace

struct RunningProgram::State {
  FileDescriptor input;
  FileDescriptor output;
  FileDescriptor errors;
  FileDescriptor lifeline;
  std::optional<ProgramEnding> ending;
};

RunningProgram::RunningProgram(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
RunningProgram::RunningProgram(RunningProgram&&) noexcept = default;
RunningProgram& RunningProgram::operator=(RunningProgram&& other) noexcept {
  RunningProgram before(std::move(*this));
  state_ = std::move(other.state_);
  return *this;
}

RunningProgram::~RunningProgram() {
  if (state_) {
    ::shutdown(state_->lifeline.get(), SHUT_WR);
    wait(kLongestEnd);
  }
}

int RunningProgram::input() const noexcept { return state_->input.get(); }
int RunningProgram::output() const noexcept { return state_->output.get(); }
int RunningProgram::errors() const noexcept { return state_->errors.get(); }
int RunningProgram::lifeline() const noexcept { return state_->lifeline.get(); }
void RunningProgram::close_input() noexcept { state_->input = FileDescriptor(); }

std::optional<ProgramEnding> RunningProgram::ending() noexcept { return wait(std::chrono::milliseconds(0)); }

std::optional<ProgramEnding> RunningProgram::wait(std::chrono::milliseconds longest) noexcept {
  if (state_->ending) {
    return state_->ending;
  }
  const auto deadline = std::chrono::steady_clock::now() + longest;
  while (true) {
    pollfd event{state_->lifeline.get(), POLLIN, 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    const int ready = ::poll(&event, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (ready < 0 && errno == EINTR) {
      if (left > 0) {
        continue;
      }
      return std::nullopt;
    }
    if (ready <= 0) {
      return std::nullopt;
    }
    try {
      const std::optional<LauncherMessage> message = receive_message(state_->lifeline.get());
      // Without a last word somebody ended the supervisor, and all the rest with it.
      state_->ending = message ? ProgramEnding{message->content.at("status").get<int>(),
                                               message->content.at("stopped_for").get<std::string>()}
                               : ProgramEnding{128 + 9, ""};
    } catch (const std::exception&) {
      state_->ending = ProgramEnding{128 + 9, ""};
    }
    return state_->ending;
  }
}

struct Launcher::State {
  FileDescriptor socket;
  pid_t process = -1;
  std::mutex mutex;
};

Launcher::Launcher(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}

Launcher::~Launcher() {
  state_->socket = FileDescriptor();
  int status = 0;
  while (::waitpid(state_->process, &status, 0) < 0 && errno == EINTR) {
  }
}

std::shared_ptr<Launcher> Launcher::start() {
  if (landlock_version() < 1) {
    throw Error(ErrorCode::kUnsupported,
                "programs of others cannot be started: this system has no Landlock, so their files could not be "
                "confined",
                "sandbox", "use Linux 5.13 or later with Landlock switched on, or an agent without such programs");
  }
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    throw system_error("cannot speak to a process that starts programs", "launcher", errno);
  }
  auto state = std::make_unique<State>();
  state->socket = FileDescriptor(ends[0]);
  const FileDescriptor theirs(ends[1]);
  state->process = ::fork();
  if (state->process < 0) {
    throw system_error("cannot start the process that starts programs", "launcher", errno);
  }
  if (state->process == 0) {
    serve_launcher(theirs.get());
  }
  return std::shared_ptr<Launcher>(new Launcher(std::move(state)));
}

RunningProgram Launcher::run(const SandboxedProgram& program) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  send_message(state_->socket.get(), to_json(program));
  std::optional<LauncherMessage> reply = receive_message(state_->socket.get());
  if (!reply) {
    throw Error(ErrorCode::kIo, "the process that starts programs has ended", "launcher", "start Orée again");
  }
  if (const auto error = reply->content.find("error"); error != reply->content.end()) {
    throw error_from_json(*error);
  }
  constexpr std::size_t kDescriptors = 4;
  if (reply->descriptors.size() != kDescriptors) {
    throw Error(ErrorCode::kLimit, "there are too many open files to start a program", "launcher",
                "raise the limit of open files: ulimit -n");
  }
  auto state = std::make_unique<RunningProgram::State>();
  state->input = std::move(reply->descriptors[0]);
  state->output = std::move(reply->descriptors[1]);
  state->errors = std::move(reply->descriptors[2]);
  state->lifeline = std::move(reply->descriptors[3]);
  for (const int descriptor : {state->input.get(), state->output.get(), state->errors.get()}) {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  }
  return RunningProgram(std::move(state));
}

}  // namespace oree
