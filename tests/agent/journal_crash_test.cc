// A writer is killed (SIGKILL) at random instants; afterwards the journal and the file agree: every effect is in the
// file once or not at all, and each that was reported as carried out is there.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "agent/fakes.h"
#include "oree/journal.h"

namespace oree {
namespace {

using test::append_line;
using test::content;
using test::request_for;
using test::TemporaryFolder;

// 25 of them take about two seconds; OREE_KILLS=200 for the full run.
int number_of_kills() {
  const char* wanted = std::getenv("OREE_KILLS");
  return wanted != nullptr ? std::atoi(wanted) : 25;
}

// Appends numbered lines, undoing every fifth, and reports each number it was told is carried out.
[[noreturn]] void write_until_killed(const std::filesystem::path& data, const std::filesystem::path& list,
                                     int first_number, int report) {
  try {
    Journal journal(data);
    for (int number = first_number;; ++number) {
      const std::string line = std::to_string(number);
      JournalRequest request = request_for(line);
      request.granted = {list.parent_path()};
      journal.apply(request, [&] { return append_line(list, line); });
      if (::write(report, &number, sizeof number) != sizeof number) {
        ::_exit(2);
      }
      if (number % 5 == 0) {
        const int undone = -number;
        if (::write(report, &undone, sizeof undone) != sizeof undone) {  // from here on it may be gone
          ::_exit(2);
        }
        journal.undo(std::nullopt);
      }
    }
  } catch (...) {
    ::_exit(3);
  }
}

// Where the file lies: in the data directory, or in a folder granted to a tool.
class JournalCrash : public testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(Folders, JournalCrash, testing::Bool(),
                         [](const auto& at) { return at.param ? "Granted" : "Data"; });

TEST_P(JournalCrash, KillingTheWriterLosesAndDoublesNothing) {
  const TemporaryFolder folder;
  const TemporaryFolder granted;
  const std::filesystem::path list = (GetParam() ? granted : folder).path() / "list.txt";
  std::mt19937 random(std::random_device{}());
  std::map<int, bool> carried_out;  // number -> certainly (false: its undo had begun)
  int interrupted = 0;
  unsigned longest_life = 60'000;  // microseconds; longer on a machine so busy that nothing is carried out in it
  for (int kill = 0; kill < number_of_kills(); ++kill) {
    int report[2];
    ASSERT_EQ(::pipe(report), 0);
    const pid_t writer = ::fork();
    if (writer == 0) {
      ::close(report[0]);
      write_until_killed(folder.path(), list, (kill + 1) * 100'000, report[1]);
    }
    ::close(report[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % longest_life));
    ASSERT_EQ(::kill(writer, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(writer, &status, 0), writer);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself with " << WEXITSTATUS(status);
    for (int number; ::read(report[0], &number, sizeof number) == sizeof number;) {
      carried_out[std::abs(number)] = number > 0;
    }
    ::close(report[0]);
    if (carried_out.empty() && longest_life < 4'000'000) {
      longest_life *= 2;
    }

    Journal journal(folder.path());
    std::map<std::string, int> in_force;
    interrupted = 0;
    for (const JournalEntry& entry : journal.list(1'000'000)) {
      ASSERT_NE(entry.state, JournalState::kIntent) << entry.id;
      if (entry.state != JournalState::kUndone) {
        ++in_force[entry.arguments.at("line").get<std::string>()];
      }
      interrupted += entry.state == JournalState::kRecovered || !entry.note.empty() ? 1 : 0;
    }
    std::map<std::string, int> held;
    std::istringstream lines(content(list).value_or(""));
    for (std::string line; std::getline(lines, line);) {
      ++held[line];
    }
    ASSERT_EQ(held, in_force);
    for (const auto& [line, count] : held) {
      ASSERT_EQ(count, 1) << line;
    }
    for (const auto& [number, certain] : carried_out) {
      if (certain) {
        ASSERT_EQ(held.count(std::to_string(number)), 1u) << number;
      }
    }
  }
  RecordProperty("interrupted", interrupted);
  EXPECT_GT(interrupted, 0) << "no kill fell into an effect";
  EXPECT_FALSE(carried_out.empty());
}

}  // namespace
}  // namespace oree
