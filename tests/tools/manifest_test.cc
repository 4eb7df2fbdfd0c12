// Custom tools: manifests and the programs behind them.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "oree/custom_tools.h"
#include "oree/error.h"
#include "oree/paths.h"
#include "support/temporary_directory.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

class CustomTools : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& text, bool executable = false) const {
    const fs::path path = folder.path() / name;
    std::ofstream(path) << text;
    if (executable) {
      fs::permissions(path, fs::perms::owner_all);
    }
    return path;
  }

  // A tool of this shell script, with more lines for its manifest.
  fs::path tool(const std::string& script, const std::string& more = "effect = \"read\"\n") const {
    write("t.sh", "#!/bin/sh\n" + script + "\n", true);
    return write("t.toml", "description = \"A tool.\"\ncommand = [\"./t.sh\"]\n" + more);
  }

  ToolPlan call(const fs::path& manifest, const Json& arguments = Json::object(), const CancelFlag* cancel = nullptr) {
    if (!launcher) {
      launcher = Launcher::start();
    }
    return make_custom_tool(load_tool_manifest(manifest), launcher)->perform(arguments, {}, cancel);
  }

  Error error_of(const fs::path& manifest, const Json& arguments = Json::object()) {
    try {
      call(manifest, arguments);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error(ErrorCode::kInternal, "");
  }

  // The mistakes of a manifest beside a program that is there.
  std::vector<AgentFileMistake> mistakes(const std::string& text) const {
    write("p.sh", "#!/bin/sh\n", true);
    return read_tool_manifest(write("t.toml", text)).mistakes;
  }

  void SetUp() override { std::signal(SIGPIPE, SIG_IGN); }  // as the program does

  test::TemporaryDirectory folder;
  std::shared_ptr<Launcher> launcher;
};

// Those that start the program.
class CustomToolCalls : public CustomTools {
 protected:
  void SetUp() override {
    CustomTools::SetUp();
    if (landlock_version() < 1) {
      GTEST_SKIP() << "this kernel has no Landlock; programs of others cannot be started here";
    }
  }
};

