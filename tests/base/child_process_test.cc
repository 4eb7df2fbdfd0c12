#include "base/child_process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "oree/error.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

constexpr std::size_t kLimit = 1 << 20;

ProcessResult shell(const std::string& script) { return run_process("/bin/sh", {"-c", script}, kLimit); }

ErrorCode code_of(const std::filesystem::path& program, const std::vector<std::string>& arguments, std::size_t limit) {
  try {
    run_process(program, arguments, limit);
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), program.string());
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

// Somebody else's child: what has ended and was not yet waited for counts as ended.
bool ends_soon(int process) {
  for (int tries = 0; tries < 200; ++tries) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string number, name, state;
    if (!(file >> number >> name >> state) || state == "Z" || state == "X") {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(ChildProcess, WhatItSaysAndHowItEndsIsKept) {
  const ProcessResult result = shell("cat; printf 'out\\n'; printf 'oh\\n' >&2; exit 3");
  EXPECT_EQ(result.output, "out\n");  // and its stdin is empty
  EXPECT_EQ(result.errors, "oh\n");
  EXPECT_EQ(result.status, 3);
  EXPECT_EQ(shell("kill -9 $$").status, 137);
}

TEST(ChildProcess, ArgumentsArriveAsTheyAre) {
  const ProcessResult result =
      run_process("/bin/sh", {"-c", "printf '[%s]' \"$@\"", "sh", "a b", "", "$HOME;'\""}, kLimit);
  EXPECT_EQ(result.output, "[a b][][$HOME;'\"]");
}

TEST(ChildProcess, BothStreamsAreReadWhateverTheirLength) {
  const ProcessResult result = shell("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero; printf end >&2");
  EXPECT_EQ(result.output.size(), 300000u);
  EXPECT_EQ(result.errors.size(), kMaxErrorBytes);
  EXPECT_TRUE(result.errors.ends_with("end"));
}

TEST(ChildProcess, WhatCannotRunIsAnError) {
  const test::TemporaryDirectory folder;
  EXPECT_EQ(code_of(folder.path() / "absent", {}, kLimit), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(folder.path(), {}, kLimit), ErrorCode::kPermission);
  EXPECT_EQ(code_of("/bin/sh", {"-c", "cat /dev/zero"}, 1000), ErrorCode::kLimit);
}

TEST(ChildProcess, WhoeverWaitsMayGiveUp) {
  const test::TemporaryDirectory folder;
  const std::string path = (folder.path() / "processes").string();
  // The program's number and that of one it started.
  const std::string script = "sleep 60 & echo $$ $! > '" + path + ".part'; mv '" + path + ".part' '" + path + "'; wait";
  EXPECT_THROW(run_process("/bin/sh", {"-c", script}, kLimit,
                           [&] {
                             if (std::filesystem::exists(path)) {
                               throw std::runtime_error("enough");
                             }
                           }),
               std::runtime_error);
  std::ifstream file(path);
  int program = 0;
  int started = 0;
  ASSERT_TRUE(file >> program >> started);
  EXPECT_EQ(::kill(program, 0), -1);
  EXPECT_EQ(errno, ESRCH);
  EXPECT_TRUE(ends_soon(started));
}

TEST(ChildProcess, WhoeverWaitsMayGiveUpBehindClosedStreams) {
  const auto start = std::chrono::steady_clock::now();
  int calls = 0;
  EXPECT_THROW(run_process("/bin/sh", {"-c", "exec sleep 60 >&- 2>&-"}, kLimit,
                           [&] {
                             if (++calls == 12) {  // more than the start takes
                               throw std::runtime_error("enough");
                             }
                           }),
               std::runtime_error);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(ChildProcess, StatusIsThatOfTheEndBehindClosedStreams) {
  EXPECT_EQ(shell("exec >&- 2>&-; sleep 0.2; exit 7").status, 7);
}

TEST(ChildProcess, PipesBreakAsProgramsExpect) {
  struct sigaction ignore {};
  struct sigaction before {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &before);
  const int status = shell("kill -PIPE $$; exit 0").status;
  ::sigaction(SIGPIPE, &before, nullptr);
  EXPECT_EQ(status, 128 + SIGPIPE);
}

}  // namespace
}  // namespace oree
