// `oree agent`: making, checking and listing agents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"

namespace oree::cli_test {
namespace {

using testing::HasSubstr;

class AgentCommandTest : public testing::Test {
 protected:
  AgentCommandTest() { std::filesystem::create_directory(home.folder() / "notes"); }
  std::filesystem::path agent_file(const std::string& name) {
    return home.folder() / "config/oree/agents" / (name + ".toml");
  }
  std::string notes() { return (home.folder() / "notes").string(); }

  Home home;
};

TEST_F(AgentCommandTest, ListsTheReadyMadeOnesAndTheirOrigin) {
  std::map<std::string, std::string> origins;
  for (const Json& agent : home.run({"agent", "list", "--json"}).json()) {
    origins[agent["name"]] = agent["origin"];
  }
  EXPECT_EQ(origins.at("default"), "built-in");
  for (const char* name : {"secretary", "librarian", "analyst", "handyman"}) {
    EXPECT_EQ(origins.at(name), "ready-made") << name;
    EXPECT_EQ(home.run({"agent", "show", name}).status, 0);
  }
  home.write("config/oree/agents/secretary.toml", "description = \"mine\"");
  EXPECT_EQ(home.run({"agent", "show", "secretary", "--json"}).json()["description"], "mine");
}

TEST_F(AgentCommandTest, NewMakesOneFromFlags) {
  const Result made =
      home.run({"agent", "new", "--name", "helper", "--description", "Helps.", "--tools", "files_*,notes_add",
                "--write", notes(), "--allow", "files_write(path=" + notes() + "/**)", "--ask", "notes_add"});
  ASSERT_EQ(made.status, 0) << made.errors;
  EXPECT_THAT(made.output, HasSubstr("oree chat -a helper"));
  const Json agent = home.run({"agent", "show", "helper", "--json"}).json();
  EXPECT_EQ(agent["tools"], Json::parse(R"(["files_*", "notes_add"])"));
  EXPECT_EQ(agent["folders"]["write"][0], notes());
  EXPECT_EQ(agent["permissions"][0]["arguments"]["path"], notes() + "/**");
  EXPECT_EQ(home.run({"agent", "check", "helper"}).status, 0);
}

TEST_F(AgentCommandTest, NewBeginsAsAnotherAgent) {
  ASSERT_EQ(home.run({"agent", "new", "mine", "--from", "secretary", "--description", "Mine."}).status, 0);
  const Json mine = home.run({"agent", "show", "mine", "--json"}).json();
  const Json secretary = home.run({"agent", "show", "secretary", "--json"}).json();
  EXPECT_EQ(mine["tools"], secretary["tools"]);
  EXPECT_EQ(mine["permissions"], secretary["permissions"]);
  EXPECT_EQ(mine["description"], "Mine.");
  // Folders and databases that are named take the place of those it had.
  ASSERT_EQ(home.run({"agent", "new", "mine2", "--from", "librarian", "--read", notes()}).status, 0);
  EXPECT_EQ(home.run({"agent", "show", "mine2", "--json"}).json()["folders"]["read"].size(), 1u);
}

TEST_F(AgentCommandTest, NewOverwritesOnlyWithForce) {
  ASSERT_EQ(home.run({"agent", "new", "helper", "--description", "first"}).status, 0);
  const Result again = home.run({"agent", "new", "helper", "--description", "second"});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.errors, HasSubstr("--force"));
  EXPECT_THAT(read_file(agent_file("helper")), HasSubstr("first"));
  EXPECT_EQ(home.run({"agent", "new", "helper", "--description", "second", "--force"}).status, 0);
  EXPECT_THAT(read_file(agent_file("helper")), HasSubstr("second"));
}

TEST_F(AgentCommandTest, ANameThatIsAPathMakesNothing) {
  for (const char* name : {"../evil", "a/b", "/tmp/evil", "Upper"}) {
    const Result result = home.run({"agent", "new", "--name", name, "--description", "x"});
    EXPECT_EQ(result.status, 1) << name;
    EXPECT_THAT(result.errors, HasSubstr("is not a name for an agent"));
  }
}

TEST_F(AgentCommandTest, NewWritesNoFileWithMistakes) {
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--tools", "calendar_creat"},
                                             {"--tools", "files_*", "--read", "/none"},
                                             {"--tools", "files_*"},
                                             {"--database", "x"},
                                             {"--allow", "f("},
                                             {"--from", "nobody"},
                                             {"--model", "/none.gguf"}}) {
    std::vector<std::string> arguments = {"agent", "new", "helper"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Result result = home.run(arguments);
    EXPECT_NE(result.status, 0) << flags.back();
    EXPECT_EQ(result.errors.find("oree: "), 0u) << result.errors;
    EXPECT_FALSE(std::filesystem::exists(agent_file("helper"))) << flags.back();
  }
  EXPECT_NE(home.run({"agent", "new"}).status, 0);
  EXPECT_NE(home.run({"agent", "new", "Bad Name"}).status, 0);
}

