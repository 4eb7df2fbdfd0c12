// The headers of base that are too small for a test file of their own: check, checked, cpu, function_ref, log,
// resident_memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/checked.h"
#include "base/cpu.h"
#include "base/function_ref.h"
#include "base/log.h"
#include "base/resident_memory.h"

namespace oree {
namespace {

TEST(Check, AFalseConditionIsAnInternalErrorWithItsPlace) {
  EXPECT_NO_THROW(check(true, "fine"));
  try {
    check(false, "a row has no columns");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInternal);
    EXPECT_STREQ(error.what(), "a row has no columns");
    EXPECT_THAT(error.where(), testing::MatchesRegex("small_things_test.cc:[0-9]+"));
  }
}

TEST(Checked, ArithmeticNoticesOverflow) {
  constexpr std::uint64_t kLargest = ~std::uint64_t{0};
  EXPECT_EQ(checked_add(kLargest - 1, 1), kLargest);
  EXPECT_EQ(checked_add(kLargest, 1), std::nullopt);
  EXPECT_EQ(checked_multiply(std::uint64_t{1} << 32, (std::uint64_t{1} << 32) - 1), 0xffffffff00000000u);
  EXPECT_EQ(checked_multiply(std::uint64_t{1} << 32, std::uint64_t{1} << 32), std::nullopt);
  EXPECT_EQ(checked_multiply(kLargest, 0), 0u);
}

TEST(Cpu, ScalarIsAlwaysTheLastResort) {
  ASSERT_FALSE(supported_cpu_targets().empty());
  EXPECT_EQ(supported_cpu_targets().back(), "scalar");
}

TEST(Cpu, TargetsFollowTheFeatures) {
  const auto targets = supported_cpu_targets();
  const auto has = [&](std::string_view name) {
    return std::find(targets.begin(), targets.end(), name) != targets.end();
  };
  EXPECT_EQ(has("avx2"), cpu_features().avx2);
  EXPECT_EQ(has("avx512_vnni"), cpu_features().avx512_vnni);
  EXPECT_EQ(has("neon"), cpu_features().neon);
#if defined(__x86_64__)
  EXPECT_EQ(cpu_features().avx2, __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"));
  EXPECT_EQ(cpu_features().avx512, __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                                       __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"));
  EXPECT_EQ(cpu_features().avx512_vnni, cpu_features().avx512 && __builtin_cpu_supports("avx512vnni"));
#endif
}

TEST(Cpu, CoresAreAtLeastOneAndNoMoreThanProcessors) {
  EXPECT_GE(physical_core_count(), 1);
  EXPECT_LE(physical_core_count(), available_processor_count());
}

int call_twice(FunctionRef<int(int)> function) { return function(1) + function(2); }

int doubled(int value) { return 2 * value; }

TEST(FunctionRef, CallsWithoutCopying) {
  int n_calls = 0;
  EXPECT_EQ(call_twice([&](int value) {
              ++n_calls;
              return 10 * value;
            }),
            30);
  EXPECT_EQ(n_calls, 2);
  EXPECT_EQ(call_twice(&doubled), 6);
}

TEST(Log, GoesToTheSinkAndNowhereWithoutOne) {
  std::vector<std::string> lines;
  log(LogLevel::kError, "nobody listens");
  set_log_sink([&](LogLevel level, std::string_view text) {
    lines.push_back(std::to_string(static_cast<int>(level)) + std::string(text));
  });
  log(LogLevel::kWarning, "careful");
  set_log_sink(nullptr);
  log(LogLevel::kError, "nobody listens");
  EXPECT_THAT(lines, testing::ElementsAre("2careful"));
}

TEST(ResidentMemory, GrowsWithWhatIsTouched) {
  const std::uint64_t before = resident_bytes();
  ASSERT_GT(before, 0u);
  constexpr std::size_t kBytes = 64u << 20;
  const std::vector<char> touched(kBytes, 1);
  EXPECT_GE(resident_bytes(), before + kBytes / 10 * 9);
}

}  // namespace
}  // namespace oree
