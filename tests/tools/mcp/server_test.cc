// Servers as programs: started, lost, and what they leave out.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "oree/error.h"
#include "oree/mcp.h"
#include "support/temporary_directory.h"
#include "tools/mcp/message.h"

namespace oree {
namespace {

constexpr const char* kPython = R"(
import json, sys
def say(**members): print(json.dumps({'jsonrpc': '2.0', **members}), flush=True)
for line in sys.stdin:
  asked = json.loads(line)
  if 'id' not in asked: continue
  method, id = asked['method'], asked['id']
  def fail(code): say(id=id, error={'code': code, 'message': 'no'})
  if method == 'initialize':
    say(id=id, result={'protocolVersion': '2025-11-25', 'capabilities': {'tools': {}, 'resources': {}, 'prompts': {}},
                       'serverInfo': {'name': 's', 'version': '1'}})
  elif method == 'tools/list':
    say(id=id, result={'tools': [{'name': 't', 'inputSchema': {'type': 'object'}}]})
  elif method in answers: answers[method](id, fail)
  else: fail(-32601)
)";

class McpServerTest : public testing::Test {
 protected:
  void SetUp() override {
    if (landlock_version() < 1) {
      GTEST_SKIP() << "this kernel has no Landlock; programs of others cannot be started here";
    }
    launcher = Launcher::start();
  }

  // answers: of Python, a dictionary from methods to functions of the request's id and a way to fail.
  std::shared_ptr<McpServer> serve(const std::string& answers) const {
    McpServerOptions options;
    options.name = "srv";
    options.command = {"python3", "-c", "import os\nanswers = " + answers + kPython};
    options.write = {folder.path()};
    return std::make_shared<McpServer>(std::move(options), launcher);
  }

  static ErrorCode code_of(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::kInternal;
  }

  test::TemporaryDirectory folder;
  std::shared_ptr<Launcher> launcher;
};

TEST_F(McpServerTest, ACallIsNotMadeTwiceBecauseAProgramSaysThatTheSessionIsLost) {
  const std::filesystem::path effects = folder.path() / "effects";
  const auto server = serve("{'tools/call': lambda id, fail: (print('once', file=open('" + effects.string() +
                            "', 'a')), fail(" + std::to_string(mcp::kSessionLost) + "))}");
  server->tools();
  EXPECT_THROW(server->call("t", Json::object()), Error);
  std::stringstream text;
  text << std::ifstream(effects).rdbuf();
  EXPECT_EQ(text.str(), "once\n");
}

TEST_F(McpServerTest, AListThatTheServerDoesNotKnowIsEmpty) {
  const auto server =
      serve("{'resources/list': lambda id, fail: say(id=id, result={'resources': [{'uri': 'a:b', 'name': 'b'}]})}");
  EXPECT_EQ(server->resources().size(), 1u);
  EXPECT_TRUE(server->resource_templates().empty());
  EXPECT_TRUE(server->prompts().empty());
  const McpTools offered = mcp_tools(server);
  ASSERT_EQ(offered.tools.size(), 2u);
  EXPECT_EQ(offered.tools[1]->description().name, "srv_read_resource");
}

TEST_F(McpServerTest, ResourcesThatCannotBeListedCostNoTools) {
  const McpTools offered = mcp_tools(serve("{'resources/list': lambda id, fail: fail(-32603)}"));
  EXPECT_EQ(offered.tools.size(), 1u);
  ASSERT_EQ(offered.left_out.size(), 1u);
  EXPECT_NE(offered.left_out[0].find("srv_read_resource"), std::string::npos) << offered.left_out[0];
}

TEST_F(McpServerTest, AnAgentGoesOnWithoutTheToolsOfAServerThatDoesNotStart) {
  const McpTools other = mcp_tools(serve("{}"));
  AgentFile file;
  file.tools = {"away_*", "away_find", "srv_t", "mistake"};
  leave_out_server(file, "away", other.tools);
  EXPECT_EQ(file.tools, (std::vector<std::string>{"srv_t", "mistake"}));
  leave_out_server(file, "srv", other.tools);
  EXPECT_EQ(file.tools, (std::vector<std::string>{"srv_t", "mistake"}));
}

TEST_F(McpServerTest, AStartIsCancelled) {
  McpServerOptions options;
  options.name = "srv";
  options.command = {"sleep", "60"};
  McpServer server(std::move(options), launcher);
  CancelFlag cancel;
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancel.cancel();
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of([&] { server.tools(&cancel); }), ErrorCode::kCancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  later.join();
}

TEST_F(McpServerTest, AMessageThatNobodyReadsIsCancelledAndTheNextIsWhole) {
  const std::filesystem::path told = folder.path() / "told";
  const auto server = serve(
      "{'tools/call': lambda id, fail: say(id=id, result={'content': []}),"
      " 'resources/list': lambda id, fail: (say(id=id, result={'resources': []}),"
      " os.path.exists('" +
      told.string() + "') or (open('" + told.string() + "', 'w'), __import__('time').sleep(60)))}");
  server->resources();  // from now on it reads nothing
  CancelFlag cancel;
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancel.cancel();
  });
  const auto start = std::chrono::steady_clock::now();
  const Json large = {{"text", std::string(1 << 20, 'x')}};
  EXPECT_EQ(code_of([&] { server->call("t", large, &cancel); }), ErrorCode::kCancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  later.join();
  EXPECT_NO_THROW(server->call("t", Json::object()));
}

}  // namespace
}  // namespace oree