TEST_F(AgentCommandTest, NewAsksOnATerminal) {
  Terminal terminal(home, {"agent", "new"});
  terminal.wait_for("called?");
  terminal.type("helper\n");
  terminal.wait_for("for?");
  terminal.type("Keeps my notes.\n");
  terminal.wait_for("use?");
  terminal.type("files_* clock_now\n");
  terminal.wait_for("read?");
  terminal.type(notes() + "\n");
  terminal.wait_for("change?");
  terminal.type("\n");
  terminal.wait_for("without asking?");
  terminal.type("\n");
  EXPECT_EQ(terminal.finish(), 0);
  EXPECT_EQ(read_file(agent_file("helper")),
            "description = \"Keeps my notes.\"\ntools = [\"files_*\", \"clock_now\"]\n\n"
            "[folders]\nread = [\"~/notes\"]\n");
}

TEST_F(AgentCommandTest, CheckExplainsEveryMistake) {
  const std::string path = home.write("config/oree/agents/broken.toml",
                                      "instruction = \"x\"\ntools = [\"calendar_creat\"]\nmax_steps = 100\n");
  const Result checked = home.run({"agent", "check", "broken"});
  EXPECT_EQ(checked.status, 1);
  EXPECT_THAT(checked.output,
              HasSubstr(path + ":1:1: there is no key \"instruction\" in an agent file\n  did you mean"));
  EXPECT_THAT(checked.output, HasSubstr(path + ":2:10: there is no tool \"calendar_creat\"\n  did you mean"));
  EXPECT_THAT(checked.output, HasSubstr(path + ":3:13: max_steps is 100"));
  EXPECT_THAT(checked.output, HasSubstr("3 mistakes\n"));
  const Json document = home.run({"agent", "check", path, "--json"}).json();
  EXPECT_EQ(document[0]["mistakes"].size(), 3u);
  EXPECT_EQ(document[0]["mistakes"][1]["line"], 2);
  EXPECT_EQ(home.run({"agent", "check"}).status, 1);  // all files of one's own
}

TEST_F(AgentCommandTest, CheckTakesNamesFilesAndWhatIsBuiltIn) {
  EXPECT_EQ(home.run({"agent", "check", "secretary"}).output, "secretary: no mistakes\n");
  EXPECT_EQ(home.run({"agent", "check", "default"}).output, "default: no mistakes\n");
  EXPECT_EQ(home.run({"agent", "check"}).status, 0);
  EXPECT_EQ(home.run({"agent", "check", "nobody"}).status, 1);
  EXPECT_EQ(home.run({"agent", "check", "/none.toml"}).status, 1);
}

TEST_F(AgentCommandTest, ToolsAreCalledWithTheGrantsOfAnAgent) {
  home.write("notes/list.txt", "milk\n");
  ASSERT_EQ(home.run({"agent", "new", "helper", "--tools", "files_*", "--write", notes()}).status, 0);
  const std::string arguments = "{\"path\": \"" + notes() + "/list.txt\"}";
  EXPECT_EQ(home.run({"tools", "call", "files_read", arguments, "-a", "helper", "--json"}).json()["text"], "milk\n");
  EXPECT_THAT(home.run({"tools", "call", "files_read", arguments}).errors, HasSubstr("[folders]"));
  EXPECT_EQ(home.run({"tools", "list", "-a", "helper", "--json"}).json().size(), 7u);
  ASSERT_EQ(home.run({"tools", "call", "files_delete", arguments, "-a", "helper", "--yes"}).status, 0);
  EXPECT_FALSE(std::filesystem::exists(notes() + "/list.txt"));
  EXPECT_EQ(home.run({"journal", "undo"}).status, 0);
  EXPECT_EQ(read_file(notes() + "/list.txt"), "milk\n");
}

TEST_F(AgentCommandTest, AnAgentBoundsItsCacheAndAFlagWins) {
  if (!has_shipped_model()) {
    GTEST_SKIP() << "no shipped model";
  }
  home.write("config/oree/agents/small.toml", "context = 3\n");
  EXPECT_THAT(home.run({"run", "-a", "small", "hello"}).errors, HasSubstr("context"));
  EXPECT_EQ(home.run({"run", "-a", "small", "--context", "2048", "-n", "4", "hello"}).status, 0);
  home.write("config/oree/agents/tight.toml", "memory = \"1MB\"\n");
  EXPECT_EQ(home.run({"run", "-a", "tight", "hello"}).status, 1);
}

TEST_F(AgentCommandTest, ChatTellsDueReminders) {
  if (!has_shipped_model()) {
    GTEST_SKIP() << "no shipped model";
  }
  ASSERT_EQ(home.run({"tools", "call", "reminders_add", R"({"text": "Take the bread out", "at": "in 20 minutes"})",
                      "--yes", "--now", "2026-11-23T09:00:00"})
                .status,
            0);
  Terminal terminal(home, {"chat", "--now", "2026-11-23T09:30:00"});
  EXPECT_THAT(terminal.wait_for("> "), HasSubstr("Reminder: Take the bread out (Mon 23 Nov 2026 09:20)"));
  terminal.type("/exit\n");
  EXPECT_EQ(terminal.finish(), 0);
}

}  // namespace
}  // namespace oree::cli_test
