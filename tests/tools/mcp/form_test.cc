#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oree/error.h"
#include "oree/mcp_form.h"

namespace oree {
namespace {

using testing::HasSubstr;

FormField field_of(const char* property) { return form_fields({{"properties", {{"x", Json::parse(property)}}}}).at(0); }

std::string mistake(const FormField& field, const std::string& reply) {
  try {
    return "no mistake: " + form_value(field, reply).dump();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalid);
    EXPECT_EQ(error.where(), "x");
    return error.what();
  }
}

TEST(McpForm, AsksInTheOrderOfTheSchema) {
  const std::vector<FormField> fields = form_fields(Json::parse(R"({"type": "object", "required": ["b"], "properties": {
      "b": {"type": "string", "title": "B", "description": "a word"}, "a": {"type": "boolean", "title": "A", "default": true}}})"));
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].name, "b");
  EXPECT_EQ(fields[0].description, "a word");
  EXPECT_TRUE(fields[0].required);
  EXPECT_EQ(fields[1].description, "A");
  EXPECT_FALSE(fields[1].required);
  EXPECT_EQ(fields[1].preset, Json(true));
  EXPECT_TRUE(form_fields(Json::object()).empty());
}

TEST(McpForm, RepliesBecomeValues) {
  EXPECT_EQ(form_value(field_of(R"({"type": "string"})"), " as said "), " as said ");
  EXPECT_EQ(form_value(field_of(R"({"type": "integer"})"), "-12"), -12);
  EXPECT_EQ(form_value(field_of(R"({"type": "number"})"), "1.5"), 1.5);
  EXPECT_EQ(form_value(field_of(R"({"type": "boolean"})"), "yes"), true);
  EXPECT_EQ(form_value(field_of(R"({"type": "boolean"})"), "n"), false);
}

TEST(McpForm, ChoicesAreTakenByValueTitleOrPlace) {
  const char* kinds[] = {
      R"({"type": "string", "enum": ["r", "g"], "enumNames": ["Red", "Green"]})",
      R"({"type": "string", "oneOf": [{"const": "r", "title": "Red"}, {"const": "g", "title": "Green"}]})"};
  for (const char* kind : kinds) {
    const FormField color = field_of(kind);
    for (const char* reply : {"g", "Green", "2", " 2 "}) EXPECT_EQ(form_value(color, reply), "g") << kind << reply;
    for (const char* reply : {"blue", "3", "0", "2x"}) EXPECT_THAT(mistake(color, reply), HasSubstr("choices"));
  }
  const char* several[] = {
      R"({"type": "array", "items": {"type": "string", "enum": ["r", "g", "b"]}, "maxItems": 2})",
      R"({"type": "array", "items": {"anyOf": [{"const": "r", "title": "Red"}, {"const": "g", "title": "Green"},
          {"const": "b", "title": "Blue"}]}, "maxItems": 2})"};
  for (const char* kind : several) {
    const FormField colors = field_of(kind);
    EXPECT_TRUE(colors.several);
    EXPECT_EQ(form_value(colors, "b, 1"), Json({"b", "r"}));
    EXPECT_EQ(form_value(colors, ","), Json::array());
    EXPECT_THAT(mistake(colors, "1,2,3"), Not(HasSubstr("no mistake")));
  }
}

TEST(McpForm, ValuesAreHeldToTheSchema) {
  EXPECT_THAT(mistake(field_of(R"({"type": "integer", "maximum": 10})"), "11"), Not(HasSubstr("no mistake")));
  EXPECT_THAT(mistake(field_of(R"({"type": "string", "format": "email"})"), "ana"), Not(HasSubstr("no mistake")));
  EXPECT_THAT(mistake(field_of(R"({"type": "integer"})"), "1.5"), HasSubstr("whole number"));
  EXPECT_THAT(mistake(field_of(R"({"type": "number"})"), "many"), HasSubstr("no number"));
  EXPECT_THAT(mistake(field_of(R"({"type": "boolean"})"), "perhaps"), HasSubstr("yes nor no"));
}

TEST(McpForm, WhatNoLineAnswersIsNamed) {
  for (const char* property :
       {R"({"type": "object"})", R"({"type": "array", "items": {"type": "string"}})", "3", "{}"}) {
    try {
      field_of(property);
      FAIL() << property;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
      EXPECT_EQ(error.where(), "/properties/x");
    }
  }
}

}  // namespace
}  // namespace oree
