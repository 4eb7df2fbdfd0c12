// Programs of others, started by a process that keeps the network when this one gives it up, each in a sandbox of its
// own (docs/privacy.md, docs/decisions/0012).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oree {

struct ProgramLimits {
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;  // of all its processes together
  int cpu_seconds = 0;                                    // of one process; 0: none
  std::chrono::milliseconds wall_time{0};                 // from start to end; 0: none
  int open_files = 256;                                   // of one process
  int processes = 64;                                     // processes and threads together
  std::uint64_t file_bytes = std::uint64_t{1} << 30;      // of one file that it writes
};

// What to start and what it may touch. Beside its grants a program sees the system's own folders (/usr, /lib, /bin and
// what of /etc programs need), its executable, and a folder of its own (HOME and TMPDIR), removed when it ends.
struct SandboxedProgram {
  std::vector<std::string> command;  // a name without a slash is looked for as a shell does
  std::vector<std::pair<std::string, std::string>> environment{};  // beside PATH, LANG, TZ, HOME and TMPDIR
  std::filesystem::path working_folder{};                          // must be granted; "": its own folder
  std::vector<std::filesystem::path> read{};                       // folders and files, with all below
  std::vector<std::filesystem::path> write{};                      // implies read
  bool network = false;
  std::optional<std::uint16_t> tcp_port{};  // with network: the only port it may connect to, DNS apart, where Landlock
                                            // knows ports (Linux 6.7)
  ProgramLimits limits{};
};

// How a program ended. stopped_for: "", or the limit that ended it: "time", "memory" or "processes".
struct ProgramEnding {
  int status = 0;  // exit status; 128 + signal when one ended it
  std::string stopped_for;
};

// A started program. Its end of life ends the program and everything that it started.
class RunningProgram {
 public:
  RunningProgram(RunningProgram&&) noexcept;
  RunningProgram& operator=(RunningProgram&&) noexcept;
  ~RunningProgram();

  // Descriptors of this end of its stdin, stdout and stderr, not blocking; for poll(), read() and write(). A write to
  // one that does not read on raises SIGPIPE, unless the process ignores it.
  int input() const noexcept;
  int output() const noexcept;
  int errors() const noexcept;
  // Becomes readable when the program has ended.
  int lifeline() const noexcept;
  void close_input() noexcept;
  // nullopt while it runs.
  std::optional<ProgramEnding> ending() noexcept;
  // Waits for the end.
  std::optional<ProgramEnding> wait(std::chrono::milliseconds longest) noexcept;

 private:
  friend class Launcher;
  struct State;
  explicit RunningProgram(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

// The process that starts programs. It and all that it started end with this object or with this process.
// Thread-safe.
class Launcher {
 public:
  // Call before any thread starts and before refuse_internet_sockets(). Throws Error kUnsupported where the kernel has
  // no Landlock: without it a program could read what it was not granted; kIo.
  static std::shared_ptr<Launcher> start();
  ~Launcher();
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;

  // Throws Error kNotFound, kPermission (the program, or a folder granted to it), kLimit (the command is too long),
  // kUnsupported, kIo.
  RunningProgram run(const SandboxedProgram& program);

 private:
  struct State;
  explicit Launcher(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

// The version of Landlock that the kernel has; 0: none.
int landlock_version() noexcept;

}  // namespace oree
