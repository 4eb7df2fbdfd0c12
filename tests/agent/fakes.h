// What the agent's tests put in place of the world: a folder of their own, tools made of lambdas, a scripted model.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oree/agent.h"
#include "oree/error.h"

namespace oree::test {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "oree-agent-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

inline std::optional<std::string> content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline void put(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// The Error that the call throws; a test failure when it throws none.
template <class Call>
Error error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return Error(ErrorCode::kInternal, "nothing was thrown");
}

using Planner = std::function<ToolPlan(const Json&, const ToolContext&)>;

class FakeTool : public Tool {
 public:
  FakeTool(std::string name, Effect effect, Json properties, Planner planner) : planner_(std::move(planner)) {
    description_.name = std::move(name);
    description_.description = "A tool for tests.";
    description_.effect = effect;
    description_.undo = effect == Effect::kWrite;
    Json required = Json::array();
    for (const auto& [key, value] : properties.items()) {
      required.push_back(key);
    }
    description_.schema = {{"type", "object"},
                           {"properties", std::move(properties)},
                           {"required", required},
                           {"additionalProperties", false}};
  }
  const ToolDescription& description() const noexcept override { return description_; }
  ToolPlan plan(const Json& arguments, const ToolContext& context) const override {
    return planner_(arguments, context);
  }

  ToolDescription description_;

 private:
  Planner planner_;
};

// A tool whose work is done by others: planning it does nothing, and every performance is counted.
class PerformingTool final : public FakeTool {
 public:
  PerformingTool(std::string name, Effect effect, Json properties, Planner performer)
      : FakeTool(std::move(name), effect, std::move(properties),
                 [this](const Json& arguments, const ToolContext&) {
                   return ToolPlan{nullptr, "call " + description_.name + " " + arguments.dump(), {}};
                 }),
        performer_(std::move(performer)) {
    description_.undo = false;
    description_.untrusted = true;
    description_.source = "manifest";
  }
  bool performs() const noexcept override { return true; }
  ToolPlan perform(const Json& arguments, const ToolContext& context, const CancelFlag*) const override {
    ++n_performed;
    return performer_(arguments, context);
  }

  mutable int n_performed = 0;

 private:
  Planner performer_;
};

// Appends a line to a file of the data directory.
inline ToolPlan append_line(const fs::path& file, const std::string& line) {
  ToolPlan plan;
  const std::optional<std::string> before = content(file);
  plan.changes = {{file, before, before.value_or("") + line + "\n"}};
  plan.result = {{"added", line}};
  plan.summary = "add \"" + line + "\"";
  return plan;
}

inline JournalRequest request_for(const std::string& line) {
  return {"default", {"list_add", {{"line", line}}}, "write", "granted", std::chrono::sys_seconds{}};
}

// Plays turns in order and records what the loop told it.
class ScriptedModel : public ChatModel {
 public:
  std::deque<AssistantTurn> script;
  std::vector<std::string> said;     // "user: ...", "result: ...", "text: ..."
  std::vector<TurnOptions> options;  // of every turn
  std::function<void()> before_turn;

  ScriptedModel& calls(std::vector<ToolCall> calls) {
    AssistantTurn turn;
    turn.calls = std::move(calls);
    turn.usage = {10, 5, 0.5, 0.25};
    script.push_back(std::move(turn));
    return *this;
  }
  ScriptedModel& text(std::string text) {
    AssistantTurn turn;
    turn.text = std::move(text);
    turn.usage = {10, 5, 0.5, 0.25};
    script.push_back(std::move(turn));
    return *this;
  }

  void add_user(std::string_view text) override { said.push_back("user: " + std::string(text)); }
  void add_tool_result(const Json& result) override { said.push_back("result: " + result.dump()); }
  void add_assistant_text(std::string_view text) override { said.push_back("text: " + std::string(text)); }
  void add_assistant_calls(const std::vector<ToolCall>&) override {}
  AssistantTurn next(const TurnOptions& turn_options) override {
    options.push_back(turn_options);
    if (before_turn) {
      before_turn();
    }
    AssistantTurn turn;
    if (turn_options.cancel != nullptr && turn_options.cancel->cancelled()) {
      turn.stop = StopReason::kCancelled;
      return turn;
    }
    if (!turn_options.allow_calls || script.empty()) {
      turn.text = "out of script";
      return turn;
    }
    turn = std::move(script.front());
    script.pop_front();
    if (turn_options.on_text && !turn.text.empty()) {
      turn_options.on_text(turn.text);
    }
    return turn;
  }
};

}  // namespace oree::test
