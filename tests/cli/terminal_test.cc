// The program on a terminal: consent, line editing, Ctrl-C.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/program.h"

namespace oree::cli_test {
namespace {

const std::string kNow = "2026-11-23T09:00:00";
const std::string kLunch = R"({"title": "Lunch with Ana", "start": "Thursday at 12:30"})";

TEST(Consent, YesOnTheTerminalWrites) {
  const Home home;
  Terminal terminal(home, {"tools", "call", "calendar_create", kLunch, "--now", kNow});
  const std::string question = terminal.wait_for("[y/N, a for always in this conversation]");
  EXPECT_NE(question.find("Lunch with Ana"), std::string::npos) << question;
  EXPECT_NE(question.find("start: Thursday at 12:30"), std::string::npos) << question;
  terminal.type("y\n");
  EXPECT_EQ(terminal.finish(), 0);
  EXPECT_TRUE(std::filesystem::exists(home.data() / "calendar.ics"));
}

TEST(Consent, AnythingElseIsNo) {
  for (const char* reply : {"\n", "n\n", "maybe\n", "\x04", "\x03"}) {
    const Home home;
    Terminal terminal(home, {"tools", "call", "calendar_create", kLunch, "--now", kNow});
    terminal.wait_for("[y/N, a for always in this conversation]");
    terminal.type(reply);
    EXPECT_NE(terminal.finish(), 0);
    EXPECT_FALSE(std::filesystem::exists(home.data() / "calendar.ics"));
  }
}

TEST(Consent, WhatIsAskedCannotSteerTheTerminal) {
  const Home home;
  Terminal terminal(home, {"tools", "call", "notes_add", R"({"text": "a\u202Eb"})", "--now", kNow});
  const std::string question = terminal.wait_for("[y/N, a for always in this conversation]");
  EXPECT_EQ(question.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_NE(question.find("a\\xE2\\x80\\xAEb"), std::string::npos) << question;
}

TEST(Consent, WhatCannotBeSeenIsShown) {
  for (const char* hidden :
       {"\\u061C", "\\u200B", "\\u2028", "\\u2029", "\\u2060", "\\u206F", "\\uFEFF", "\\uDB40\\uDC41"}) {
    const Home home;
    Terminal terminal(home,
                      {"tools", "call", "notes_add", R"({"text": "a)" + std::string(hidden) + R"(b"})", "--now", kNow});
    const std::string question = terminal.wait_for("[y/N, a for always in this conversation]");
    EXPECT_NE(question.find("a\\x"), std::string::npos) << hidden << question;
  }
}

TEST(Consent, AValueCannotLookLikeLinesOfTheQuestion) {
  const Home home;
  Terminal terminal(home,
                    {"tools", "call", "notes_add", R"({"text": "a\n  clock_now\n    harmless: yes"})", "--now", kNow});
  const std::string question = terminal.wait_for("[y/N, a for always in this conversation]");
  EXPECT_EQ(question.find("\n  clock_now"), std::string::npos) << question;
  EXPECT_NE(question.find("a\\x0A  clock_now"), std::string::npos) << question;
}

TEST(Chat, KeepsAHistoryForTheUserAloneAndSurvivesCtrlC) {
  if (!has_shipped_model()) {
    GTEST_SKIP() << "no shipped model";
  }
  const Home home;
  Terminal terminal(home, {"chat", "--now", kNow});
  terminal.wait_for("> ");
  terminal.type("half a request\x03");
  terminal.wait_for("Ctrl-D ends)\r\n> ");
  terminal.type("\x03");
  terminal.wait_for("Ctrl-D ends)\r\n> ");
  terminal.type("/exit\n");
  EXPECT_EQ(terminal.finish(), 0);
  struct stat status {};
  ASSERT_EQ(stat((home.data() / "chat_history").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(read_file(home.data() / "chat_history").find("half"), std::string::npos);
}

TEST(Chat, EndsAtCtrlD) {
  if (!has_shipped_model()) {
    GTEST_SKIP() << "no shipped model";
  }
  const Home home;
  Terminal terminal(home, {"chat", "--now", kNow});
  terminal.wait_for("> ");
  terminal.type("\x04");
  EXPECT_EQ(terminal.finish(), 0);
}

}  // namespace
}  // namespace oree::cli_test
