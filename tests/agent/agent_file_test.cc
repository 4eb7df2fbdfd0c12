#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "agent/fakes.h"
#include "agent/permission.h"
#include "oree/agent.h"
#include "oree/log.h"

namespace oree {
namespace {

using test::error_of;
using test::put;
using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AgentFileTest : public testing::Test {
 protected:
  AgentFile load(const std::string& text) {
    put(path, text);
    return load_agent_file(path);
  }
  Error error(const std::string& text) {
    return error_of([&] { load(text); });
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "secretary.toml";
};

TEST_F(AgentFileTest, ReadsEveryKey) {
  const AgentFile file = load(R"(
name = "secretary"
description = "Keeps the calendar."
model = "small.gguf"
instructions = """
Be brief.
Être poli."""
tools = ["calendar_*", "clock_now"]
max_steps = 4
max_tokens = 128

[permissions]
"*" = "ask"
"calendar_*" = "allow"
calendar_cancel = "refuse"
)");
  EXPECT_EQ(file.name, "secretary");
  EXPECT_EQ(file.description, "Keeps the calendar.");
  EXPECT_EQ(file.model, "small.gguf");
  EXPECT_EQ(file.instructions, "Be brief.\nÊtre poli.");
  EXPECT_THAT(file.tools, ElementsAre("calendar_*", "clock_now"));
  EXPECT_EQ(file.max_steps, 4);
  EXPECT_EQ(file.max_tokens, 128);
  EXPECT_THAT(file.permissions, ElementsAre(PermissionRule{"*", {}, Permission::kAsk},
                                            PermissionRule{"calendar_*", {}, Permission::kAllow},
                                            PermissionRule{"calendar_cancel", {}, Permission::kRefuse}));
}

TEST_F(AgentFileTest, ReadsEveryTable) {
  const AgentFile file = load(R"(
memory = "4GiB"
[cache]
policy = "q_filters"
budget = "12.5%"
window = 32
sinks = 0
filters = "f.gguf"
kv_type_k = "q8_0"
kv_type_v = "q4_0"
[context]
tokens = 8192
when_full = "summarise"
[folders]
read = ["~/Documents/", "/srv//shared"]
write = ["~/notes"]
[database.stock]
path = "~/stock.sqlite"
write = true
max_rows = 7
[database.archive]
path = "/srv/archive.sqlite"
[mcp.home]
command = ["npx", "-y", "home"]
network = true
read = ["~/Documents"]
env = { TOKEN = "x" }
[mcp.far]
url = "https://example.org/mcp"
)");
  const std::string home = std::getenv("HOME");
  EXPECT_EQ(file.memory_bytes, 4ull << 30);
  EXPECT_EQ(file.cache.policy, "q_filters");
  EXPECT_EQ(file.cache.budget, "12.5%");
  EXPECT_EQ(file.cache.window, 32);
  EXPECT_EQ(file.cache.sinks, 0);
  EXPECT_EQ(file.cache.filters, "f.gguf");
  EXPECT_EQ(file.cache.kv_type_k, "q8_0");
  EXPECT_EQ(file.cache.kv_type_v, "q4_0");
  EXPECT_EQ(file.context, 8192);
  EXPECT_EQ(file.when_full, WhenFull::kSummarise);
  EXPECT_THAT(file.folders.read, ElementsAre(home + "/Documents", "/srv/shared"));
  EXPECT_THAT(file.folders.write, ElementsAre(home + "/notes"));
  ASSERT_EQ(file.databases.size(), 2u);
  EXPECT_EQ(file.databases[0].name, "stock");  // the order of the file
  EXPECT_EQ(file.databases[0].path, home + "/stock.sqlite");
  EXPECT_TRUE(file.databases[0].write);
  EXPECT_EQ(file.databases[0].max_rows, 7);
  EXPECT_FALSE(file.databases[1].write);
  EXPECT_EQ(file.databases[1].max_rows, 100);
  ASSERT_EQ(file.servers.size(), 2u);
  EXPECT_THAT(file.servers[0].command, ElementsAre("npx", "-y", "home"));
  EXPECT_TRUE(file.servers[0].network);
  EXPECT_THAT(file.servers[0].read, ElementsAre(home + "/Documents"));
  EXPECT_EQ(file.servers[0].env.at("TOKEN"), "x");
  EXPECT_EQ(file.servers[1].url, "https://example.org/mcp");
  EXPECT_EQ(load("context = 512").context, 512);
}

TEST_F(AgentFileTest, PermissionsMayNameArguments) {
  const AgentFile file = load(R"toml([permissions]
"files_write(path=~/notes/**)" = "ask"
'database_change(database=stock, sql=UPDATE a\, b *)' = "refuse"
)toml");
  const std::string home = std::getenv("HOME");
  EXPECT_THAT(
      file.permissions,
      ElementsAre(
          PermissionRule{"files_write", {{"path", home + "/notes/**"}}, Permission::kAsk},
          PermissionRule{"database_change", {{"database", "stock"}, {"sql", "UPDATE a\\, b *"}}, Permission::kRefuse}));
}

TEST_F(AgentFileTest, AMistakeInAnArgumentPatternIsShownWhereItStands) {
  const auto column = [&](const std::string& pattern) {
    const Error wrong = error("[permissions]\n'" + pattern + "' = \"ask\"");
    EXPECT_NE(wrong.hint(), "") << pattern;
    EXPECT_THAT(wrong.where(), HasSubstr("line 2, column ")) << pattern;
    return std::stoi(wrong.where().substr(wrong.where().rfind(' ')));
  };
  EXPECT_EQ(column("files write(path=a)"), 1);
  EXPECT_EQ(column("f(path=a"), 4);
  EXPECT_EQ(column("f(path)"), 4);
  EXPECT_EQ(column("f()"), 4);
  EXPECT_EQ(column("f(é=a)"), 4);
  EXPECT_EQ(column("f(path=é, b c=d)"), 12);
  EXPECT_EQ(column("f(path=)"), 8);
  EXPECT_EQ(column("f(path=a)x"), 11);
  EXPECT_EQ(column("f(path=a\\"), 10);
}

TEST_F(AgentFileTest, EveryMistakeIsFoundInTheOrderOfTheFile) {
  put(path, R"(tool = ["clock_now"]
memory = "much"
max_steps = 0
[cache]
policy = "qfilters"
budget = "-1"
[permissions]
"f(" = "maybe"
[folders]
read = ["notes", "/a/../b", 3]
[database.stock]
write = "yes"
[database."a b"]
path = "/x"
[mcp.both]
command = ["x"]
url = "https://x"
[mcp.none]
[mcp.odd]
url = "ftp://x"
env = { A = "b" }
headers = { "a b" = "c", Host = "d" }
[mcp.program]
command = ["x"]
headers = { A = "b" }
)");
  const AgentFileReading reading = read_agent_file(path);
  std::vector<int> lines;
  for (const AgentFileMistake& mistake : reading.mistakes) {
    lines.push_back(mistake.position.line);
    EXPECT_GT(mistake.position.column, 0) << mistake.what;
    EXPECT_NE(mistake.hint, "") << mistake.what;
  }
  EXPECT_THAT(lines, ElementsAre(1, 2, 3, 5, 6, 8, 8, 10, 10, 10, 11, 12, 13, 15, 18, 20, 21, 22, 22, 25));
  EXPECT_THAT(reading.mistakes[3].hint, HasSubstr("\"q_filters\""));
  EXPECT_THAT(error_of([&] { load_agent_file(path); }).hint(), HasSubstr("19 more"));
}

TEST_F(AgentFileTest, WhatWouldChangeNothingIsAMistake) {
  EXPECT_THAT(error("[cache]\npolicy = \"knorm\"").what(), HasSubstr("without a budget"));
  EXPECT_THAT(error("[cache]\nsinks = 3").what(), HasSubstr("there is none"));
  EXPECT_EQ(load("memory = \"1GiB\"\n[cache]\nsinks = 3").cache.sinks, 3);
}

TEST_F(AgentFileTest, PermissionsKeepTheOrderOfTheFile) {
  const AgentFile file = load("[permissions]\nzebra = \"allow\"\n\"a*\" = \"ask\"\n\"*\" = \"refuse\"\n");
  EXPECT_EQ(file.permissions.at(0).tool, "zebra");
  EXPECT_EQ(agent::rule_for(file, {"zebra", Json::object()})->permission, Permission::kRefuse);
}

TEST_F(AgentFileTest, AnEmptyFileIsTheDefaultUnderItsOwnName) {
  const AgentFile file = load("");
  EXPECT_EQ(file.name, "secretary");
  EXPECT_EQ(file.instructions, "");
  EXPECT_THAT(file.tools, ElementsAre("*"));
  EXPECT_EQ(file.max_steps, 8);
  EXPECT_EQ(file.max_tokens, 512);
}

TEST_F(AgentFileTest, AnUnknownKeyIsNamedWithItsPlaceAndTheNearest) {
  const Error unknown = error("description = \"x\"\n  instruction = \"y\"\n");
  EXPECT_EQ(unknown.code(), ErrorCode::kInvalid);
  EXPECT_THAT(unknown.what(), HasSubstr("\"instruction\""));
  EXPECT_THAT(unknown.where(), HasSubstr("secretary.toml, line 2, column 3"));
  EXPECT_THAT(unknown.hint(), HasSubstr("\"instructions\""));
  EXPECT_THAT(error("temperature = 1").hint(), HasSubstr("the keys are name, "));
}

TEST_F(AgentFileTest, WrongTypesAndValuesAreNamedWithTheirPlace) {
  for (const char* text :
       {"name = 3", "tools = \"calendar_*\"", "tools = [1]", "tools = [\"calendar create\"]", "tools = [\"*_create\"]",
        "tools = [\"\"]", "permissions = \"ask\"", "permissions = { x = 1 }", "permissions = { x = \"maybe\" }",
        "permissions = { \"a b\" = \"ask\" }", "max_steps = \"4\"", "max_steps = 0", "max_steps = 65",
        "max_tokens = 1.5", "max_tokens = 9999999999", "name = \"other\""}) {
    const Error wrong = error(text);
    EXPECT_EQ(wrong.code(), ErrorCode::kInvalid) << text;
    EXPECT_THAT(wrong.where(), HasSubstr("line 1, column ")) << text;
    EXPECT_NE(wrong.hint(), "") << text;
  }
}

TEST_F(AgentFileTest, WhatIsNoTomlIsNamedWithItsPlace) {
  const Error broken = error("name = \"secretary\"\ntools = [\n");
  EXPECT_EQ(broken.code(), ErrorCode::kCorrupt);
  EXPECT_THAT(broken.where(), HasSubstr("line "));
  EXPECT_THAT(broken.where(), HasSubstr("column "));
  EXPECT_EQ(error("a = 1\na = 2").code(), ErrorCode::kCorrupt);
  const Error latin1 = error("name = \"secretary\"\ndescription = \"caf\xe9\"");
  EXPECT_EQ(latin1.code(), ErrorCode::kCorrupt);
  EXPECT_THAT(latin1.where(), HasSubstr("line 2"));
  EXPECT_EQ(error("tools = " + std::string(5000, '[')).code(), ErrorCode::kCorrupt);
}

TEST_F(AgentFileTest, LargeAndMissingFilesAreErrors) {
  EXPECT_EQ(error("# " + std::string(64 * 1024, 'x')).code(), ErrorCode::kLimit);
  EXPECT_EQ(error_of([&] { load_agent_file(folder.path() / "none.toml"); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] {
              put(folder.path() / "Bad Name.toml", "");
              load_agent_file(folder.path() / "Bad Name.toml");
            }).code(),
            ErrorCode::kInvalid);
}

TEST_F(AgentFileTest, FindsByNameAndHasADefault) {
  put(path, "description = \"mine\"");
  EXPECT_EQ(find_agent("secretary", folder.path(), {}).description, "mine");
  EXPECT_EQ(find_agent("default", folder.path(), {}).name, "default");
  EXPECT_THAT(find_agent("default", folder.path() / "none", {}).tools, ElementsAre("*"));
  EXPECT_TRUE(find_agent("plain", folder.path() / "none", {}).tools.empty());
  const Error unknown = error_of([&] { find_agent("secretery", folder.path(), {}); });
  EXPECT_EQ(unknown.code(), ErrorCode::kNotFound);
  EXPECT_THAT(unknown.hint(), HasSubstr("default, plain, secretary"));
  for (const char* name : {"", "../secretary", "a/b", "A", "x.toml"}) {
    EXPECT_EQ(error_of([&] { find_agent(name, folder.path(), {}); }).code(), ErrorCode::kInvalid) << name;
  }
  put(folder.path() / "default.toml", "description = \"my default\"");
  EXPECT_EQ(find_agent("default", folder.path(), {}).description, "my default");
}

TEST_F(AgentFileTest, ListsWhatLoadsAndLogsWhatDoesNot) {
  put(path, "");
  put(folder.path() / "broken.toml", "name = ");
  put(folder.path() / "notes.txt", "no agent");
  std::vector<std::string> warnings;
  set_log_sink([&](LogLevel, std::string_view line) { warnings.emplace_back(line); });
  const std::vector<AgentFile> agents = list_agents(folder.path(), {});
  set_log_sink({});
  ASSERT_EQ(agents.size(), 3u);
  EXPECT_EQ(agents[0].name, "default");
  EXPECT_EQ(agents[1].name, "plain");
  EXPECT_EQ(agents[2].name, "secretary");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("broken.toml"));
  EXPECT_EQ(list_agents(folder.path() / "none", {}).size(), 2u);
  put(folder.path() / "plain.toml", "description = \"mine\"");
  set_log_sink([](LogLevel, std::string_view) {});
  const std::vector<AgentFile> replaced = list_agents(folder.path(), {});
  set_log_sink({});
  EXPECT_EQ(
      std::count_if(replaced.begin(), replaced.end(), [](const AgentFile& agent) { return agent.name == "plain"; }), 1);
}

TEST(AgentFileExamples, EveryFileOfAgentsAndTheExampleOfTheDocumentLoad) {
  int loaded = 0;
  for (const auto& file : std::filesystem::directory_iterator(OREE_SOURCE_DIR "/agents")) {
    EXPECT_EQ(load_agent_file(file.path()).name, file.path().stem());
    ++loaded;
  }
  EXPECT_GE(loaded, 1);
  const std::string document = test::content(OREE_SOURCE_DIR "/docs/agents.md").value();
  const std::size_t start = document.find("```toml\n") + 8;
  ASSERT_GT(start, 8u);
  const TemporaryFolder folder;
  put(folder.path() / "example.toml", document.substr(start, document.find("```", start) - start));
  EXPECT_EQ(load_agent_file(folder.path() / "example.toml").max_steps, 6);
}

TEST(PermissionDecision, CoversEveryEffectAndRule) {
  using agent::decide;
  using agent::Decision;
  const auto none = std::nullopt;
  EXPECT_EQ(decide(Effect::kRead, none, false), Decision::kRun);
  EXPECT_EQ(decide(Effect::kRead, Permission::kAllow, false), Decision::kRun);
  EXPECT_EQ(decide(Effect::kRead, Permission::kAsk, false), Decision::kAsk);
  EXPECT_EQ(decide(Effect::kRead, Permission::kRefuse, true), Decision::kRefuse);
  EXPECT_EQ(decide(Effect::kWrite, none, false), Decision::kAsk);
  EXPECT_EQ(decide(Effect::kWrite, none, true), Decision::kGranted);
  EXPECT_EQ(decide(Effect::kWrite, Permission::kAsk, true), Decision::kGranted);
  EXPECT_EQ(decide(Effect::kWrite, Permission::kAllow, false), Decision::kAllowed);
  EXPECT_EQ(decide(Effect::kWrite, Permission::kRefuse, true), Decision::kRefuse);
  for (const Effect effect : {Effect::kNetwork, Effect::kSend}) {
    EXPECT_EQ(decide(effect, none, true), Decision::kRefuse);
    EXPECT_EQ(decide(effect, Permission::kAsk, true), Decision::kAsk);
    EXPECT_EQ(decide(effect, Permission::kAllow, false), Decision::kAllowed);
    EXPECT_EQ(decide(effect, Permission::kRefuse, true), Decision::kRefuse);
  }
}

}  // namespace
}  // namespace oree
