#include <algorithm>
#include <optional>

#include "decode/json_schema.h"
#include "engine/made_models.h"
#include "engine/shipped_model.h"

namespace oree::engine_test {
namespace {

struct Family {
  std::string name;
  Vocabulary vocabulary;
  std::string chat_template;
};

const std::string kBegin =
    "{% for m in messages %}{% if m.role == 'tool' %}<|im_start|>tool\n{{ m.content }}<|im_end|>\n{% else %}"
    "<|im_start|>{{ m.role }}\n{{ m.content }}";
const std::string kEnd = "<|im_end|>\n{% endif %}{% endfor %}{{ '<|im_start|>assistant\n' }}";
const std::string kTools = "{% for t in tools or [] %}{{ t | tojson }}\n{% endfor %}";

std::string of_calls(const std::string& before, const std::string& call, const std::string& after) {
  return kTools + kBegin + "{% if m.tool_calls %}" + before + "{% for c in m.tool_calls %}" + call + "{% endfor %}" +
         after + "{% endif %}" + kEnd;
}

std::vector<std::string> controls_with(const std::vector<std::string>& more) {
  std::vector<std::string> controls = {"<s>", "<|im_start|>"};
  controls.insert(controls.end(), more.begin(), more.end());
  controls.emplace_back("<|im_end|>");
  return controls;
}

std::vector<Family> families() {
  const std::string hermes = of_calls("",
                                      "\n<tool_call>\n{\"name\": \"{{ c.function.name }}\", \"arguments\": "
                                      "{{ c.function.arguments | tojson }}}\n</tool_call>",
                                      "");
  const std::vector<std::string> words = {"{\"name\": \"",
                                          "\", \"arguments\": {",
                                          "\", \"parameters\": {",
                                          "}}",
                                          "}}]",
                                          "}\n</",
                                          "tool",
                                          "_call>",
                                          "<tool",
                                          ">\n",
                                          "```json",
                                          "\n```"};
  return {
      {"mistral",
       {words, {}, controls_with({"[TOOL_CALLS]"})},
       of_calls("[TOOL_CALLS][",
                "{% if not loop.first %}, {% endif %}{\"name\": \"{{ c.function.name }}\", \"arguments\": "
                "{{ c.function.arguments | tojson }}, \"id\": \"{{ c.id }}\"}",
                "]")},
      {"tekken",
       {words, {}, controls_with({"[TOOL_CALLS]", "[ARGS]", "[CALL_ID]"})},
       of_calls("", "[TOOL_CALLS]{{ c.function.name }}[CALL_ID]{{ c.id }}[ARGS]{{ c.function.arguments | tojson }}",
                "")},
      {"hermes", {words, {}, controls_with({})}, hermes},
      {"hermes", {words, {"<tool_call>", "</tool_call>"}, controls_with({})}, hermes},
      {"hermes", {words, {}, controls_with({"<tool_call>", "</tool_call>"})}, hermes},
      {"llama",
       {words, {}, controls_with({"<|python_tag|>"})},
       of_calls("{% if m.tool_calls | length != 1 %}{{ raise_exception('one call') }}{% endif %}",
                "{\"name\": \"{{ c.function.name }}\", \"parameters\": {{ c.function.arguments | tojson }}}", "")},
      {"gemma",
       {words, {}, {"<s>", "<start_of_turn>", "<end_of_turn>"}},
       "{% for m in messages %}{% if m.role == 'system' or (m.role == 'user') != (loop.index0 % 2 == 0) %}"
       "{{ raise_exception('no') }}{% endif %}<start_of_turn>{{ m.role }}\n{{ m.content }}<end_of_turn>\n{% endfor %}"
       "<start_of_turn>model\n"},
      {"json",
       {words, {}, controls_with({})},
       "{% for m in messages %}{% if m.role in ['system', 'user', 'assistant'] %}<|im_start|>{{ m.role }}\n"
       "{{ m.content }}<|im_end|>\n{% endif %}{% endfor %}<|im_start|>assistant\n"},
  };
}

SamplingOptions hot(std::uint64_t seed) {
  return {.temperature = 2.0F, .top_k = 0, .top_p = 1, .min_p = 0, .seed = seed};
}

void expect_valid(const AssistantTurn& turn) {
  ASSERT_FALSE(turn.calls.empty()) << turn.cut_call;
  EXPECT_EQ(turn.stop, StopReason::kGrammar);
  for (const ToolCall& call : turn.calls) {
    const auto tools = some_tools();
    const auto tool =
        std::find_if(tools.begin(), tools.end(), [&](const auto& each) { return each.name == call.tool; });
    ASSERT_NE(tool, tools.end()) << call.tool;
    EXPECT_EQ(decode::find_violation(tool->schema, call.arguments), std::nullopt) << call.arguments.dump();
  }
}

class ToolFormats : public testing::TestWithParam<int> {
 protected:
  Family family_ = families().at(static_cast<std::size_t>(GetParam()));
  MadeModel made_{family_.vocabulary, family_.chat_template};
};

TEST_P(ToolFormats, AreRecognised) {
  const Json chat = inspect_model(made_.random(1))["chat"];
  EXPECT_EQ(chat["tool_format"], family_.name) << chat;
  EXPECT_EQ(chat["calls"], true);
}

TEST_P(ToolFormats, EveryCallOfNoiseParsesAndValidatesAndTheConversationGoesOn) {
  std::size_t most = 0;
  for (unsigned seed = 0; seed < 12; ++seed) {
    const Engine engine(made_.random(seed), {});
    const auto conversation = engine.new_conversation("Be brief.", some_tools(), hot(seed));
    conversation->add_user("Lunch with Ana");
    TurnOptions options;
    options.tool_choice = ToolChoice::required();
    options.max_tokens = 120 + 40 * static_cast<int>(seed);
    for (int turn_number = 0; turn_number < 2; ++turn_number) {
      const AssistantTurn turn = conversation->next(options);
      ASSERT_NO_FATAL_FAILURE(expect_valid(turn));
      EXPECT_LE(turn.usage.completion_tokens, options.max_tokens);
      most = std::max(most, turn.calls.size());
      for (std::size_t i = 0; i < turn.calls.size(); ++i) conversation->add_tool_result({{"n", i}});
    }
    options.tool_choice = ToolChoice::none();
    options.max_tokens = 8;
    EXPECT_TRUE(conversation->next(options).calls.empty());
  }
  const bool takes_several = family_.name == "mistral" || family_.name == "tekken" || family_.name == "hermes";
  if (takes_several) {
    EXPECT_GT(most, 1U) << "several calls in one turn";
  } else {
    EXPECT_EQ(most, 1U);
  }
}

TEST_P(ToolFormats, WhateverIsWrittenFreelyIsTextOrValidCalls) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const Engine engine(made_.random(seed + 100), {});
    const auto conversation = engine.new_conversation("", some_tools(), hot(seed));
    conversation->add_user("Lunch with Ana");
    std::string streamed;
    TurnOptions options;
    options.max_tokens = 150;
    options.on_text = [&](std::string_view text) { streamed += text; };
    const AssistantTurn turn = conversation->next(options);
    EXPECT_EQ(streamed, turn.text);
    if (turn.stop == StopReason::kGrammar) {
      expect_valid(turn);
    } else {
      EXPECT_TRUE(turn.calls.empty());
    }
  }
}