TEST_F(CustomTools, AManifestBecomesADescription) {
  write("p.sh", "#!/bin/sh\n", true);
  const ToolManifest manifest = load_tool_manifest(write("t.toml", R"(
description = "Counts."
effect = "write"
command = ["./p.sh", "--fast"]
untrusted = false
timeout_seconds = 5
memory = "64MiB"
write = [")" + folder.path().string() + R"("]
[arguments.properties.text]
type = "string"
[result]
properties.words.type = "integer"
)"));
  EXPECT_EQ(manifest.description.name, "t");
  EXPECT_EQ(manifest.description.source, "manifest");
  EXPECT_EQ(manifest.description.effect, Effect::kWrite);
  EXPECT_FALSE(manifest.description.untrusted);
  EXPECT_FALSE(manifest.description.undo);
  EXPECT_EQ(manifest.description.schema["type"], "object");
  EXPECT_EQ(manifest.description.schema["additionalProperties"], false);
  EXPECT_EQ(manifest.program.command, (std::vector<std::string>{(folder.path() / "p.sh").string(), "--fast"}));
  EXPECT_EQ(manifest.program.limits.wall_time, std::chrono::seconds(5));
  EXPECT_EQ(manifest.program.limits.memory_bytes, 64u << 20);
  EXPECT_EQ(manifest.description.result_schema["properties"]["words"]["type"], "integer");
}

TEST_F(CustomTools, EveryMistakeIsNamedWithItsPlace) {
  const auto found = mistakes(R"(descriptoin = "x"
effect = "reed"
command = ["./absent.sh"]
timeout_seconds = 0
memory = "much"
read = ["/no/such/folder"]
[arguments]
type = "array"
)");
  const auto has = [&](int line, const std::string& part) {
    for (const AgentFileMistake& mistake : found) {
      if (mistake.position.line == line && (mistake.what + mistake.hint).find(part) != std::string::npos) {
        return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(has(1, "description"));
  EXPECT_TRUE(has(0, "needs a description"));
  EXPECT_TRUE(has(2, "read, write, network or send"));
  EXPECT_TRUE(has(3, "absent.sh"));
  EXPECT_TRUE(has(4, "timeout_seconds"));
  EXPECT_TRUE(has(5, "64MiB") || has(5, "memory"));
  EXPECT_TRUE(has(6, "/no/such/folder"));
  EXPECT_TRUE(has(7, "schema") || has(7, "object"));
}

TEST_F(CustomTools, AnEffectIsWhatTheSandboxAllows) {
  const std::string start = "description = \"x\"\ncommand = [\"./p.sh\"]\n";
  EXPECT_EQ(mistakes(start + "effect = \"read\"\n").size(), 0u);
  EXPECT_EQ(mistakes(start + "effect = \"write\"\nnetwork = true\n").size(), 1u);
  EXPECT_EQ(mistakes(start + "effect = \"network\"\nnetwork = true\n").size(), 0u);
  EXPECT_EQ(mistakes(start + "effect = \"read\"\nwrite = [\"" + folder.path().string() + "\"]\n").size(), 1u);
}

TEST_F(CustomTools, TheProgramsOwnFoldersCannotBeGranted) {
  const std::string start = "description = \"x\"\ncommand = [\"./p.sh\"]\neffect = \"read\"\nread = [\"";
  const auto own = data_directory();
  const auto found = mistakes(start + own.parent_path().string() + "\"]\n");
  EXPECT_TRUE(std::any_of(found.begin(), found.end(), [](const AgentFileMistake& mistake) {
    return mistake.what.find("Orée's own") != std::string::npos;
  }));
  EXPECT_EQ(mistakes(start + folder.path().string() + "\"]\n").size(), 0u);
}

TEST_F(CustomTools, WhatIsNoTomlOrNoUtf8IsOneMistake) {
  EXPECT_EQ(mistakes("a = ").size(), 1u);
  EXPECT_EQ(mistakes("a = \"\xff\"").front().position.line, 1);
  EXPECT_THROW(load_tool_manifest(folder.path() / "absent.toml"), Error);
}

TEST_F(CustomTools, OnlyThoseThatAnAgentNamesAreIts) {
  write("p.sh", "#!/bin/sh\n", true);
  write("count.toml", "description = \"x\"\ncommand = [\"./p.sh\"]\neffect = \"read\"\n");
  write("broken.toml", "description = ");
  const auto names = [&](std::vector<std::string> tools) {
    AgentFile agent;
    agent.tools = std::move(tools);
    return named_by(agent, find_tool_manifests(folder.path())).size();
  };
  EXPECT_EQ(names({"*"}), 0u);
  EXPECT_EQ(names({"count"}), 1u);
  EXPECT_EQ(names({"clock_now", "cou*"}), 1u);
  EXPECT_TRUE(find_tool_manifests(folder.path() / "absent").empty());
}

TEST_F(CustomToolCalls, ArgumentsGoInAndTheResultComesOut) {
  EXPECT_EQ(call(tool("cat"), {{"a", "é\n"}}).result, (Json{{"a", "é\n"}}));
  EXPECT_EQ(call(tool("echo 42")).result, (Json{{"result", 42}}));
}

TEST_F(CustomToolCalls, ItsErrorsAreTold) {
  EXPECT_NE(std::string(error_of(tool("echo '{\"error\": \"no such city\"}'")).what()).find("no such city"),
            std::string::npos);
  const std::string failed = error_of(tool("echo Traceback >&2; echo 'KeyError: x' >&2; exit 2")).what();
  EXPECT_NE(failed.find("status 2: KeyError: x"), std::string::npos) << failed;
  EXPECT_EQ(error_of(tool("echo hello")).code(), ErrorCode::kCorrupt);
  EXPECT_EQ(error_of(tool("printf '%0200000d' 0 | tr 0 '['")).code(), ErrorCode::kCorrupt);
}

TEST_F(CustomToolCalls, TimeAndOutputHaveLimits) {
  EXPECT_EQ(error_of(tool("sleep 60", "effect = \"read\"\ntimeout_seconds = 1\n")).code(), ErrorCode::kLimit);
  EXPECT_EQ(error_of(tool("cat /dev/zero")).code(), ErrorCode::kLimit);
}

TEST_F(CustomToolCalls, ACancelledCallEndsTheProgram) {
  CancelFlag cancel;
  const fs::path manifest = tool("sleep 60");
  launcher = Launcher::start();
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancel.cancel();
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(call(manifest, Json::object(), &cancel), Error);
  canceller.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(CustomToolCalls, ItSeesNothingOfTheFolderItLiesIn) {
  write("secret", "secret");
  EXPECT_NE(
      std::string(error_of(tool("cat '" + (folder.path() / "secret").string() + "'")).what()).find("Permission denied"),
      std::string::npos);
}

}  // namespace
}  // namespace oree
