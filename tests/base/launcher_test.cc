#include "oree/launcher.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <thread>

#include "base/process_tree.h"
#include "oree/error.h"
#include "oree/sandbox.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct Said {
  std::string output;
  std::string errors;
  ProgramEnding ending;
};

void read_into(int descriptor, std::string& text) {
  std::array<char, 4096> buffer;
  for (ssize_t n; (n = ::read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

Said hear(RunningProgram program) {
  Said said;
  program.close_input();
  const auto deadline = std::chrono::steady_clock::now() + seconds(30);
  while (!program.ending() && std::chrono::steady_clock::now() < deadline) {
    std::array<pollfd, 3> events = {
        {{program.output(), POLLIN, 0}, {program.errors(), POLLIN, 0}, {program.lifeline(), POLLIN, 0}}};
    ::poll(events.data(), events.size(), 10);
    read_into(program.output(), said.output);
    read_into(program.errors(), said.errors);
  }
  read_into(program.output(), said.output);
  read_into(program.errors(), said.errors);
  const std::optional<ProgramEnding> ending = program.ending();
  EXPECT_TRUE(ending) << "it still runs";
  said.ending = ending.value_or(ProgramEnding{});
  return said;
}

bool is_gone(int process) {
  for (int tries = 0; tries < 300; ++tries) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string number, name, state;
    if (!(file >> number >> name >> state) || state == "Z" || state == "X") {
      return true;
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

class LauncherTest : public testing::Test {
 protected:
  void SetUp() override {
    if (landlock_version() < 1) {
      GTEST_SKIP() << "this kernel has no Landlock; programs of others cannot be started here";
    }
    launcher = Launcher::start();
  }

  SandboxedProgram shell(const std::string& script) const { return {.command = {"sh", "-c", script}}; }
  Said say(const SandboxedProgram& program) { return hear(launcher->run(program)); }
  Said say(const std::string& script) { return say(shell(script)); }

  // A folder that no grant of the system's covers.
  fs::path file(const std::string& name, const std::string& text) const {
    const fs::path path = folder.path() / name;
    std::ofstream(path) << text;
    return path;
  }

  test::TemporaryDirectory folder;
  std::shared_ptr<Launcher> launcher;
};

TEST_F(LauncherTest, AProgramIsHeardAndItsEndIsKnown) {
  const Said said = say("printf out; printf oh >&2; exit 3");
  EXPECT_EQ(said.output, "out");
  EXPECT_EQ(said.errors, "oh");
  EXPECT_EQ(said.ending.status, 3);
  EXPECT_EQ(said.ending.stopped_for, "");
  EXPECT_EQ(say("kill -9 $$").ending.status, 137);
}

TEST_F(LauncherTest, AProgramIsSpokenTo) {
  RunningProgram program = launcher->run(shell("read line; printf '[%s]' \"$line\""));
  ASSERT_EQ(::write(program.input(), "hello\n", 6), 6);
  EXPECT_EQ(hear(std::move(program)).output, "[hello]");
}

TEST_F(LauncherTest, WhatCannotStartIsAnError) {
  const auto code = [&](const SandboxedProgram& program) {
    try {
      launcher->run(program);
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::kInternal;
  };
  EXPECT_EQ(code({.command = {"no-such-program"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({.command = {(folder.path() / "absent").string()}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({.command = {file("not-executable", "x").string()}}), ErrorCode::kPermission);
  EXPECT_EQ(code({.command = {""}}), ErrorCode::kInvalid);
  EXPECT_EQ(code({.command = {"sh"}, .read = {folder.path() / "absent"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({.command = {"sh"}, .working_folder = folder.path() / "absent"}), ErrorCode::kNotFound);
  EXPECT_EQ(code({.command = {"sh", std::string(200'000, 'x')}}), ErrorCode::kLimit);
  EXPECT_EQ(say("printf on").output, "on");  // and the launcher lives on
}

TEST_F(LauncherTest, ItsEnvironmentIsItsOwn) {
  ::setenv("OREE_SECRET", "secret", 1);
  SandboxedProgram program = shell("env");
  program.environment = {{"GIVEN", "a b"}};
  const Said said = say(program);
  ::unsetenv("OREE_SECRET");
  EXPECT_EQ(said.output.find("secret"), std::string::npos) << said.output;
  EXPECT_NE(said.output.find("GIVEN=a b\n"), std::string::npos) << said.output;
  EXPECT_NE(said.output.find("PATH=/usr/local/bin:/usr/bin:/bin\n"), std::string::npos) << said.output;
}

TEST_F(LauncherTest, ItReadsWhatItWasGrantedAndNothingElse) {
  const fs::path secret = file("secret", "secret");
  fs::create_directory(folder.path() / "granted");
  std::ofstream(folder.path() / "granted" / "file") << "granted";
  SandboxedProgram program =
      shell("cat '" + (folder.path() / "granted/file").string() + "'; cat '" + secret.string() + "'; ls '" +
            folder.path().string() + "'; cat '" + folder.path().string() + "/granted/../secret'; cat /etc/passwd");
  program.read = {folder.path() / "granted"};
  const Said said = say(program);
  EXPECT_EQ(said.output, "granted");
  std::size_t refusals = 0;
  for (std::size_t at = 0; (at = said.errors.find("Permission denied", at)) != std::string::npos; ++at) {
    ++refusals;
  }
  EXPECT_EQ(refusals, 4u) << said.errors;
}

TEST_F(LauncherTest, ASymbolicLinkLeadsNowhereNew) {
  const fs::path secret = file("secret", "secret");
  const fs::path granted = folder.path() / "granted";
  fs::create_directory(granted);
  fs::create_symlink(secret, granted / "link");
  SandboxedProgram program = shell("cat '" + (granted / "link").string() + "' || ln '" + secret.string() + "' '" +
                                   (granted / "hard").string() + "'");
  program.write = {granted};
  const Said said = say(program);
  EXPECT_EQ(said.output, "");
  EXPECT_NE(said.ending.status, 0);
  EXPECT_FALSE(fs::exists(granted / "hard"));
}

TEST_F(LauncherTest, ItWritesOnlyWhereItMay) {
  const fs::path read = folder.path() / "read";
  const fs::path write = folder.path() / "write";
  fs::create_directory(read);
  fs::create_directory(write);
  std::ofstream(read / "file") << "as it was";
  SandboxedProgram program =
      shell("echo new > '" + (write / "file").string() + "'; echo new > '" + (read / "file").string() + "'; rm '" +
            (read / "file").string() + "'; mv '" + (read / "file").string() + "' '" + (write / "moved").string() + "'");
  program.read = {read};
  program.write = {write};
  say(program);
  EXPECT_TRUE(fs::exists(write / "file"));
  EXPECT_FALSE(fs::exists(write / "moved"));
  std::string left;
  std::getline(std::ifstream(read / "file") >> std::ws, left);
  EXPECT_EQ(left, "as it was");
}

TEST_F(LauncherTest, ItsOwnFolderIsGoneWithIt) {
  const Said said = say("echo kept > file; pwd; test \"$HOME\" = \"$PWD\" && test \"$TMPDIR\" = \"$PWD\"; ls");
  EXPECT_EQ(said.ending.status, 0);
  const std::string own = said.output.substr(0, said.output.find('\n'));
  EXPECT_EQ(said.output, own + "\nfile\n");
  EXPECT_FALSE(fs::exists(own)) << own;
}

// A listening socket of this very machine, to which nothing needs the network outside.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
  }
  ~Listener() { ::close(socket_); }
  std::uint16_t port = 0;

 private:
  int socket_;
};

std::string connect_script(std::uint16_t port) {
  return "import socket\ntry:\n  socket.create_connection(('127.0.0.1', " + std::to_string(port) +
         "), 5)\n  print('connected')\nexcept OSError as e:\n  print(e.__class__.__name__)\n";
}

TEST_F(LauncherTest, WithoutTheNetworkThereIsNoSocket) {
  const Listener listener;
  const SandboxedProgram program{.command = {"python3", "-c", connect_script(listener.port)}};
  EXPECT_EQ(say(program).output, "PermissionError\n");
  for (const std::string family : {"AF_UNIX", "AF_NETLINK", "AF_INET6", "AF_PACKET", "AF_VSOCK"}) {
    const Said said = say({.command = {"python3", "-c", "import socket; socket.socket(socket." + family + ")"}});
    EXPECT_NE(said.errors.find("PermissionError"), std::string::npos) << family << said.errors;
  }
}

TEST_F(LauncherTest, TheNetworkIsForWhomItWasGranted) {
  const Listener listener;
  SandboxedProgram program{.command = {"python3", "-c", connect_script(listener.port)}};
  program.network = true;
  EXPECT_EQ(say(program).output, "connected\n");
  // Programs with the network on the machine stay out of reach.
  SandboxedProgram local{.command = {"python3", "-c", "import socket; socket.socket(socket.AF_UNIX)"}};
  local.network = true;
  EXPECT_NE(say(local).errors.find("PermissionError"), std::string::npos);
}

TEST_F(LauncherTest, AGrantOfOnePortIsForThatPort) {
  if (landlock_version() < 4) {
    GTEST_SKIP() << "this kernel's Landlock knows no ports (Linux 6.7)";
  }
  const Listener granted, other;
  SandboxedProgram program{.command = {"python3", "-c", connect_script(granted.port) + connect_script(other.port)}};
  program.network = true;
  program.tcp_port = granted.port;
  EXPECT_EQ(say(program).output, "connected\nPermissionError\n");
}

TEST_F(LauncherTest, TheNetworkIsGrantedAfterThisProcessGaveItUp) {
  const Listener listener;
  // In a process of its own: it gives up the network for good.
  const pid_t process = ::fork();
  if (process == 0) {
    std::shared_ptr<Launcher> early = Launcher::start();
    refuse_internet_sockets(-1);
    SandboxedProgram program{.command = {"python3", "-c", connect_script(listener.port)}};
    program.network = true;
    const bool connected = hear(early->run(program)).output == "connected\n";
    const bool refused = ::socket(AF_INET, SOCK_STREAM, 0) < 0;
    early.reset();
    ::_exit(connected && refused ? 0 : 1);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(LauncherTest, TimeIsLimited) {
  SandboxedProgram program = shell("sleep 60");
  program.limits.wall_time = milliseconds(200);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(say(program).ending.stopped_for, "time");
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(10));
}

TEST_F(LauncherTest, TimeOfTheProcessorIsLimited) {
  SandboxedProgram program = shell("while :; do :; done");
  program.limits.cpu_seconds = 1;
  EXPECT_EQ(say(program).ending.stopped_for, "time");
}

TEST_F(LauncherTest, MemoryOfOneProcessIsLimited) {
  SandboxedProgram program{.command = {"python3", "-c", "x = bytearray(300 << 20); print(len(x))"}};
  program.limits.memory_bytes = std::uint64_t{128} << 20;
  const Said said = say(program);
  EXPECT_EQ(said.output, "");
  EXPECT_NE(said.ending.status, 0);
}

TEST_F(LauncherTest, MemoryOfAllItsProcessesTogetherIsLimited) {
  SandboxedProgram program{.command = {"python3", "-c",
                                       "import os, time\n"
                                       "for i in range(4): os.fork() == 0 or None\n"
                                       "x = bytearray(24 << 20)\n"
                                       "for i in range(0, len(x), 4096): x[i] = 1\n"
                                       "time.sleep(60)\n"}};
  program.limits.memory_bytes = std::uint64_t{200} << 20;
  EXPECT_EQ(say(program).ending.stopped_for, "memory");
}

TEST_F(LauncherTest, ProcessesAreLimited) {
  SandboxedProgram program = shell("for i in 1 2 3 4 5 6 7 8 9 10; do sleep 60 & done; wait");
  program.limits.processes = 8;
  EXPECT_EQ(say(program).ending.stopped_for, "processes");
}

TEST_F(LauncherTest, OpenFilesAndTheSizeOfFilesAreLimited) {
  SandboxedProgram program = shell("ulimit -n; head -c 2000000 /dev/zero > file; wc -c < file");
  program.limits.open_files = 40;
  program.limits.file_bytes = 1'000'000;
  EXPECT_EQ(say(program).output, "40\n1000000\n");
}

// Prints the number of a process that left the program's group and session, and whose parent has ended.
const std::string kDoubleFork =
    "import os, sys, time\n"
    "if os.fork() == 0:\n"
    "  os.setsid()\n"
    "  if os.fork() == 0:\n"
    "    print(os.getpid(), flush=True)\n"
    "    time.sleep(600)\n"
    "  os._exit(0)\n"
    "time.sleep(float(sys.argv[1]))\n";

TEST_F(LauncherTest, WhatItLeavesBehindEndsWithIt) {
  const Said said = say({.command = {"python3", "-c", kDoubleFork, "0.5"}});
  EXPECT_EQ(said.ending.status, 0);
  const int stray = std::atoi(said.output.c_str());
  ASSERT_GT(stray, 1) << said.errors;
  EXPECT_TRUE(is_gone(stray));
}

TEST_F(LauncherTest, LettingGoOfAProgramEndsIt) {
  int stray = 0;
  {
    RunningProgram program = launcher->run({.command = {"python3", "-c", kDoubleFork, "600"}});
    pollfd event{program.output(), POLLIN, 0};
    ASSERT_EQ(::poll(&event, 1, 20'000), 1);
    std::string text;
    read_into(program.output(), text);
    stray = std::atoi(text.c_str());
  }
  ASSERT_GT(stray, 1);
  EXPECT_TRUE(is_gone(stray));
}

TEST_F(LauncherTest, NothingOutlivesThisProcess) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t process = ::fork();
  if (process == 0) {
    std::shared_ptr<Launcher> own = Launcher::start();
    RunningProgram program = own->run({.command = {"python3", "-c", kDoubleFork, "600"}});
    pollfd event{program.output(), POLLIN, 0};
    ::poll(&event, 1, 20'000);
    std::string text;
    read_into(program.output(), text);
    for (const int started : descendants(::getpid(), 100)) {
      text += std::to_string(started) + "\n";
    }
    [[maybe_unused]] const ssize_t written = ::write(ends[1], text.data(), text.size());
    ::kill(::getpid(), SIGKILL);
  }
  ::close(ends[1]);
  int status = 0;
  ::waitpid(process, &status, 0);
  std::string text;
  read_into(ends[0], text);
  ::close(ends[0]);
  std::istringstream numbers(text);
  int n = 0;
  for (int number; numbers >> number; ++n) {
    EXPECT_TRUE(is_gone(number)) << number;
  }
  EXPECT_GE(n, 4) << "launcher, supervisor, program, stray: " << text;
}

TEST_F(LauncherTest, WhoeverEndsItsSupervisorEndsItToo) {
  RunningProgram program = launcher->run({.command = {"python3", "-c", kDoubleFork, "600"}});
  pollfd event{program.output(), POLLIN, 0};
  ASSERT_EQ(::poll(&event, 1, 20'000), 1);
  std::string text;
  read_into(program.output(), text);
  const int stray = std::atoi(text.c_str());
  std::ifstream status("/proc/" + std::to_string(stray) + "/status");
  int supervisor = 0;
  for (std::string word; status >> word;) {
    if (word == "PPid:") {
      status >> supervisor;
    }
  }
  ASSERT_GT(supervisor, 1);
  ::kill(supervisor, SIGKILL);
  EXPECT_TRUE(is_gone(stray));
  EXPECT_TRUE(program.wait(seconds(5)));
}

TEST_F(LauncherTest, ItReachesNoProcessOutside) {
  const std::string self = std::to_string(::getpid());
  const Said said = say({.command = {"python3", "-c",
                                     "import ctypes, os\n"
                                     "libc = ctypes.CDLL(None, use_errno=True)\n"
                                     "print(libc.ptrace(16, " +
                                         self +
                                         ", 0, 0), ctypes.get_errno())\n"
                                         "try:\n  open('/proc/" +
                                         self +
                                         "/mem')\nexcept OSError as e:\n  print(e.errno)\n"
                                         "try:\n  open('/proc/" +
                                         self + "/environ')\nexcept OSError as e:\n  print(e.errno)\n"}});
  EXPECT_EQ(said.output, "-1 1\n13\n13\n") << said.errors;
}

TEST_F(LauncherTest, ItSendsNoSignalOutside) {
  if (landlock_version() < 6) {
    GTEST_SKIP() << "this kernel's Landlock does not hold signals back (Linux 6.12)";
  }
  const Said said = say("kill -0 " + std::to_string(::getpid()) + "; kill -0 $PPID; kill -0 1; sleep 9 & kill $!");
  EXPECT_EQ(said.ending.status, 0) << said.errors;  // its own children are its own
  std::size_t refusals = 0;
  for (std::size_t at = 0; (at = said.errors.find("not permitted", at)) != std::string::npos; ++at) {
    ++refusals;
  }
  EXPECT_EQ(refusals, 3u) << said.errors;
}

TEST_F(LauncherTest, SystemCallsThatLeadOutAreRefused) {
  const Said said =
      say({.command = {"python3", "-c",
                       "import ctypes\n"
                       "libc = ctypes.CDLL(None, use_errno=True)\n"
                       "for name, args in (('unshare', (0x10000000,)), ('mount', (b'x', b'/', b'tmpfs', 0, 0)),\n"
                       "                   ('chroot', (b'/',)), ('syscall', (425, 1, 0)),\n"
                       "                   ('syscall', (250, 0, 0, 0, 0))):\n"
                       "  print(name, getattr(libc, name)(*args), ctypes.get_errno())\n"}});
#if defined(__x86_64__)
  EXPECT_EQ(said.output, "unshare -1 1\nmount -1 1\nchroot -1 1\nsyscall -1 1\nsyscall -1 1\n") << said.errors;
#endif
}

TEST_F(LauncherTest, ItChangesNoMetadataByPath) {
  const fs::path outside = file("outside", "text");
  fs::permissions(outside, fs::perms::owner_read | fs::perms::owner_write);
  const auto time = fs::last_write_time(outside);
  const Said said = say({.command = {"python3", "-c",
                                     "import ctypes, os\n"
                                     "libc = ctypes.CDLL(None, use_errno=True)\n"
                                     "path = b'" +
                                         outside.string() +
                                         "'\n"
                                         "for name, args in (\n"
                                         "    ('chmod', (path, 0o777)), ('fchmodat', (-100, path, 0o777, 0)),\n"
                                         "    ('chown', (path, -1, -1)), ('lchown', (path, -1, -1)),\n"
                                         "    ('fchownat', (-100, path, -1, -1, 0)), ('truncate', (path, 0)),\n"
                                         "    ('setxattr', (path, b'user.a', b'b', 1, 0)),\n"
                                         "    ('removexattr', (path, b'user.a')), ('utime', (path, None)),\n"
                                         "    ('utimes', (path, None)), ('utimensat', (-100, path, None, 0)),\n"
                                         "    ('syscall', (452, -100, path, 0o777, 0)),\n"
                                         "    ('syscall', (463, -100, path, 0, b'user.a', None, 0)),\n"
                                         "    ('inotify_add_watch', (libc.inotify_init(), path, 2))):\n"
                                         "  ctypes.set_errno(0)\n"
                                         "  if (getattr(libc, name)(*args), ctypes.get_errno()) != (-1, 1):\n"
                                         "    print(name, args, ctypes.get_errno())\n"}});
  EXPECT_EQ(said.output, "") << said.errors;
  EXPECT_EQ(said.ending.status, 0) << said.errors;
  EXPECT_EQ(fs::status(outside).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::last_write_time(outside), time);
  EXPECT_EQ(fs::file_size(outside), 4u);
}

TEST_F(LauncherTest, WhatItOpenedItMayStillCopyAndTouch) {
  const Said said = say({.command = {"python3", "-c",
                                     "import os\n"
                                     "with open('own', 'w') as own:\n"
                                     "  os.fchmod(own.fileno(), 0o640)\n"
                                     "  os.utime(own.fileno(), (1, 1))\n"
                                     "  print(oct(os.stat('own').st_mode), int(os.stat('own').st_mtime))\n"
                                     "  try:\n    os.fchmod(own.fileno(), 0o4755)\n"
                                     "  except OSError as e:\n    print(e.errno)\n"}});
  EXPECT_EQ(said.output, "0o100640 1\n1\n") << said.errors;
}

TEST_F(LauncherTest, ItLimitsAndHurriesNoProcessOutside) {
  const Said said = say({.command = {"python3", "-c",
                                     "import ctypes, os\n"
                                     "libc = ctypes.CDLL(None, use_errno=True)\n"
                                     "other = " +
                                         std::to_string(::getpid()) +
                                         "\n"
                                         "room = ctypes.create_string_buffer(64)\n"
                                         "for name, args in (('prlimit', (other, 7, None, room)),\n"
                                         "                   ('sched_setaffinity', (other, 8, b'\\xff' * 8)),\n"
                                         "                   ('sched_setscheduler', (other, 0, room)),\n"
                                         "                   ('sched_setparam', (other, room)),\n"
                                         "                   ('setpriority', (0, other, 19)),\n"
                                         "                   ('setpriority', (2, 0, 19))):\n"
                                         "  ctypes.set_errno(0)\n"
                                         "  print(name, getattr(libc, name)(*args), ctypes.get_errno())\n"
                                         "print(libc.prlimit(0, 7, None, room), libc.setpriority(0, 0, 19))\n"}});
  EXPECT_EQ(said.output,
            "prlimit -1 1\nsched_setaffinity -1 1\nsched_setscheduler -1 1\nsched_setparam -1 1\n"
            "setpriority -1 1\nsetpriority -1 1\n0 0\n")
      << said.errors;
}

TEST_F(LauncherTest, TwoProgramsDoNotKeepEachOtherAlive) {
  RunningProgram first = launcher->run(shell("cat; printf done"));
  RunningProgram second = launcher->run(shell("sleep 600"));
  // The second inherited nothing of the first: closing its input is its end.
  EXPECT_EQ(hear(std::move(first)).output, "done");
  EXPECT_FALSE(second.ending());
}

}  // namespace
}  // namespace oree