TEST_P(ToolFormats, ANamedToolIsTheOneThatIsCalled) {
  const Engine engine(made_.random(7), {});
  for (const char* name : {"contacts_find", "clock_now"}) {
    const auto conversation = engine.new_conversation("", some_tools(), hot(3));
    conversation->add_user("Lunch with Ana");
    TurnOptions options;
    options.tool_choice = ToolChoice::named(name);
    const AssistantTurn turn = conversation->next(options);
    ASSERT_NO_FATAL_FAILURE(expect_valid(turn));
    for (const ToolCall& call : turn.calls) EXPECT_EQ(call.tool, name);
  }
  const auto conversation = engine.new_conversation("", some_tools(), hot(3));
  conversation->add_user("Lunch with Ana");
  TurnOptions options;
  options.tool_choice = ToolChoice::named("contacts_lose");
  const Error error = error_of([&] { conversation->next(options); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_NE(std::string(error.what()).find("contacts_lose"), std::string::npos);
}

TEST_P(ToolFormats, ACutCallIsSaidAndGoesOnAsIfItHadNeverEnded) {
  const std::filesystem::path path = made_.random(5);
  const Engine engine(path, {});
  TurnOptions options;
  options.tool_choice = ToolChoice::required();
  options.max_tokens = 3;
  const auto conversation = engine.new_conversation("", some_tools(), hot(4));
  conversation->add_user("Lunch with Ana");
  AssistantTurn turn = conversation->next(options);
  EXPECT_EQ(turn.stop, StopReason::kLength);
  EXPECT_TRUE(turn.calls.empty());
  EXPECT_FALSE(turn.cut_call.empty());
  const std::string cut = turn.cut_call;
  turn = conversation->next(options);
  EXPECT_EQ(turn.cut_call.compare(0, cut.size(), cut), 0) << "it is the same call";
  EXPECT_GT(turn.cut_call.size(), cut.size());
  options.max_tokens = 400;
  expect_valid(conversation->next(options));

  // Something else may be said instead.
  const auto other = engine.new_conversation("", some_tools(), hot(4));
  other->add_user("Lunch with Ana");
  options.max_tokens = 3;
  EXPECT_FALSE(other->next(options).cut_call.empty());
  other->add_user("Never mind");
  options.tool_choice = ToolChoice::none();
  EXPECT_TRUE(other->next(options).cut_call.empty());
  EXPECT_EQ(error_of([&] { other->next(options); }).code(), ErrorCode::kUsage);
}

TEST_P(ToolFormats, ACallThatIsCancelledIsSaidAndTakenBack) {
  const Engine engine(made_.random(5), {});
  const auto conversation = engine.new_conversation("", some_tools(), hot(4));
  conversation->add_user("Lunch with Ana");
  CancelFlag cancel;
  cancel.cancel();
  TurnOptions options;
  options.tool_choice = ToolChoice::required();
  options.cancel = &cancel;
  const AssistantTurn turn = conversation->next(options);
  EXPECT_EQ(turn.stop, StopReason::kCancelled);
  EXPECT_TRUE(turn.calls.empty());
  EXPECT_EQ(error_of([&] { conversation->next({}); }).code(), ErrorCode::kUsage) << "the request is gone";
}

INSTANTIATE_TEST_SUITE_P(Each, ToolFormats, testing::Range(0, 8));

// A model that says what it is told to: where calls begin in text.

class OpenedCalls : public testing::Test {
 protected:
  using Chain = std::map<std::string, std::map<std::string, float>>;

  AssistantTurn turn_of(const Family& family, const Chain& chain, const TurnOptions& options = {}) {
    made_.emplace(family.vocabulary, family.chat_template);
    const Engine engine(made_->chain(chain), {});
    const auto conversation = engine.new_conversation("", some_tools(), {});
    conversation->add_user("x");
    TurnOptions watched = options;
    watched.max_tokens = options.max_tokens == 512 ? 200 : options.max_tokens;
    streamed_.clear();
    watched.on_text = [&](std::string_view text) { streamed_ += text; };
    return conversation->next(watched);
  }

  std::optional<MadeModel> made_;
  std::string streamed_;
};

// Letters alone, the tag being no token.
Family spelled_hermes() {
  Family family = families().at(2);
  family.vocabulary.words = {"Let me see.", ".<tool", "_call>", "_call>{", "_call>\n", "_calls", "{\"name\":"};
  return family;
}

TEST_F(OpenedCalls, LettersSpreadOverTokensOpenOneAndTheTextBeforeIsKept) {
  const AssistantTurn turn = turn_of(spelled_hermes(), {{"\n", {{"Let me see.", 1}}},
                                                        {"Let me see.", {{".<tool", 1}}},
                                                        {".<tool", {{"_call>", 1}}},
                                                        {"_call>", {{"x", 1}}}});
  ASSERT_NO_FATAL_FAILURE(expect_valid(turn));
  EXPECT_EQ(turn.text, "Let me see..");
  EXPECT_EQ(streamed_, turn.text) << "no part of the tag was shown";
}

TEST_F(OpenedCalls, ATokenThatGoesOnWrongIsNotTaken) {
  const AssistantTurn turn = turn_of(spelled_hermes(), {{"\n", {{"Let me see.", 1}}},
                                                        {"Let me see.", {{".<tool", 1}}},
                                                        {".<tool", {{"_call>{", 1}, {"_call>\n", 0.5F}}}});
  ASSERT_NO_FATAL_FAILURE(expect_valid(turn));
}

TEST_F(OpenedCalls, WhatOnlyBeginsLikeATagIsText) {
  const AssistantTurn turn = turn_of(
      spelled_hermes(), {{"\n", {{".<tool", 1}}}, {".<tool", {{"_calls", 1}}}, {"_calls", {{"<|im_end|>", 1}}}});
  EXPECT_TRUE(turn.calls.empty());
  EXPECT_EQ(turn.stop, StopReason::kEnd);
  EXPECT_EQ(turn.text, ".<tool_calls");
  EXPECT_EQ(streamed_, turn.text);
}

TEST_F(OpenedCalls, TextThatEndsInsideATagIsTextToTheEnd) {
  TurnOptions options;
  options.max_tokens = 1;
  const AssistantTurn turn = turn_of(spelled_hermes(), {{"\n", {{".<tool", 1}}}}, options);
  EXPECT_EQ(turn.text, ".<tool");
  EXPECT_EQ(turn.stop, StopReason::kLength);
}

TEST_F(OpenedCalls, WhereCallsAreNotAllowedATagIsText) {
  TurnOptions options;
  options.tool_choice = ToolChoice::none();
  const AssistantTurn turn =
      turn_of(spelled_hermes(), {{"\n", {{".<tool", 1}}}, {".<tool", {{"_call>", 1}}}, {"_call>", {{"<|im_end|>", 1}}}},
              options);
  EXPECT_EQ(turn.text, ".<tool_call>");
}

TEST_F(OpenedCalls, OneThatDoesNotFitIsCutNotDropped) {
  TurnOptions options;
  options.max_tokens = 4;
  const AssistantTurn turn = turn_of(spelled_hermes(),
                                     {{"\n", {{"Let me see.", 1}}},
                                      {"Let me see.", {{".<tool", 1}}},
                                      {".<tool", {{"_call>", 1}}},
                                      {"_call>", {{"x", 1}}}},
                                     options);
  EXPECT_EQ(turn.stop, StopReason::kLength);
  EXPECT_EQ(turn.text, "Let me see..");
  EXPECT_EQ(turn.cut_call, "<tool_call>\n");
  EXPECT_EQ(streamed_, turn.text);
}

TEST_F(OpenedCalls, SeveralFollowEachOtherUntilTheModelEnds) {
  TurnOptions options;
  options.max_tokens = 2000;
  // After every '>' comes a line break: another call, as often as a turn may have calls.
  const AssistantTurn turn = turn_of(spelled_hermes(),
                                     {{"\n", {{".<tool", 1}}},
                                      {".<tool", {{"_call>", 1}}},
                                      {"_call>", {{"\n", 1}}},
                                      {">", {{"\n", 1}}},
                                      {"\"", {{"c", 1}, {"}", 2}}},
                                      {"c", {{"l", 1}}}},
                                     options);
  ASSERT_NO_FATAL_FAILURE(expect_valid(turn));
  EXPECT_EQ(turn.calls.size(), 8U);
}

Family llama() {
  Family family = families().at(5);
  family.vocabulary.words = {"{\"na", "me\":", "Here: ", "{\"x\": 1}"};
  return family;
}

TEST_F(OpenedCalls, AnObjectWithANameOpensOneAtTheBeginningAlone) {
  AssistantTurn turn = turn_of(llama(), {{"\n", {{"{\"na", 1}}}, {"{\"na", {{"me\":", 1}}}, {"me\":", {{"x", 1}}}});
  ASSERT_NO_FATAL_FAILURE(expect_valid(turn));
  EXPECT_EQ(turn.text, "");

  turn = turn_of(
      llama(),
      {{"\n", {{"Here: ", 1}}}, {"Here: ", {{"{\"na", 1}}}, {"{\"na", {{"me\":", 1}}}, {"me\":", {{"<|im_end|>", 1}}}});
  EXPECT_TRUE(turn.calls.empty());
  EXPECT_EQ(turn.text, "Here: {\"name\":");

  turn = turn_of(llama(), {{"\n", {{"{\"x\": 1}", 1}}}, {"{\"x\": 1}", {{"<|im_end|>", 1}}}});
  EXPECT_TRUE(turn.calls.empty());
  EXPECT_EQ(turn.text, "{\"x\": 1}") << "an answer in JSON is no call";
}

TEST_F(OpenedCalls, AControlTokenOpensOneBehindText) {
  const AssistantTurn turn = turn_of(llama(), {{"\n", {{"Here: ", 1}}}, {"Here: ", {{"<|python_tag|>", 1}}}});
  ASSERT_NO_FATAL_FAILURE(expect_valid(turn));
  EXPECT_EQ(turn.text, "Here:");
}

TEST(ToolFormatOption, NamesAnotherFormat) {
  const Family family = families().at(7);
  MadeModel made(family.vocabulary, family.chat_template);
  EngineOptions options;
  options.tool_format = "hermes";
  const std::filesystem::path path = made.random(1);
  const Engine engine(path, options);
  const auto conversation = engine.new_conversation("", some_tools(), hot(1));
  conversation->add_user("x");
  TurnOptions cut;
  cut.tool_choice = ToolChoice::required();
  cut.max_tokens = 12;
  EXPECT_EQ(conversation->next(cut).cut_call.substr(0, 11), "<tool_call>");

  options.tool_format = "telepathy";
  const Engine wrong(path, options);
  const Error error = error_of([&] { wrong.new_conversation("", some_tools(), {}); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_EQ(error.where(), "--tool-format");
  EXPECT_NE(error.hint().find("hermes"), std::string::npos);
}

}  // namespace
}  // namespace oree::engine_test
