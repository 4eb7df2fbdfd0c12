#include "base/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <thread>

#include "base/file_descriptor.h"

namespace oree {
namespace {

constexpr int kPollMilliseconds = 100;
// Of waiting for the end, which mostly follows at once when both streams are closed.
constexpr std::chrono::milliseconds kFirstWait(1);
constexpr std::chrono::milliseconds kLongestWait(kPollMilliseconds);

struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;

  explicit Pipe(const std::filesystem::path& program) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
      throw system_error("cannot make a pipe to the program", program, errno);
    }
    read_end = FileDescriptor(ends[0]);
    write_end = FileDescriptor(ends[1]);
  }
};

// How a program is started: at the head of a process group, so that what it starts can be ended with it, and with
// SIGPIPE as programs expect it, whatever this process makes of that signal.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes_, 0);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;

  const posix_spawnattr_t* get() const noexcept { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// Ends the program and its process group, if it still runs, at the end of its life.
class Child {
 public:
  Child(const std::filesystem::path& program, const std::vector<std::string>& arguments, int output, int errors) {
    std::vector<std::string> words = {program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    const SpawnAttributes attributes;
    const int failure = ::posix_spawnp(&process_, words[0].c_str(), &actions, attributes.get(), argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
      process_ = -1;
      throw system_error("cannot start the program", program, failure);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  ~Child() {
    if (process_ > 0) {
      ::kill(-process_, SIGKILL);
      int status = 0;
      while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
      }
    }
  }

  // Its exit status, or 128 + the signal that ended it; nullopt while it runs. Not again once it has ended.
  std::optional<int> poll_end() noexcept {
    int status = 0;
    const pid_t ended = ::waitpid(process_, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
      return std::nullopt;
    }
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t process_ = -1;
};

// Appends what there is; false at the end of the stream.
bool read_some(int descriptor, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t n = ::read(descriptor, buffer.data(), buffer.size());
  if (n > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return n > 0 || (n < 0 && errno == EINTR);
}

}  // namespace

ProcessResult run_process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                          std::size_t limit_bytes, const std::function<void()>& on_wait) {
  Pipe output(program);
  Pipe errors(program);
  Child child(program, arguments, output.write_end.get(), errors.write_end.get());
  output.write_end = FileDescriptor();
  errors.write_end = FileDescriptor();
  ProcessResult result;
  std::array<pollfd, 2> streams = {{{output.read_end.get(), POLLIN, 0}, {errors.read_end.get(), POLLIN, 0}}};
  const std::array<std::string*, 2> texts = {&result.output, &result.errors};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    const int ready = ::poll(streams.data(), streams.size(), kPollMilliseconds);
    if (on_wait) {
      on_wait();
    }
    if (ready <= 0) {
      continue;
    }
    for (std::size_t index = 0; index < streams.size(); ++index) {
      if (streams[index].fd >= 0 && streams[index].revents != 0 && !read_some(streams[index].fd, *texts[index])) {
        streams[index].fd = -1;  // poll passes over it
      }
    }
    if (result.output.size() > limit_bytes) {
      throw Error(ErrorCode::kLimit, "the program writes more than " + std::to_string(limit_bytes) + " bytes",
                  program.string(), "check that it is the program you meant");
    }
    if (result.errors.size() > kMaxErrorBytes) {
      result.errors.erase(0, result.errors.size() - kMaxErrorBytes);
    }
  }
  // A program may close its streams and run on.
  std::optional<int> status;
  for (auto pause = kFirstWait; !(status = child.poll_end()); pause = std::min(2 * pause, kLongestWait)) {
    if (on_wait) {
      on_wait();
    }
    std::this_thread::sleep_for(pause);
  }
  result.status = *status;
  return result;
}

}  // namespace oree
