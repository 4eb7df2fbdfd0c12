#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  EXPECT_THAT(file.permissions,
              ElementsAre(std::pair("*", Permission::kAsk), std::pair("calendar_*", Permission::kAllow),
                          std::pair("calendar_cancel", Permission::kRefuse)));
}

TEST_F(AgentFileTest, PermissionsKeepTheOrderOfTheFile) {
  const AgentFile file = load("[permissions]\nzebra = \"allow\"\n\"a*\" = \"ask\"\n\"*\" = \"refuse\"\n");
  EXPECT_EQ(file.permissions.at(0).first, "zebra");
  EXPECT_EQ(agent::rule_for(file, "zebra"), Permission::kRefuse);
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
  EXPECT_EQ(find_agent("secretary", folder.path()).description, "mine");
  EXPECT_EQ(find_agent("default", folder.path()).name, "default");
  EXPECT_THAT(find_agent("default", folder.path() / "none").tools, ElementsAre("*"));
  EXPECT_TRUE(find_agent("plain", folder.path() / "none").tools.empty());
  const Error unknown = error_of([&] { find_agent("secretery", folder.path()); });
  EXPECT_EQ(unknown.code(), ErrorCode::kNotFound);
  EXPECT_THAT(unknown.hint(), HasSubstr("default, plain, secretary"));
  for (const char* name : {"", "../secretary", "a/b", "A", "x.toml"}) {
    EXPECT_EQ(error_of([&] { find_agent(name, folder.path()); }).code(), ErrorCode::kInvalid) << name;
  }
  put(folder.path() / "default.toml", "description = \"my default\"");
  EXPECT_EQ(find_agent("default", folder.path()).description, "my default");
}

TEST_F(AgentFileTest, ListsWhatLoadsAndLogsWhatDoesNot) {
  put(path, "");
  put(folder.path() / "broken.toml", "name = ");
  put(folder.path() / "notes.txt", "no agent");
  std::vector<std::string> warnings;
  set_log_sink([&](LogLevel, std::string_view line) { warnings.emplace_back(line); });
  const std::vector<AgentFile> agents = list_agents(folder.path());
  set_log_sink({});
  ASSERT_EQ(agents.size(), 3u);
  EXPECT_EQ(agents[0].name, "default");
  EXPECT_EQ(agents[1].name, "plain");
  EXPECT_EQ(agents[2].name, "secretary");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("broken.toml"));
  EXPECT_EQ(list_agents(folder.path() / "none").size(), 2u);
  put(folder.path() / "plain.toml", "description = \"mine\"");
  set_log_sink([](LogLevel, std::string_view) {});
  const std::vector<AgentFile> replaced = list_agents(folder.path());
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
