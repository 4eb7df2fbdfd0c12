#include "oree/workbench/evaluate_bfcl.h"

#include <gtest/gtest.h>

#include <fstream>

#include "oree/error.h"
#include "support/temporary_directory.h"
#include "workbench/bfcl_questions.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

using workbench::BfclQuestion;
using workbench::read_bfcl_questions;

fs::path model_path() { return fs::path(OREE_SOURCE_DIR) / "models" / "oree-mini.gguf"; }

Json question(const std::string& id, const std::string& content) {
  return Json::parse(R"({"id": ")" + id + R"(", "question": [[{"role": "user", "content": ")" + content + R"("}]],
    "function": [{"name": "lamp.switch", "description": "Switch a lamp.", "parameters": {"type": "dict",
      "properties": {"room": {"type": "string", "description": "Where."}, "on": {"type": "boolean"}},
      "required": ["room"]}}]})");
}

Json answer(const std::string& id) {
  return Json::parse(R"({"id": ")" + id +
                     R"(", "ground_truth": [{"lamp.switch": {"room": ["hall"], "on": [true, ""]}}]})");
}

class EvaluateBfclTest : public testing::Test {
 protected:
  // Both files of a category, and blank lines, which say nothing.
  void write(const std::string& file, const std::vector<Json>& questions, const std::vector<Json>& answers) const {
    fs::create_directories(folder_.path() / "possible_answer");
    std::ofstream asked(folder_.path() / file);
    for (const Json& each : questions) asked << each.dump() << "\n\n";
    std::ofstream accepted(folder_.path() / "possible_answer" / file);
    for (const Json& each : answers) accepted << each.dump() << "\n";
  }

  Error error_of(const std::vector<Json>& questions, const std::vector<Json>& answers) const {
    write("BFCL_v4_simple_python.json", questions, answers);
    try {
      read_bfcl_questions(folder_.path(), "simple", 0);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::kInternal, "nothing was thrown"};
  }

  test::TemporaryDirectory folder_;
};

TEST_F(EvaluateBfclTest, QuestionsAndAnswersAreReadTogether) {
  write("BFCL_v4_simple_python.json", {question("s-0", "Light in the hall!"), question("s-1", "Dark, please")},
        {answer("s-1"), answer("s-0")});
  const std::vector<BfclQuestion> questions = read_bfcl_questions(folder_.path(), "simple", 0);
  ASSERT_EQ(questions.size(), 2u);
  EXPECT_EQ(questions[1].id, "s-1");
  EXPECT_EQ(questions[0].messages[0]["content"], "Light in the hall!");
  EXPECT_EQ(questions[0].tools[0].name, "lamp-switch");
  EXPECT_EQ(questions[0].functions[0]["name"], "lamp.switch");
  EXPECT_EQ(questions[0].accepted.size(), 1u);
  EXPECT_EQ(read_bfcl_questions(folder_.path(), "simple", 1).size(), 1u);
  // Of irrelevance nothing is accepted, and no file says so.
  std::ofstream(folder_.path() / "BFCL_v4_irrelevance.json") << question("i-0", "Who are you?").dump() << "\n";
  EXPECT_TRUE(read_bfcl_questions(folder_.path(), "irrelevance", 0)[0].accepted.empty());
}

