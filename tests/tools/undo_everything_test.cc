// Two hundred days of an agent with everything it may do, each taken back to the last byte.
#include <gtest/gtest.h>

#include <random>

#include "tools/granted_home.h"

namespace oree::tools {
namespace {

// Calls chosen by a seed: most succeed, and what fails must leave no trace.
class RandomCalls {
 public:
  explicit RandomCalls(unsigned seed) : engine_(seed) {}

  ToolCall next() {
    const std::string n = std::to_string(pick(4));
    switch (pick(16)) {
      case 0:
        return {"calendar_create", {{"title", "Event " + n}, {"start", when()}}};
      case 1:
        return {"calendar_create", {{"title", "Series " + n}, {"start", when()}, {"repeat", "FREQ=WEEKLY;COUNT=4"}}};
      case 2:
        return {"calendar_move", {{"event", "Event " + n}, {"start", when()}}};
      case 3:
        return {"calendar_cancel", {{"event", (pick(2) == 0 ? "Event " : "Series ") + n}}};
      case 4:
        return {"contacts_add", {{"name", "Ána " + std::to_string(pick(50))}, {"phone", "+33 1 23 45 67 8" + n}}};
      case 5:
        return {"notes_add", {{"text", "Note " + std::to_string(pick(1000))}}};
      case 6:
        return {"reminders_add", {{"text", "Reminder " + n}, {"at", when()}}};
      case 7:
        return {"reminders_done", {{"reminder", "Reminder " + n}}};
      case 8:
        return {"reminders_cancel", {{"reminder", "Reminder " + n}}};
      case 9:
        return {"files_write", {{"path", "~/notes/" + n + ".txt"}, {"text", "text " + std::to_string(pick(1000))}}};
      case 10:
        return {"files_append", {{"path", "~/notes/" + n + ".txt"}, {"text", "más\n\nlines"}}};
      case 11:
        return {"files_move",
                {{"path", "~/notes/" + n + ".txt"}, {"to", "~/notes/" + std::to_string(pick(4)) + ".txt"}}};
      case 12:
        return {"files_delete", {{"path", "~/notes/" + n + ".txt"}}};
      case 13:
        return {"database_change",
                {{"sql", "INSERT OR REPLACE INTO stock VALUES('item " + n + "', " + std::to_string(pick(100)) + ")"}}};
      case 14:
        return {"database_change", {{"sql", "DELETE FROM stock WHERE item = 'item " + n + "'"}}};
      default:
        return {"database_change", {{"sql", pick(2) == 0 ? "CREATE TABLE t" + n + "(x TEXT)" : "DROP TABLE t" + n}}};
    }
  }

 private:
  int pick(int count) { return static_cast<int>(engine_() % static_cast<unsigned>(count)); }
  std::string when() {
    const char* days[] = {"tomorrow", "Thursday", "next Monday", "2026-12-24"};
    return std::string(days[pick(4)]) + " at " + std::to_string(8 + pick(12)) + ":" + (pick(2) == 0 ? "00" : "30");
  }

  std::mt19937 engine_;
};

// In memory where there is such a place: thousands of effects are synced to a disk one by one.
class UndoEverything : public testing::Test {
 protected:
  UndoEverything() {
    if (std::filesystem::is_directory("/dev/shm")) {
      ::setenv("TMPDIR", "/dev/shm", 1);
    }
  }
  ~UndoEverything() override { ::unsetenv("TMPDIR"); }
};

TEST_F(UndoEverything, TwoHundredRandomDaysAreTakenBackToTheByte) {
  int done = 0;
  int failed = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    GrantedHome home;
    home.put("notes/0.txt", "without an end of line");
    home.put("notes/1.txt", std::string("\xff\x00 no text", 10));
    std::filesystem::create_directories(home.context.data_directory);
    if (seed % 2 == 0) {
      home.put("data/oree/calendar.ics",
               "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//other//other//EN\nX-OTHER:kept\nEND:VCALENDAR\n");
    }
    const auto before = home.everything();
    RandomCalls calls(seed);
    std::vector<std::int64_t> effects;
    {
      Journal journal(home.context.data_directory);
      for (int i = 0; i < 12; ++i) {
        home.context.now += std::chrono::minutes(7);
        const CallRecord record =
            call_tool(home.tools, calls.next(), journal, home.context, AgentOptions{.grant_writes = true}, {});
        ++(record.failed ? failed : done);
        if (record.journal_id != 0) effects.push_back(record.journal_id);
      }
      if (!effects.empty()) {
        EXPECT_TRUE(effects.size() < 3 || home.everything() != before) << "seed " << seed;
      }
      for (std::size_t i = effects.size(); i-- > 0;) {
        journal.undo(i % 2 == 0 ? std::optional(effects[i]) : std::nullopt);
      }
      journal.verify();
    }
    ASSERT_EQ(home.everything(), before) << "seed " << seed;
  }
  // So that the calls do not come to fail for a reason nobody meant.
  EXPECT_GT(done, 1200);
  EXPECT_GT(failed, 100);
}

}  // namespace
}  // namespace oree::tools
