#include "oree/workbench/evaluate_calls.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "oree/error.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

fs::path model_path() { return fs::path(OREE_SOURCE_DIR) / "models" / "oree-mini.gguf"; }

ToolDescription tool(const std::string& name, const char* schema) {
  ToolDescription result;
  result.name = name;
  result.description = "Do " + name + ".";
  result.schema = Json::parse(schema);
  return result;
}

std::vector<ToolDescription> some_tools() {
  return {tool("contacts_find", R"({"type": "object", "properties": {"name": {"type": "string"}},
                                    "required": ["name"], "additionalProperties": false})"),
          tool("clock_now", R"({"type": "object", "properties": {}, "required": [], "additionalProperties": false})")};
}

Json request(int number, const Json& expected) {
  return {{"id", "request-" + std::to_string(number)},
          {"category", number % 2 == 0 ? "even" : "odd"},
          {"phrasing", number < 4 ? "seen" : "reserved"},
          {"now", "2026-11-23T09:00:00"},
          {"messages",
           {{{"role", "user"}, {"content", "Find Bo"}},
            {{"role", "assistant"}, {"calls", {{{"tool", "contacts_find"}, {"arguments", {{"name", "Bo"}}}}}}},
            {{"role", "tool"}, {"content", {{"name", "Bo"}}}},
            {{"role", "assistant"}, {"content", "Bo it is."}}}},
          {"request", "Find person " + std::to_string(number)},
          {"tools", {"contacts_find", "clock_now"}},
          {"expected", expected}};
}

bool identical(const ToolDescription&, const Json& left, const Json& right, const std::string&) {
  return left == right;
}

class EvaluateCallsTest : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/oree-evaluate-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder_); }

  EvaluateCallsOptions options_of(const std::vector<Json>& requests) const {
    std::ofstream file(folder_ / "requests.jsonl");
    for (const Json& each : requests) {
      file << each.dump() << "\n";
    }
    EvaluateCallsOptions options;
    options.requests = folder_ / "requests.jsonl";
    return options;
  }

  Error error_of(const std::vector<Json>& requests, const Engine& engine) const {
    try {
      evaluate_calls(engine, some_tools(), options_of(requests), identical);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::kInternal, "nothing was thrown"};
  }

  fs::path folder_;
};

TEST_F(EvaluateCallsTest, ScoresWhatIsExactAndSaysHowSureThatIs) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  const Engine engine(model_path(), {});
  const Json impossible = {{{"tool", "contacts_find"}, {"arguments", {{"name", "\x01 nobody writes this"}}}}};
  std::vector<Json> requests;
  for (int number = 0; number < 10; ++number) {
    requests.push_back(request(number, impossible));
  }
  const Json none_right = evaluate_calls(engine, some_tools(), options_of(requests), identical);
  EXPECT_EQ(none_right["score"], 0.0);
  ASSERT_EQ(none_right["failures"].size(), 10u);

  // What the model writes becomes what is expected of 8 requests.
  for (std::size_t index = 0; index < 8; ++index) {
    const Json& got = none_right["failures"][index]["got"];
    requests[index]["expected"] = got.is_array() ? got : Json::array();
  }
  int last_done = 0;
  EvaluateCallsOptions options = options_of(requests);
  options.on_progress = [&](int done, int total) {
    last_done = done;
    EXPECT_EQ(total, 10);
  };
  const Json scores = evaluate_calls(engine, some_tools(), options, identical);
  EXPECT_EQ(last_done, 10);
  EXPECT_EQ(scores["exact"], 8);
  EXPECT_EQ(scores["total"], 10);
  EXPECT_DOUBLE_EQ(scores["score"].get<double>(), 0.8);
  EXPECT_NEAR(scores["low"].get<double>(), 0.4902, 1e-4);  // statsmodels proportion_confint(8, 10, method="wilson")
  EXPECT_NEAR(scores["high"].get<double>(), 0.9433, 1e-4);
  EXPECT_EQ(scores["by"]["category"]["even"]["exact"], 4);
  EXPECT_EQ(scores["by"]["category"]["odd"]["total"], 5);
  EXPECT_EQ(scores["by"]["phrasing"]["seen"]["total"], 4);
  EXPECT_EQ(scores["by"]["phrasing"]["reserved"]["total"], 6);
  EXPECT_EQ(scores["failures"].size(), 2u);
  int n_confused = 0;
  for (const auto& [expected, written] : scores["confusion"].items()) {
    for (const auto& [name, count] : written.items()) {
      n_confused += count.get<int>();
    }
  }
  EXPECT_GE(n_confused, 10);

  options.limit = 3;
  options.on_progress = nullptr;
  EXPECT_EQ(evaluate_calls(engine, some_tools(), options, identical)["total"], 3);
}

// A line that describes its tools, and whose call may be written in other ways.
Json described(const Json& arguments, const Json& accept) {
  Json line = request(0, {{{"tool", "lamp_switch"}, {"arguments", arguments}, {"accept", accept}}});
  line["messages"] = Json::array();
  line["language"] = "fr";
  line["tools"] = Json::parse(R"([{"name": "lamp_switch", "description": "Switch a lamp.", "schema": {"type": "object",
    "properties": {"room": {"type": "string"}, "percent": {"type": "number"}}, "required": ["room"],
    "additionalProperties": false}}])");
  return line;
}

