#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oree/agent.h"
#include "oree/paths.h"
#include "tools/granted_home.h"

namespace oree::tools {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AgentCheckTest : public testing::Test {
 protected:
  // "LINE what; hint" of each mistake.
  std::vector<std::string> mistakes(const std::string& text) {
    const AgentFileReading reading = read_agent_text(text, "tester.toml");
    EXPECT_TRUE(reading.mistakes.empty()) << reading.mistakes.front().what;
    std::vector<std::string> lines;
    for (const AgentFileMistake& mistake : check_agent(reading, all_tools(reading.file))) {
      EXPECT_GT(mistake.position.column, 0) << mistake.what;
      lines.push_back(std::to_string(mistake.position.line) + " " + mistake.what + "; " + mistake.hint);
    }
    return lines;
  }

  GrantedHome home;
};

TEST_F(AgentCheckTest, WhatIsThereIsNoMistake) {
  EXPECT_THAT(mistakes(""), IsEmpty());
  EXPECT_THAT(mistakes(R"toml(tools = ["*", "files_*", "database_*", "home_light"]
[folders]
read = ["~/papers"]
write = ["~/notes"]
[database.stock]
path = "~/stock.sqlite"
write = true
[mcp.home]
command = ["sh", "server.sh"]
[permissions]
"*" = "ask"
"files_write(path=~/notes/**)" = "allow"
"home_*" = "refuse"
)toml"),
              IsEmpty());
}

TEST_F(AgentCheckTest, ToolsThatDoNotExistAreNamedWithTheNearest) {
  EXPECT_THAT(mistakes("tools = [\"calendar_creat\",\n\"mail_*\"]"),
              ElementsAre(HasSubstr("1 there is no tool \"calendar_creat\"; did you mean calendar_create"),
                          HasSubstr("2 there is no tool \"mail_*\"")));
}

TEST_F(AgentCheckTest, PermissionsFitTheToolsAndTheirArguments) {
  EXPECT_THAT(
      mistakes(R"toml(tools = ["calendar_*", "clock_now"]
[permissions]
notes_add = "allow"
calender_create = "allow"
"calendar_create(titl=*)" = "allow"
"clock_now(x=*)" = "allow"
)toml"),
      ElementsAre(HasSubstr("3 the permission for \"notes_add\" fits no tool of this agent; add it to tools"),
                  HasSubstr("4 the permission for \"calender_create\" fits no tool of this agent; did you mean"),
                  HasSubstr("5 calendar_create has no argument \"titl\"; did you mean \"title\"?"),
                  HasSubstr("6 clock_now has no argument \"x\"; it has none")));
}

TEST_F(AgentCheckTest, FoldersAndDatabasesExist) {
  home.put("text.txt", std::string(100, 'x'));
  EXPECT_THAT(
      mistakes(R"toml(tools = ["files_read", "database_change"]
[folders]
read = ["~/none", "~/text.txt"]
[database.a]
path = "~/none.sqlite"
[database.b]
path = "~/text.txt"
)toml"),
      ElementsAre(HasSubstr("1 database_change has no database that may be changed"), HasSubstr("3 there is no folder"),
                  HasSubstr("3 " + home.folder.path().string() + "/text.txt is no folder"),
                  HasSubstr("5 there is no database"),
                  HasSubstr("7 " + home.folder.path().string() + "/text.txt is no SQLite")));
}

TEST_F(AgentCheckTest, TheProgramsOwnFoldersCannotBeGranted) {
  const AgentFileReading reading = read_agent_text(R"toml(tools = ["files_*", "database_*"]
[folders]
read = ["~", "~/data/oree"]
write = ["~/config/oree/agents"]
[database.a]
path = "~/data/oree/journal.db"
[mcp.x]
command = ["sh"]
read = ["~/cache/oree/x"]
write = ["~"]
[mcp.y]
command = ["sh"]
read = ["~/papers"]
)toml",
                                                   "tester.toml");
  std::vector<std::string> lines;
  for (const AgentFileMistake& mistake : reading.mistakes) {
    lines.push_back(std::to_string(mistake.position.line) + " " + mistake.what);
  }
  EXPECT_THAT(lines, ElementsAre(HasSubstr("3 "), HasSubstr("4 "), HasSubstr("6 "), HasSubstr("9 "), HasSubstr("10 ")));
  for (const std::string& line : lines) {
    EXPECT_THAT(line, HasSubstr("Orée's own"));
  }
}

