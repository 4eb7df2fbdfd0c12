#include "text/tool_formats/tool_format.h"

#include <filesystem>
#include <set>

#include "text/gguf_fixture.h"
#include "text/golden.h"
#include "text/template_format.h"

namespace oree::text {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<ToolCall> kOne = {{"contacts_find", {{"name", "Zoë \"Z\" [ARGS] </tool_call>"}}}};
const std::vector<ToolCall> kTwo = {{"contacts_find", {{"name", "Ana"}}}, {"clock_now", Json::object()}};

std::vector<std::string> controls_with(std::vector<std::string> more) {
  more.insert(more.begin(), {"<s>", "<|im_start|>"});
  more.emplace_back("<|im_end|>");
  return more;
}

// A vocabulary of bytes with these control tokens, and what it speaks for.
struct Speaker {
  explicit Speaker(const std::vector<std::string>& more)
      : file(test::byte_vocabulary({}, controls_with(more)).open()), tokenizer(Tokenizer::from_gguf(file)) {}
  ToolFormatSigns signs() const { return {.tokenizer = &tokenizer}; }

  gguf::File file;
  Tokenizer tokenizer;
};

ToolFormat format_named(std::string_view name) {
  static const Speaker speaker({"[TOOL_CALLS]", "[ARGS]"});
  return find_tool_format(name, speaker.signs());
}

Error refusal(const ToolFormat& format, std::string_view text) {
  return test::error_of([&] { format.parse(text); });
}

TEST(ToolFormat, ReadsBackWhatItWrites) {
  for (const std::string_view name : tool_format_names()) {
    const ToolFormat format = format_named(name);
    EXPECT_EQ(format.name, name);
    EXPECT_EQ(format.parse(format.write(kOne)), kOne) << name;
    if (format.syntaxes.front().takes_several()) {
      EXPECT_EQ(format.parse(format.write(kTwo)), kTwo) << name;
    }
  }
}

TEST(ToolFormat, WritesEachFamilysForm) {
  const auto written = [](std::string_view name) { return format_named(name).write(kTwo); };
  EXPECT_EQ(written("mistral"), R"([TOOL_CALLS][{"name": "contacts_find", "arguments": {"name": "Ana"}}, )"
                                R"({"name": "clock_now", "arguments": {}}])");
  EXPECT_EQ(written("tekken"), R"([TOOL_CALLS]contacts_find[ARGS]{"name": "Ana"}[TOOL_CALLS]clock_now[ARGS]{})");
  EXPECT_EQ(written("hermes"),
            "<tool_call>\n{\"name\": \"contacts_find\", \"arguments\": {\"name\": \"Ana\"}}\n</tool_call>\n"
            "<tool_call>\n{\"name\": \"clock_now\", \"arguments\": {}}\n</tool_call>");
  EXPECT_EQ(format_named("llama").write({kTwo[0]}), R"({"name": "contacts_find", "parameters": {"name": "Ana"}})");
  EXPECT_EQ(format_named("gemma").write({kTwo[0]}), R"({"name": "contacts_find", "parameters": {"name": "Ana"}})");
  EXPECT_EQ(format_named("json").write({kTwo[0]}), R"({"name": "contacts_find", "arguments": {"name": "Ana"}})");
}

TEST(ToolFormat, ReadsWhatModelsAndPromptsWriteBesides) {
  const auto calls = [](std::string_view name, std::string_view text) { return format_named(name).parse(text); };
  const std::vector<ToolCall> one = {{"a", {{"x", 1}}}};
  EXPECT_EQ(calls("mistral", R"([TOOL_CALLS] [{"name":"a","arguments":{"x":1},"id":"call00000"}])"), one);
  EXPECT_EQ(calls("tekken", R"([TOOL_CALLS]a[CALL_ID]call00000[ARGS]{"x": 1})"), one);
  EXPECT_EQ(calls("hermes", R"(<tool_call>{"arguments": {"x": 1}, "name": "a"}</tool_call>)"), one);
  EXPECT_EQ(calls("llama", R"(<|python_tag|>{"name": "a", "parameters": {"x": 1}})"), one);
  EXPECT_EQ(calls("gemma", "```tool_code\n{\"name\": \"a\", \"parameters\": {\"x\": 1}}\n```"), one);
  EXPECT_EQ(calls("json", "```json\n{\"name\": \"a\", \"arguments\": {\"x\": 1}}\n```"), one);
}

TEST(ToolFormat, RefusesWhatIsNoCall) {
  const std::string object = R"({"name": "a", "arguments": {}})";
  const std::map<std::string_view, std::vector<std::string>> wrong = {
      {"mistral",
       {"", "[TOOL_CALLS]", "[TOOL_CALLS][]", "[TOOL_CALLS]" + object, "[TOOL_CALLS][" + object,
        "[TOOL_CALLS][" + object + "] x", R"([TOOL_CALLS][{"name": "a", "arguments": {}, "id": 1}])"}},
      {"tekken",
       {"", "[TOOL_CALLS]", "[TOOL_CALLS][ARGS]{}", "[TOOL_CALLS]a{}", "[TOOL_CALLS]a[ARGS]", "a[ARGS]{}",
        "[TOOL_CALLS]a[ARGS][]", "[TOOL_CALLS]a b[ARGS]{}", "[TOOL_CALLS]a[ARGS]{} x",
        R"([TOOL_CALLS]a[ARGS]{"x": 1, "x": 2})", "[TOOL_CALLS]a[CALL_ID][ARGS]{}"}},
      {"hermes",
       {"", "<tool_call>", object, "<tool_call>" + object, "<tool_call>" + object + "</tool_call> x",
        "<tool_call>[" + object + "]</tool_call>", "<tool_call>" + object + object + "</tool_call>",
        "<tool_call>{\"name\": \"a\"}</tool_call>", "<tool_call>{\"name\": \"\xFF\", \"arguments\": {}}</tool_call>"}},
      {"llama",
       {"", object, R"({"name": "a", "parameters": {}} x)", R"([{"name": "a", "parameters": {}}])",
        R"({"name": "a", "parameters": "{}"})", R"({"name": "a", "parameters": {)"}},
      {"gemma", {"", object, "```json\n{\"name\": \"a\", \"parameters\": {}}"}},
      {"json", {"", "```json\n" + object, "```yaml\n" + object + "\n```", object + ";" + object}}};
  for (const auto& [name, texts] : wrong) {
    for (const std::string& text : texts) {
      const Error error = refusal(format_named(name), text);
      EXPECT_EQ(error.code(), ErrorCode::kInvalid) << name << ": " << text;
      EXPECT_THAT(error.where(), HasSubstr("byte ")) << name << ": " << text;
      EXPECT_THAT(error.hint(), HasSubstr("calls are written")) << name;
    }
  }
}

TEST(ToolFormat, ReadsNoMoreThanItsLimits) {
  for (const std::string_view name : tool_format_names()) {
    const ToolFormat format = format_named(name);
    EXPECT_EQ(refusal(format, std::string((1 << 20) + 1, ' ')).code(), ErrorCode::kLimit) << name;
    EXPECT_EQ(refusal(format, std::string(1 << 20, '[')).code(),
              name == "tekken" || name == "hermes" ? ErrorCode::kInvalid : ErrorCode::kLimit)
        << name;
    if (!format.syntaxes.front().takes_several()) continue;
    const std::vector<ToolCall> many(65, kTwo[1]);
    EXPECT_EQ(refusal(format, format.write(many)).code(), ErrorCode::kLimit) << name;
  }
}

TEST(ToolFormat, IsRecognisedByTheControlTokensWhereTheTemplateWritesNoCalls) {
  const auto recognised = [](const std::vector<std::string>& controls) {
    const Speaker speaker(controls);
    return recognise_tool_format(speaker.signs()).name;
  };
  EXPECT_EQ(recognised({}), "json");
  EXPECT_EQ(recognised({"[TOOL_CALLS]"}), "mistral");
  EXPECT_EQ(recognised({"[TOOL_CALLS]", "[ARGS]"}), "tekken");
  EXPECT_EQ(recognised({"<|python_tag|>"}), "llama");
  EXPECT_EQ(recognised({"<start_of_turn>"}), "gemma");
}

TEST(ToolFormat, ATagIsAControlTokenWhereThereIsOneAndLettersWhereThereIsNone) {
  const Speaker with({"<tool_call>", "</tool_call>"});
  const ToolFormat controlled = hermes_format(with.signs());
  EXPECT_EQ(controlled.controls.size(), 2U);
  EXPECT_EQ(controlled.syntaxes[0].trigger(), std::string(1, control_byte(0)));
  const Speaker without({});
  const ToolFormat spelled = hermes_format(without.signs());
  EXPECT_TRUE(spelled.controls.empty());
  EXPECT_EQ(spelled.syntaxes[0].trigger(), "<tool_call>");
}

TEST(ToolFormat, ATextSaysWhichToolsThereAreAndHowToCallThem) {
  const std::string text =
      describe_tools(format_named("hermes"), {{"clock_now", "Tell the time.", {{"type", "object"}}}});
  EXPECT_THAT(text,
              HasSubstr(R"({"name": "clock_now", "description": "Tell the time.", "parameters": {"type": "object"}})"));
  EXPECT_THAT(text,
              HasSubstr("<tool_call>\n{\"name\": \"NAME\", \"arguments\": {\"ARGUMENT\": \"VALUE\"}}\n</tool_call>"));
}

// Templates that know nothing of tools.

TEST(ToolFormat, StandsInWhereATemplateShowsNoToolsAndWritesNoCalls) {
  const Speaker speaker({"<start_of_turn>"});
  const TemplateFormat format(
      "{% for m in messages %}{% if m.role == 'system' or (m.role == 'user') != (loop.index0 % 2 == 0) %}"
      "{{ raise_exception('no') }}{% endif %}<{{ m.role }}>{{ m.content }}{% endfor %}",
      "test.jinja", speaker.file, speaker.tokenizer);
  EXPECT_EQ(format.tool_format().name, "gemma");
  EXPECT_FALSE(format.takes_tools());
  const std::vector<ToolDescription> tools = {{"clock_now", "Tell the time.", {{"type", "object"}}}};
  const std::vector<Message> messages = {{.role = Message::Role::kUser, .text = "Hi"},
                                         {.role = Message::Role::kAssistant, .text = "Let me see.", .calls = kTwo},
                                         {.role = Message::Role::kTool, .result = {{"name", "Ana <start_of_turn>"}}},
                                         {.role = Message::Role::kTool, .result = "noon"},
                                         {.role = Message::Role::kUser, .text = "And?"}};
  std::string text;
  for (const TokenId token : format.prompt("Be brief.", tools, messages)) {
    EXPECT_FALSE(speaker.tokenizer.is_control(token)) << "what is said is text";
    text += speaker.tokenizer.token_bytes(token);
  }
  EXPECT_EQ(text, "<user>Be brief.\n\n" + describe_tools(format.tool_format(), tools) +
                      "\n\nHi<assistant>Let me see.\n" + format.tool_format().write(kTwo) +
                      "<user>Result of contacts_find: {\"name\": \"Ana <start_of_turn>\"}\n"
                      "Result of clock_now: \"noon\"\n\nAnd?");
}

// The templates of shared/data/templates and the vocabularies that go with them.

struct Popular {
  const char* file;
  std::vector<std::string> controls;
  std::string_view format;
  bool of_template;
};

const Popular kPopular[] = {
    {"Mistral-Small-3.2-24B-Instruct-2506.jinja", {"[TOOL_CALLS]", "[ARGS]", "[CALL_ID]"}, "tekken", true},
    {"mistralai-Ministral-3-14B-Reasoning-2512.jinja", {"[TOOL_CALLS]", "[ARGS]"}, "tekken", true},
    {"mistralai-Mistral-Nemo-Instruct-2407.jinja", {"[TOOL_CALLS]"}, "mistral", true},
    {"NousResearch-Hermes-3-Llama-3.1-8B-tool_use.jinja", {"<|python_tag|>"}, "hermes", true},
    {"Qwen-Qwen2.5-7B-Instruct.jinja", {}, "hermes", true},
    {"Qwen-Qwen3-0.6B.jinja", {}, "hermes", true},
    {"meta-llama-Llama-3.2-3B-Instruct.jinja", {"<|python_tag|>"}, "llama", true},
    {"google-gemma-2-2b-it.jinja", {"<start_of_turn>"}, "gemma", false},
    {"microsoft-Phi-3.5-mini-instruct.jinja", {}, "json", false}};

std::string spelled(const Tokenizer& tokenizer, const std::vector<TokenId>& tokens) {
  std::string text;
  for (const TokenId token : tokens) {
    text += tokenizer.is_control(token) ? tokenizer.token_spelling(token) : tokenizer.token_bytes(token);
  }
  return text;
}

// What stands in the rendered conversation from the trigger of the calls to the end of the turn.
std::string section_of(const ToolFormat& format, const std::string& prompt) {
  const std::string first = format.write({{"contacts_find", Json::object()}});
  const std::size_t request = prompt.rfind("Who is Zoë?");
  const std::size_t begin = prompt.find(first.substr(0, first.find("contacts_find")), request);
  if (begin == std::string::npos) return {};
  std::size_t end = prompt.size();
  for (const char* turn_end : {"<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|end|>"}) {
    end = std::min(end, prompt.find(turn_end, begin));
  }
  while (prompt[end - 1] == '\n') --end;
  return prompt.substr(begin, end - begin);
}

TEST(ToolFormat, OfThePopularTemplatesIsRecognisedAndWritesCallsAsTheyDo) {
  const auto folder = test::shared_data("templates");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const std::vector<ToolDescription> tools = {
      {"contacts_find", "Look up a person.",
       Json::parse(R"({"type": "object", "properties": {"name": {"type": "string", "description": "Who"}}})")},
      {"clock_now", "Tell the time.", Json::parse(R"({"type": "object", "properties": {}})")}};
  for (const Popular& popular : kPopular) {
    const Speaker speaker(popular.controls);
    const TemplateFormat format(test::read_text(folder / popular.file), popular.file, speaker.file, speaker.tokenizer);
    EXPECT_EQ(format.tool_format().name, popular.format) << popular.file;
    EXPECT_EQ(format.takes_tools(), popular.of_template) << popular.file;
    const bool takes_several = format.tool_format().syntaxes.front().takes_several();
    for (const std::vector<ToolCall>& calls : {kOne, kTwo}) {
      if (calls.size() > 1 && !takes_several) continue;
      const auto prompt_with = [&](const std::vector<ToolCall>& written) {
        std::vector<Message> messages = {{.role = Message::Role::kUser, .text = "Who is Zoë?"},
                                         {.role = Message::Role::kAssistant, .calls = written}};
        for (std::size_t i = 0; i < written.size(); ++i) {
          messages.push_back({.role = Message::Role::kTool, .result = "r"});
        }
        return spelled(speaker.tokenizer, format.prompt("", tools, messages));
      };
      const std::string prompt = prompt_with(calls);
      const std::string section = section_of(format.tool_format(), prompt);
      ASSERT_FALSE(section.empty()) << popular.file << "\n" << prompt;
      const std::vector<ToolCall> read = format.tool_format().parse(section);
      EXPECT_EQ(read, calls) << popular.file << "\n" << section;
      EXPECT_EQ(prompt_with(read), prompt) << popular.file;
      const bool has_ids = section.find("call00000") != std::string::npos;
      if (!has_ids) {
        EXPECT_EQ(section, format.tool_format().write(calls)) << popular.file;
      }
    }
  }
}

// What mistral-common and the transformers library write (tests/oracles/make_tool_calls.py).
TEST(ToolFormat, ReadsWhatTheVendorsOwnLibrariesWrite) {
  const Json golden = test::read_json(test::golden("tool_calls/calls.json"));
  std::set<std::string> formats;
  for (const Json& each : golden.at("sections")) {
    const auto name = each.at("format").get<std::string>();
    const ToolFormat format = format_named(name);
    formats.insert(name);
    std::vector<ToolCall> expected;
    for (const Json& call : golden.at("calls").at(each.at("calls").get<std::string>())) {
      expected.push_back({call.at("name"), call.at("arguments")});
    }
    const auto section = each.at("text").get<std::string>();
    EXPECT_EQ(format.parse(section), expected) << each.at("by") << "\n" << section;
    if (!each.at("has_ids").get<bool>()) {
      EXPECT_EQ(format.write(expected), section) << each.at("by");
    }
  }
  EXPECT_THAT(formats, ElementsAre("hermes", "llama", "mistral", "tekken"));
}

}  // namespace
}  // namespace oree::text
