#include "text/chat_template.h"

#include <sstream>

#include "text/golden.h"

namespace oree::text {
namespace {

using std::chrono::local_days;
using std::chrono::local_seconds;

// The moment that tests/golden/templates/make_golden.py pins.
local_seconds pinned_clock() {
  using namespace std::chrono;
  return local_days(year(2026) / 3 / 9) + hours(7) + minutes(5) + seconds(2);
}

struct Outcome {
  std::string text;
  std::string error;
  bool failed = false;
};

Outcome render(std::string_view source, const Json& variables) {
  try {
    return {ChatTemplate(source).render(variables, pinned_clock), "", false};
  } catch (const Error& error) {
    return {"", std::string(error.what()) + " (" + error.where() + ")", true};
  }
}

std::string render_text(std::string_view source, const Json& variables = Json::object()) {
  return ChatTemplate(source).render(variables, pinned_clock);
}

Error error_of_source(const std::string& source, const Json& variables = Json::object()) {
  return test::error_of([&] { render_text(source, variables); });
}

TEST(ChatTemplate, RendersSnippetsAsJinja2Does) {
  std::istringstream lines(test::read_text(test::golden("templates/snippets.jsonl")));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const Json variables = Json::parse(line).at("with");
  std::size_t n_cases = 0;
  while (std::getline(lines, line)) {
    const Json expected = Json::parse(line);
    const auto source = expected.at("template").get<std::string>();
    const Outcome outcome = render(source, variables);
    if (expected.contains("error")) {
      EXPECT_TRUE(outcome.failed) << source << "\ngave " << outcome.text << "\njinja2: " << expected.at("error");
    } else {
      EXPECT_EQ(outcome.text, expected.at("is").get<std::string>()) << source << "\n" << outcome.error;
    }
    ++n_cases;
  }
  EXPECT_GT(n_cases, 250u);
}

TEST(ChatTemplate, RendersPopularTemplatesAsJinja2Does) {
  const Json conversations = test::read_json(test::golden("templates/conversations.json"));
  const Json rendered = test::read_json(test::golden("templates/rendered.json"));
  const Json& texts = rendered.at("texts");
  std::size_t n_templates = 0;
  std::size_t n_cases = 0;
  for (const auto& entry : rendered.at("templates").items()) {
    const std::filesystem::path path = test::shared_data("templates/" + entry.key());
    if (!std::filesystem::exists(path)) continue;
    ++n_templates;
    const ChatTemplate parsed(test::read_text(path));
    for (const auto& expected : entry.value().items()) {
      const Json& variables = conversations.at(expected.key());
      const std::string name = entry.key() + ", " + expected.key();
      ++n_cases;
      if (expected.value().is_string()) {
        EXPECT_THROW(parsed.render(variables, pinned_clock), Error) << name << "\njinja2: " << expected.value();
        continue;
      }
      std::string text;
      for (const Json& piece : expected.value())
        text += texts.at(piece.get<std::size_t>()).get_ref<const std::string&>();
      try {
        EXPECT_EQ(parsed.render(variables, pinned_clock), text) << name;
      } catch (const Error& error) {
        ADD_FAILURE() << name << ": " << error.what() << ", " << error.where();
      }
    }
  }
  if (n_templates == 0) GTEST_SKIP() << "shared/data/templates is absent";
  RecordProperty("cases", static_cast<int>(n_cases));
}

TEST(ChatTemplate, SaysWhereATemplateIsBroken) {
  const Error filter = error_of_source("Hello\n  {{ 'é' | nope }}");
  EXPECT_EQ(filter.code(), ErrorCode::kUnsupported);
  EXPECT_EQ(filter.where(), "line 2, column 12");
  EXPECT_THAT(filter.what(), testing::HasSubstr("'nope'"));
  EXPECT_EQ(error_of_source("{% if x %}").code(), ErrorCode::kInvalid);
  EXPECT_EQ(error_of_source("{% include 'x' %}").code(), ErrorCode::kUnsupported);
  EXPECT_EQ(error_of_source("{% for x in y recursive %}{% endfor %}").code(), ErrorCode::kUnsupported);
  EXPECT_EQ(error_of_source("{{ lipsum() }}").code(), ErrorCode::kUnsupported);
}

TEST(ChatTemplate, SaysWhatATemplateRefuses) {
  const Error error = error_of_source("\n{{ raise_exception('roles must alternate') }}");
  EXPECT_EQ(error.code(), ErrorCode::kInvalid);
  EXPECT_STREQ(error.what(), "roles must alternate");
  EXPECT_EQ(error.where(), "line 2, column 4");
  EXPECT_FALSE(error.hint().empty());
}

TEST(ChatTemplate, ForbidsChangesOfValues) {
  const Error error = error_of_source("{{ l.append(1) }}", Json::parse(R"({"l": []})"));
  EXPECT_EQ(error.code(), ErrorCode::kPermission);
  EXPECT_THAT(error.what(), testing::HasSubstr("append"));
}

TEST(ChatTemplate, StopsHostileTemplates) {
  const std::vector<std::string> hostile = {
      std::string((std::size_t{1} << 20) + 1, 'x'),
      "{{ " + std::string(100'000, '(') + "1" + std::string(100'000, ')') + " }}",
      "{{ " + std::string(100'000, '-') + "1 }}",
      "{{ 1" +
          [] {
            std::string sum;
            for (int i = 0; i < 100'000; ++i) sum += " + 1";
            return sum;
          }() +
          " }}",
      "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
      "{{ range(10000000000)|list }}",
      "{{ 'a' * 10000000000 }}",
      "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
      "{% set ns = namespace(s='x') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
      "{% set ns = namespace(l=[1]) %}{% for i in range(100) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
      "{% set ns = namespace(l=[1]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l == "
      "ns.l|list }}{{ ns.l }}",
      "{% for i in range(100000) %}{% set x = namespace() %}{% endfor %}",
      "{{ 'x'|indent(10000000000) }}{{ [1]|tojson(indent=10000000000) }}",
      "{{ '%10000000000d' % 1 }}",
      "{{ [1]|batch(10000000000, 0)|list }}",
      "{{ 9223372036854775807 + 1 }}",
  };
  for (const std::string& source : hostile) {
    EXPECT_EQ(error_of_source(source).code(), ErrorCode::kLimit) << source.substr(0, 100);
  }
}

TEST(ChatTemplate, CutsNamespacesThatReferToEachOther) {
  EXPECT_EQ(
      render_text("{% set a = namespace() %}{% set b = namespace(a=a) %}{% set a.b = b %}{{ a.b.a.b is defined }}"),
      "True");
}

TEST(ChatTemplate, RefusesVariablesThatAreNoText) {
  EXPECT_EQ(error_of_source("x", Json::array()).code(), ErrorCode::kInvalid);
  EXPECT_EQ(error_of_source("x", Json{{"a", "\xFF"}}).code(), ErrorCode::kInvalid);
  EXPECT_EQ(error_of_source("x", Json{{"a", 18446744073709551615u}}).code(), ErrorCode::kLimit);
  EXPECT_EQ(error_of_source("\xFF").code(), ErrorCode::kInvalid);
}

TEST(ChatTemplate, TakesTheTimeFromTheDeviceByDefault) {
  EXPECT_EQ(ChatTemplate("{{ strftime_now('%Y')|length }}").render(Json::object()), "4");
}

}  // namespace
}  // namespace oree::text