TEST_F(AgentCheckTest, ToolsWithoutAGrantAndGrantsWithoutAToolAreMistakes) {
  EXPECT_THAT(mistakes("tools = [\"files_*\", \"database_query\"]"),
              ElementsAre(HasSubstr("files_* has no folder"), HasSubstr("database_query has no database")));
  EXPECT_THAT(mistakes("[folders]\nread = [\"~/papers\"]\n[database.a]\npath = \"~/stock.sqlite\""),
              ElementsAre(HasSubstr("2 folders are granted, but tools names no files_* tool"),
                          HasSubstr("3 a database is granted, but tools names no database_* tool")));
}

TEST_F(AgentCheckTest, ModelsFiltersAndProgramsExist) {
  EXPECT_THAT(mistakes("model = \"~/none.gguf\"\n[cache]\npolicy = \"knorm\"\nbudget = \"9%\"\nfilters = \"none\"\n"
                       "[mcp.x]\ncommand = [\"no-such-program\"]\nread = [\"~/none\"]"),
              ElementsAre(HasSubstr("1 the model"), HasSubstr("5 the file of filters"),
                          HasSubstr("7 there is no program \"no-such-program\""), HasSubstr("8 there is no folder")));
}

TEST_F(AgentCheckTest, TheReadyMadeAgentsSayWhatTheyNeedAndNothingElse) {
  int agents = 0;
  for (const AgentFile& agent : list_agents(home.folder.path() / "none")) {
    if (agent.path.empty()) continue;
    ++agents;
    const AgentFileReading reading = read_agent_file(agent.path);
    EXPECT_TRUE(reading.mistakes.empty()) << agent.name;
    for (const AgentFileMistake& mistake : check_agent(reading, all_tools(reading.file))) {
      EXPECT_TRUE(mistake.what.find("there is no folder") == 0 || mistake.what.find("there is no database") == 0)
          << agent.name << ": " << mistake.what;
    }
    EXPECT_NE(agent.description, "") << agent.name;
    EXPECT_FALSE(tools_of(agent, tools_for(agent)).empty()) << agent.name;
  }
  EXPECT_EQ(agents, 4);
}

TEST_F(AgentCheckTest, AFileWrittenOutReadsAsTheSameAgent) {
  const std::string text = R"toml(description = "Says \"hello\"\t\\"
model = "m.gguf"
instructions = """
Two
lines"""
tools = ["files_*", "database_*"]
max_steps = 3
max_tokens = 99
memory = "4GiB"
[context]
tokens = 4096
when_full = "refuse"
[cache]
policy = "knorm"
budget = "25%"
window = 7
sinks = 0
kv_type_k = "q8_0"
[folders]
read = ["~/papers"]
write = ["/srv/x"]
[database.stock]
path = "~/stock.sqlite"
write = true
max_rows = 5
[mcp.far]
url = "https://example.org"
headers = { Authorization = "Bearer ${TOKEN}" }
[mcp.near]
command = ["sh", "a b"]
network = true
env = { A = "b", "C D" = "" }
[permissions]
"*" = "ask"
"files_write(path=~/notes/\\,**, text=a*)" = "allow"
)toml";
  const AgentFileReading first = read_agent_text(text, "tester.toml");
  ASSERT_TRUE(first.mistakes.empty()) << first.mistakes.front().what;
  const std::string written = agent_file_text(first.file);
  const AgentFileReading second = read_agent_text(written, "tester.toml");
  ASSERT_TRUE(second.mistakes.empty()) << second.mistakes.front().what << written;
  EXPECT_EQ(agent_file_text(second.file), written);
  EXPECT_EQ(second.file.permissions, first.file.permissions);
  EXPECT_EQ(second.file.instructions, first.file.instructions);
  EXPECT_EQ(second.file.servers[1].env, first.file.servers[1].env);
  EXPECT_EQ(second.file.servers[0].headers.at("Authorization"), "Bearer ${TOKEN}");
  EXPECT_EQ(second.file.when_full, WhenFull::kRefuse);
  EXPECT_EQ(second.file.memory_bytes, 4ull << 30);
  EXPECT_THAT(written, HasSubstr("\"~/papers\""));
}

}  // namespace
}  // namespace oree::tools