TEST_F(EvaluateCallsTest, ToolsOfTheLineItselfAreCalled) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  const Engine engine(model_path(), {});
  EvaluateCallsOptions options = options_of({described({{"room", "hall"}, {"percent", 5}}, Json::object())});
  const Json scores = evaluate_calls(engine, {}, options, identical);
  EXPECT_EQ(scores["total"], 1);
  EXPECT_EQ(scores["by"]["language"]["fr"]["total"], 1);
  EXPECT_EQ(scores["by"]["tool"]["lamp_switch"]["total"], 1);
  EXPECT_FALSE(evaluate_calls(engine, some_tools(), options_of({request(0, Json::array())}), identical)["by"].contains(
      "language"));
  EXPECT_GT(sample_calls(engine, {}, options_of({described({{"room", "hall"}}, Json::object())}), 3)["calls"], 0);
}

TEST_F(EvaluateCallsTest, OtherValuesAreAcceptedWhereTheLineSaysSo) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  const Engine engine(model_path(), {});
  const Json hall = {{"room", "hall"}};
  const Json failed = evaluate_calls(engine, {}, options_of({described(hall, Json::object())}), identical)["failures"];
  ASSERT_EQ(failed.size(), 1u);
  ASSERT_TRUE(failed[0]["got"].is_array() && failed[0]["got"].size() == 1) << failed;
  const Json written = failed[0]["got"][0]["arguments"];
  const auto score = [&](const Json& arguments, const Json& accept) {
    return evaluate_calls(engine, {}, options_of({described(arguments, accept)}), identical)["exact"].get<int>();
  };
  Json accept = Json::object();
  for (const auto& [name, value] : written.items()) {
    accept[name] = Json::array({name == "room" ? Json("cellar") : Json(-1), value});
  }
  EXPECT_EQ(score(hall, accept), 1);
  accept["room"] = {"cellar"};
  EXPECT_EQ(score(hall, accept), 0);
  // null: the argument may be left out.
  Json with_percent = written;
  with_percent["percent"] = 4711;
  EXPECT_EQ(score(with_percent, Json::object()), 0);
  if (!written.contains("percent")) {
    EXPECT_EQ(score(with_percent, {{"percent", {nullptr}}}), 1);
  }
}

TEST_F(EvaluateCallsTest, ALineMayNotContradictItsOwnTools) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  const Engine engine(model_path(), {});
  Json no_schema = described({{"room", "hall"}}, Json::object());
  no_schema["tools"][0].erase("schema");
  Json bad_schema = described({{"room", "hall"}}, Json::object());
  bad_schema["tools"][0]["schema"] = 3;
  for (const Json& bad : {described({{"room", 3}}, Json::object()), described(Json::object(), Json::object()),
                          described({{"room", "hall"}}, {{"room", "cellar"}}),
                          described({{"room", "hall"}}, Json::array({Json::array({"cellar"})})),
                          described({{"room", "hall"}}, {{"room", Json::array()}}),
                          described({{"room", "hall"}}, {{"percent", {"much"}}}),
                          described({{"room", "hall"}}, {{"room", {nullptr}}}), no_schema, bad_schema}) {
    const Error error = error_of({request(0, Json::array()), bad}, engine);
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt) << bad.dump();
    EXPECT_NE(error.where().find("line 2"), std::string::npos) << error.where();
  }
}

TEST_F(EvaluateCallsTest, EverySampledCallIsValid) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  const Engine engine(model_path(), {});
  EvaluateCallsOptions options = options_of({request(0, Json::array()), request(1, Json::array())});
  options.sampling.temperature = 1;
  const Json result = sample_calls(engine, some_tools(), options, 30);
  EXPECT_EQ(result["sampled"], 30);
  EXPECT_GE(result["calls"].get<int>(), 30);
  EXPECT_EQ(result["valid"], result["calls"]) << result.dump();
}

TEST_F(EvaluateCallsTest, ARequestThatDoesNotFitCountsAsWrongAndTheOthersAreAsked) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  const Engine engine(model_path(), {});
  Json long_one = request(1, Json::array());
  for (int i = 0; i < 3000; ++i)
    long_one["request"] = long_one["request"].get<std::string>() + " and person " + std::to_string(i);
  const Json scores =
      evaluate_calls(engine, some_tools(), options_of({long_one, request(2, Json::array())}), identical);
  EXPECT_EQ(scores["total"], 2);
  EXPECT_EQ(scores["failures"][0]["id"], "request-1");
  EXPECT_FALSE(scores["failures"][0]["why"].get<std::string>().empty());
}

TEST_F(EvaluateCallsTest, ABadFileIsNamedWithItsLine) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  const Engine engine(model_path(), {});
  Json no_request = request(1, Json::array());
  no_request.erase("request");
  Json unknown_tool = request(1, Json::array());
  unknown_tool["tools"].push_back("teleport");
  Json foreign_call = request(1, {{{"tool", "clock_now"}, {"arguments", 3}}});
  for (const Json& bad : {no_request, unknown_tool, foreign_call, Json("text"), Json::array()}) {
    const Error error = error_of({request(0, Json::array()), bad}, engine);
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt) << bad.dump();
    EXPECT_NE(error.where().find("line 2"), std::string::npos) << error.where();
  }
  Json bad_role = request(1, Json::array());
  bad_role["messages"][0]["role"] = "narrator";
  EXPECT_EQ(error_of({bad_role}, engine).code(), ErrorCode::kCorrupt);
  EXPECT_NE(error_of({request(0, Json::array()), bad_role}, engine).where().find("line 2"), std::string::npos);
  EXPECT_EQ(error_of({}, engine).code(), ErrorCode::kCorrupt);

  EvaluateCallsOptions options;
  options.requests = folder_ / "absent.jsonl";
  EXPECT_THROW(evaluate_calls(engine, some_tools(), options, identical), Error);
}

}  // namespace
}  // namespace oree