TEST_F(EvaluateBfclTest, WhatIsMalformedIsNamedByFileLineAndKey) {
  const Json good = question("s-0", "Light!");
  const auto changed = [&](const char* pointer, const Json& value) {
    Json line = question("s-1", "Light!");
    line[Json::json_pointer(pointer)] = value;
    return line;
  };
  struct Bad {
    Json line;
    std::string key;
  };
  for (const Bad& bad : std::vector<Bad>{
           {changed("/id", 3), "id"},
           {changed("/question", "Light!"), "question"},
           {changed("/question", Json::parse(R"([[], []])")), "question"},
           {changed("/question/0/0/role", "narrator"), "question.0.0.role"},
           {changed("/question/0/0/role", "assistant"), "question.0"},
           {changed("/question/0/0", "Light!"), "question.0.0"},
           {changed("/question/0/0/content", 4), "question.0.0.content"},
           {changed("/function/0/name", Json()), "function.0.name"},
           {changed("/function/0/name", "a..b"), "function.0"},
           {changed("/function/0/parameters", Json::object()), "function.0.parameters.properties"},
           {changed("/function/0/parameters/properties/room", 1), "function.0.parameters.properties.room"},
           {changed("/function/0/parameters/required", "room"), "function.0.parameters.required"},
           {changed("/function/0/parameters/required/0", 1), "function.0.parameters.required.0"},
           {changed("/function/0/parameters/properties/room/type", "strng"), "function.0"},
           {Json("text"), ""},
       }) {
    const Error error = error_of({good, bad.line}, {answer("s-0"), answer("s-1")});
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt) << bad.line;
    EXPECT_NE(error.where().find("BFCL_v4_simple_python.json, line 3"), std::string::npos) << error.where();
    EXPECT_TRUE(error.where().ends_with(bad.key)) << error.where() << " for " << bad.key;
  }
  for (const Bad& bad : std::vector<Bad>{
           {Json::parse(R"({"id": "s-0"})"), "ground_truth"},
           {Json::parse(R"({"id": "s-0", "ground_truth": [{"f": {}, "g": {}}]})"), "ground_truth.0"},
           {Json::parse(R"({"id": "s-0", "ground_truth": [{"f": {"a": 1}}]})"), "ground_truth.0.f.a"},
           {Json::parse(R"({"id": "s-0", "ground_truth": [{"f": {"a": [{"b": 1}]}}]})"), "ground_truth.0.f.a.0.b"},
           {Json::parse(R"({"id": "s-0", "ground_truth": [{"f": {"a": [[{"b": 1}]]}}]})"), "ground_truth.0.f.a.0.0.b"},
       }) {
    const Error error = error_of({good}, {bad.line});
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt) << bad.line;
    EXPECT_NE(error.where().find("possible_answer"), std::string::npos) << error.where();
    EXPECT_TRUE(error.where().ends_with("line 1, " + bad.key)) << error.where() << " for " << bad.key;
  }
  EXPECT_EQ(error_of({good}, {}).code(), ErrorCode::kCorrupt);  // no answer
  EXPECT_EQ(error_of({}, {}).code(), ErrorCode::kCorrupt);      // no question
  const Json foreign = Json::parse(R"({"id": "s-0", "ground_truth": [{"lamp.dim": {}}]})");
  EXPECT_NE(std::string(error_of({good}, {foreign}).what()).find("lamp.dim"), std::string::npos);
  try {
    read_bfcl_questions(folder_.path(), "parallel", 0);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  }
}

TEST_F(EvaluateBfclTest, WhatKeepsEveryQuestionFromBeingAskedIsAnErrorAndNoScore) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  write("BFCL_v4_irrelevance.json", {question("i-0", "Thank you very much.")}, {});
  EvaluateBfclOptions options;
  options.folder = folder_.path();
  options.categories = {"irrelevance"};
  EngineOptions raising;
  raising.chat_template = folder_.path() / "raises.jinja";
  std::ofstream(raising.chat_template) << "{{ raise_exception('not today') }}";
  const Engine engine(model_path(), raising);
  EXPECT_THROW(evaluate_bfcl(engine, options), Error);
}

TEST_F(EvaluateBfclTest, ALineNestedWithoutEndIsRefused) {
  const std::string deep = std::string(300'000, '[') + std::string(300'000, ']');
  std::ofstream(folder_.path() / "BFCL_v4_irrelevance.json")
      << R"({"id": "i-0", "question": [], "function": )" << deep << "}\n";
  try {
    read_bfcl_questions(folder_.path(), "irrelevance", 0);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("kMaxJsonDepth"), std::string::npos) << error.what();
  }
}

TEST_F(EvaluateBfclTest, AModelIsAskedEachQuestionOnce) {
  if (!fs::exists(model_path())) {
    GTEST_SKIP() << "no shipped model";
  }
  write("BFCL_v4_simple_python.json", {question("s-0", "Light in the hall!"), question("s-1", "Hall lamp on")},
        {answer("s-0"), answer("s-1")});
  // An array of anything has no place in the compact header: that question fails, the others are asked.
  Json unsupported = question("i-1", "How are you?");
  unsupported["function"][0]["parameters"]["properties"]["room"] = Json::parse(R"({"type": "array", "items": {}})");
  write("BFCL_v4_irrelevance.json", {question("i-0", "Thank you very much."), unsupported}, {});
  const Engine engine(model_path(), {});
  EvaluateBfclOptions options;
  options.folder = folder_.path();
  options.categories = {"simple", "irrelevance"};
  int last_done = 0;
  options.on_progress = [&](int done, int total) {
    last_done = done;
    EXPECT_EQ(total, 4);
  };
  const Json scores = evaluate_bfcl(engine, options);
  EXPECT_EQ(last_done, 4);
  EXPECT_EQ(scores["total"], 4);
  EXPECT_EQ(scores["exact"].get<int>() + static_cast<int>(scores["failures"].size()), 4);
  EXPECT_EQ(scores["by"]["category"]["simple"]["total"], 2);
  EXPECT_EQ(scores["by"]["category"]["irrelevance"]["total"], 2);
  EXPECT_GE(scores["seconds"].get<double>(), 0);
  EXPECT_EQ(scores["failures"].back()["id"], "i-1");
  EXPECT_FALSE(scores["failures"].back()["why"].get<std::string>().empty());
  EXPECT_EQ(scores["not_asked"], 1);

  options.on_progress = nullptr;
  options.limit = 1;
  EXPECT_EQ(evaluate_bfcl(engine, options)["total"], 2);
  options.categories = {"simple", "simple"};
  EXPECT_THROW(evaluate_bfcl(engine, options), Error);
}

}  // namespace
}  // namespace oree
