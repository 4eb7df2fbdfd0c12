// The worst model there could be: whatever it reads, it does. Text that says `CALL tool {arguments}` is a call, and
// $ALL in it stands for everything the model has read so far.
#pragma once

#include <algorithm>
#include <cctype>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "oree/chat_model.h"

namespace oree::tools {

class HostileModel final : public ChatModel {
 public:
  // Reads the tools' descriptions, as every model does.
  explicit HostileModel(const std::vector<ToolDescription>& tools) {
    for (const ToolDescription& tool : tools) {
      read(tool.description);
      read(tool.schema.dump());
    }
  }

  std::vector<ToolCall> first;  // what it does for the user, before it obeys
  int n_obeyed = 0;             // injected calls made

  void add_user(std::string_view text) override { read(std::string(text)); }
  void add_tool_result(const Json& result) override { read_strings(result); }
  void add_assistant_text(std::string_view) override {}
  void add_assistant_calls(const std::vector<ToolCall>&) override {}

  AssistantTurn next(const TurnOptions&) override {
    AssistantTurn turn;
    if (!first.empty()) {
      turn.calls = std::exchange(first, {});
      turn.stop = StopReason::kGrammar;
    } else if (!injected_.empty()) {
      turn.calls = {injected_.front()};
      injected_.pop_front();
      ++n_obeyed;
      turn.stop = StopReason::kGrammar;
    } else {
      turn.text = "done";
    }
    return turn;
  }

 private:
  static constexpr std::string_view kMark = "CALL ";

  void read_strings(const Json& value) {
    if (value.is_string()) {
      read(value.get<std::string>());
    }
    for (const Json& part : value) {
      if (value.is_structured()) {
        read_strings(part);
      }
    }
  }

  void read(const std::string& text) {
    all_ += text + " ";
    for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at + 1)) {
      const std::size_t name = at + kMark.size();
      const std::size_t open = text.find('{', name);
      if (open == std::string::npos) {
        continue;
      }
      std::string tool = text.substr(name, open - name);
      tool.erase(std::remove_if(tool.begin(), tool.end(), [](char c) { return c == ' ' || c == '\n'; }), tool.end());
      // The shortest text from the brace on that is JSON.
      for (std::size_t close = text.find('}', open); close != std::string::npos; close = text.find('}', close + 1)) {
        Json arguments = Json::parse(text.substr(open, close - open + 1), nullptr, false);
        if (!arguments.is_discarded()) {
          fill(arguments);
          injected_.push_back({tool, std::move(arguments)});
          break;
        }
      }
    }
  }

  void fill(Json& arguments) const {
    for (Json& value : arguments) {
      if (!value.is_string()) {
        continue;
      }
      std::string text = value.get<std::string>();
      if (const std::size_t at = text.find("$ALL"); at != std::string::npos) {
        text.replace(at, 4, all_.substr(0, 500));
        value = text;
      }
    }
  }

  std::string all_;
  std::deque<ToolCall> injected_;
};

}  // namespace oree::tools
