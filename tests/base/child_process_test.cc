#include "base/child_process.h"

#include <gtest/gtest.h>

#include <stdexcept>

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
  int calls = 0;
  EXPECT_THROW(run_process("/bin/sh", {"-c", "exec sleep 60"}, kLimit,
                           [&] {
                             if (++calls == 2) {
                               throw std::runtime_error("enough");
                             }
                           }),
               std::runtime_error);
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace oree
