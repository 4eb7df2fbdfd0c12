// The shipped model and a few tools, for tests of the engine.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "oree/engine.h"
#include "oree/error.h"

namespace oree::engine_test {

inline std::filesystem::path model_path() {
  return std::filesystem::path(OREE_SOURCE_DIR) / "models" / "oree-mini.gguf";
}

inline std::filesystem::path filters_path() {
  return std::filesystem::path(OREE_SOURCE_DIR) / "models" / "oree-mini.qfilters.gguf";
}

// Of the shipped model: those without a window.
inline std::vector<std::size_t> global_layers() {
  const Json layers = inspect_model(model_path())["layers"];
  std::vector<std::size_t> result;
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    if (layers[layer]["kind"] == "global") {
      result.push_back(layer);
    }
  }
  return result;
}

inline ToolDescription tool(const std::string& name, const std::string& description, const char* schema) {
  ToolDescription result;
  result.name = name;
  result.description = description;
  result.schema = Json::parse(schema);
  return result;
}

inline std::vector<ToolDescription> some_tools() {
  return {tool("calendar_create", "Add an event to the calendar.",
               R"({"type": "object", "properties": {"title": {"type": "string"}, "start": {"type": "string"},
                   "duration_minutes": {"type": "integer", "minimum": 1},
                   "attendees": {"type": "array", "items": {"type": "string"}}},
                   "required": ["title", "start"], "additionalProperties": false})"),
          tool("contacts_find", "Look up a person.",
               R"({"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"],
                   "additionalProperties": false})"),
          tool("clock_now", "Tell the date and time.",
               R"({"type": "object", "properties": {}, "required": [], "additionalProperties": false})")};
}

// Tests with the shipped model; skipped in a checkout that does not have it yet.
class WithModel : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(model_path())) {
      GTEST_SKIP() << model_path() << " is absent";
    }
  }
};

// Runs the body and returns the Error it throws.
template <class Body>
Error error_of(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {ErrorCode::kInternal, "nothing was thrown"};
}

}  // namespace oree::engine_test
