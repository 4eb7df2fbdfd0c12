// The leaderboard's rules, one by one.
#include "workbench/bfcl_answers.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "workbench/bfcl_questions.h"

namespace oree::workbench {
namespace {

namespace fs = std::filesystem;

Json function(const std::string& name, const char* properties, const Json& required = Json::array()) {
  return {{"name", name},
          {"description", "Does " + name + "."},
          {"parameters", {{"type", "dict"}, {"properties", Json::parse(properties)}, {"required", required}}}};
}

// One function f with a parameter p of that type, called once.
std::optional<std::string> mistake(const char* schema, const char* accepted, const char* written) {
  const Json functions = {function("f", (std::string(R"({"p": )") + schema + "}").c_str())};
  const Json answer = Json::array({{{"f", {{"p", Json::parse(accepted)}}}}});
  Json arguments = Json::object();
  if (std::string(written) != "absent") {
    arguments["p"] = Json::parse(written);
  }
  return find_mistake(functions, answer, {{"f", arguments}});
}

struct Value {
  const char* name;
  const char* schema;
  const char* accepted;
  const char* written;
  bool right;
};

class Values : public testing::TestWithParam<Value> {};

TEST_P(Values, AreJudgedAsTheLeaderboardDoes) {
  const Value& value = GetParam();
  const std::optional<std::string> found = mistake(value.schema, value.accepted, value.written);
  EXPECT_EQ(!found, value.right) << value.written << " of " << value.accepted << ": " << found.value_or("right");
}

constexpr const char* kText = R"({"type": "string"})";
constexpr const char* kInteger = R"({"type": "integer"})";
constexpr const char* kFloat = R"({"type": "float"})";
constexpr const char* kFloats = R"({"type": "array", "items": {"type": "float"}})";
constexpr const char* kIntegers = R"({"type": "array", "items": {"type": "integer"}})";
constexpr const char* kTexts = R"({"type": "array", "items": {"type": "string"}})";
constexpr const char* kPair = R"({"type": "tuple", "items": {"type": "float"}})";
constexpr const char* kDict = R"({"type": "dict"})";
constexpr const char* kDicts = R"({"type": "array", "items": {"type": "dict"}})";

INSTANTIATE_TEST_SUITE_P(
    Rules, Values,
    testing::Values(
        Value{"text", kText, R"(["Paris", "Paris, France"])", R"("Paris")", true},
        Value{"text_of_other_case", kText, R"(["New York"])", R"("NEW york")", true},
        Value{"text_punctuated_otherwise", kText, R"(["April 1, 2024"])", R"("april-1/2024.")", true},
        Value{"text_with_stars", kText, R"(["x**2"])", R"("x^2")", true},
        Value{"text_in_other_quotes", kText, R"(["say 'hi'"])", R"("say \"hi\"")", true},
        Value{"text_accents_stay", kText, R"(["Orléans"])", R"("Orleans")", false},
        Value{"text_case_beyond_ascii", kText, R"(["ÉTÉ"])", R"("été")", true},
        Value{"text_with_a_colon", kText, R"(["12:30"])", R"("1230")", false},
        Value{"text_with_a_tab", kText, R"(["a b"])", R"("a\tb")", false},
        Value{"text_of_more_words", kText, R"(["Paris"])", R"("in Paris")", false},
        Value{"text_for_a_number", kInteger, "[5]", R"("5")", false},
        Value{"number_for_a_text", kText, R"(["5"])", "5", false}, Value{"integer", kInteger, "[5, 6]", "6", true},
        Value{"integer_of_another_value", kInteger, "[5]", "6", false},
        Value{"float_for_an_integer", kInteger, "[5]", "5.0", false},
        Value{"integer_for_a_float", kFloat, "[5.0]", "5", true},
        Value{"integer_for_a_float_given_as_one", kFloat, "[5]", "5", true},
        Value{"float", kFloat, "[0.5]", "0.5", true}, Value{"float_of_another_value", kFloat, "[0.5]", "0.51", false},
        Value{"boolean", R"({"type": "boolean"})", "[true]", "true", true},
        Value{"boolean_of_another_value", R"({"type": "boolean"})", "[true]", "false", false},
        Value{"boolean_for_an_integer", kInteger, "[1]", "true", false},
        Value{"absent", kText, R"(["m", ""])", "absent", true},
        Value{"absent_though_expected", kText, R"(["m"])", "absent", false},
        Value{"optional_and_right", kText, R"(["m", ""])", R"("m")", true},
        Value{"optional_and_wrong", kText, R"(["m", ""])", R"("km")", false},
        Value{"given_though_only_absence_is_right", kText, R"([""])", R"("m")", false},
        Value{"list", kIntegers, "[[1, 2], [3]]", "[3]", true},
        Value{"list_in_another_order", kIntegers, "[[1, 2]]", "[2, 1]", false},
        Value{"list_too_short", kIntegers, "[[1, 2]]", "[1]", false},
        Value{"list_of_plain_texts", kTexts, R"([["New York", "L.A."]])", R"(["new york", "LA"])", true},
        Value{"list_of_another_type", kIntegers, "[[1, 2]]", R"(["1", "2"])", false},
        Value{"list_of_whole_floats", kFloats, "[[1.0, 2.5]]", "[1, 2.5]", false},
        Value{"list_of_floats_given_as_integers", kFloats, "[[1, 2]]", "[1, 2]", true},
        Value{"list_absent", kTexts, R"([["a"], ""])", "absent", true},
        Value{"list_empty_where_it_may_be_absent", kTexts, R"([["a"], ""])", "[]", true},
        Value{"tuple", kPair, "[[1.5, 2.5]]", "[1.5, 2.5]", true},
        Value{"list_of_lists", R"({"type": "array", "items": {"type": "array"}})", "[[[1, 2], [3]]]", "[[1, 2], [3]]",
              true},
        Value{"dict", kDict, R"([{"a": [1], "b": ["X Y", ""]}])", R"({"b": "x-y", "a": 1})", true},
        Value{"dict_without_an_optional_key", kDict, R"([{"a": [1], "b": ["x", ""]}])", R"({"a": 1})", true},
        Value{"dict_without_a_key", kDict, R"([{"a": [1], "b": ["x"]}])", R"({"a": 1})", false},
        Value{"dict_with_another_key", kDict, R"([{"a": [1]}])", R"({"a": 1, "c": 2})", false},
        Value{"dict_of_another_value", kDict, R"([{"a": [1]}])", R"({"a": 2})", false},
        Value{"dict_second_of_two", kDict, R"([{"a": [1]}, {"b": [2]}])", R"({"b": 2})", true},
        Value{"dict_with_a_list", kDict, R"([{"a": [[1, 2]]}])", R"({"a": [1, 2]})", true},
        Value{"dicts", kDicts, R"([[{"a": [1]}, {"a": [2, 3]}]])", R"([{"a": 1}, {"a": 3}])", true},
        Value{"dicts_in_another_order", kDicts, R"([[{"a": [1]}, {"a": [2]}]])", R"([{"a": 2}, {"a": 1}])", false},
        Value{"dicts_too_few", kDicts, R"([[{"a": [1]}, {"a": [2]}]])", R"([{"a": 1}])", false},
        Value{"any_as_it_is_accepted", R"({"type": "any"})", "[5]", "5", true},
        Value{"a_variables_name", kFloat, R"(["rate"])", R"("rate")", true},
        Value{"a_variables_name_of_other_case", kFloat, R"(["rate"])", R"("Rate")", false}),
    [](const testing::TestParamInfo<Value>& value) { return value.param.name; });

const char* kTwo = R"({"a": {"type": "integer"}, "b": {"type": "integer"}})";

TEST(BfclAnswers, NamesAndParametersAreExact) {
  const Json functions = {function("m.add", kTwo, {"a"}), function("m.sub", kTwo, {"a", "b"})};
  const Json accepted = Json::parse(R"([{"m.add": {"a": [1], "b": [2, ""]}}])");
  EXPECT_EQ(find_mistake(functions, accepted, {{"m.add", {{"a", 1}, {"b", 2}}}}), std::nullopt);
  EXPECT_EQ(find_mistake(functions, accepted, {{"m.add", {{"a", 1}}}}), std::nullopt);
  EXPECT_EQ(find_mistake(functions, accepted, {{"m.sub", {{"a", 1}, {"b", 2}}}}), "m.sub is called, and not m.add");
  EXPECT_EQ(find_mistake(functions, accepted, {{"m.add", {{"b", 2}}}}), "m.add lacks a, which it requires");
  EXPECT_EQ(find_mistake(functions, accepted, {{"m.add", {{"a", 1}, {"c", 2}}}}), "m.add has c, which is not expected");
  EXPECT_EQ(find_mistake(functions, accepted, {{"m.add", {{"a", "1"}}}}), "a of m.add has the wrong type");
  EXPECT_EQ(find_mistake(functions, accepted, {{"m.add", {{"a", 3}}}}), "a of m.add is none of the accepted values");
  // A parameter of the function that no answer mentions may not be given.
  EXPECT_EQ(find_mistake(functions, Json::parse(R"([{"m.add": {"a": [1]}}])"), {{"m.add", {{"a", 1}, {"b", 2}}}}),
            "m.add has b, which is not expected");
}

TEST(BfclAnswers, TheNumberOfCallsCountsAndTheirOrderDoesNot) {
  const Json functions = {function("f", kTwo, {"a"})};
  const Json accepted = Json::parse(R"([{"f": {"a": [1]}}, {"f": {"a": [2]}}])");
  const FunctionCall one{"f", {{"a", 1}}};
  const FunctionCall two{"f", {{"a", 2}}};
  EXPECT_EQ(find_mistake(functions, accepted, {one, two}), std::nullopt);
  EXPECT_EQ(find_mistake(functions, accepted, {two, one}), std::nullopt);
  EXPECT_EQ(find_mistake(functions, accepted, {one}), "1 calls, and not 2");
  EXPECT_EQ(find_mistake(functions, accepted, {one, one}), "a of f is none of the accepted values");
  EXPECT_EQ(find_mistake(functions, accepted, {one, two, two}), "3 calls, and not 2");
  EXPECT_EQ(find_mistake(functions, Json::array(), {}), std::nullopt);  // of irrelevance
  EXPECT_EQ(find_mistake(functions, nullptr, {}), std::nullopt);
  EXPECT_EQ(find_mistake(functions, Json::array(), {one}), "1 calls, and not 0");
}

// Their own answers, written out, are right; and no longer when anything of them is changed.
TEST(BfclAnswers, TheLeaderboardsOwnAnswersAreRight) {
  const fs::path folder = fs::path(OREE_SOURCE_DIR) / ".." / "shared" / "data" / "bfcl";
  if (!fs::exists(folder)) {
    GTEST_SKIP() << "needs " << folder;
  }
  const auto value_of = [](const Json& accepted, const auto& value_of_dict) -> Json {
    for (const Json& value : accepted) {
      if (value != "") {
        return value_of_dict(value, value_of_dict);
      }
    }
    return nullptr;
  };
  const auto value_of_dict = [&](const Json& value, const auto& self) -> Json {
    if (value.is_array() && !value.empty() && value.front().is_object()) {
      Json items = Json::array();
      for (const Json& item : value) items.push_back(self(item, self));
      return items;
    }
    if (!value.is_object()) return value;
    Json result = Json::object();
    for (const auto& [key, values] : value.items()) {
      result[key] = value_of(values, [](const Json& inner, const auto&) { return inner; });
    }
    return result;
  };
  const auto function_of = [](const BfclQuestion& question, const std::string& name) {
    for (const Json& each : question.functions) {
      if (each["name"] == name) return each;
    }
    return Json();
  };
  int n_right = 0;
  std::vector<std::string> wrong;
  for (const char* category : {"simple", "multiple", "parallel", "parallel_multiple"}) {
    for (const BfclQuestion& question : read_bfcl_questions(folder, category, 0)) {
      std::vector<FunctionCall> calls;
      for (const Json& accepted : question.accepted) {
        Json arguments = Json::object();
        for (const auto& [parameter, values] : accepted.begin().value().items()) {
          const Json required = function_of(question, accepted.begin().key())["parameters"].value("required", Json());
          const bool is_required = std::find(required.begin(), required.end(), parameter) != required.end();
          const bool is_optional = std::find(values.begin(), values.end(), "") != values.end();
          if (is_required || !is_optional) arguments[parameter] = value_of(values, value_of_dict);
        }
        calls.push_back({accepted.begin().key(), arguments});
      }
      const std::optional<std::string> found = find_mistake(question.functions, question.accepted, calls);
      n_right += found ? 0 : 1;
      if (found) wrong.push_back(question.id + ": " + *found);
      calls.front().function += "_";
      EXPECT_NE(find_mistake(question.functions, question.accepted, calls), std::nullopt) << question.id;
    }
  }
  EXPECT_EQ(n_right, 1000) << testing::PrintToString(wrong);
}

}  // namespace
}  // namespace oree::workbench
