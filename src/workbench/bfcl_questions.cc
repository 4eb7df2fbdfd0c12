#include "workbench/bfcl_questions.h"

#include <algorithm>
#include <functional>
#include <map>

#include "decode/json_schema.h"
#include "oree/error.h"
#include "workbench/bfcl_functions.h"
#include "workbench/json_lines.h"

namespace oree::workbench {
namespace {

[[noreturn]] void throw_malformed(const std::string& what, const std::string& key) {
  throw Error(ErrorCode::kCorrupt, what, key);
}

// A value of a line and the keys that lead to it, which errors name.
class Field {
 public:
  explicit Field(const Json& value, std::string key = "") : value_(value), key_(std::move(key)) {}

  const Json& value() const { return value_; }
  const std::string& key() const { return key_; }

  Field at(const std::string& name) const {
    const std::string key = key_.empty() ? name : key_ + "." + name;
    if (!value_.is_object()) {
      throw_malformed("this is no object", key_);
    }
    const auto member = value_.find(name);
    if (member == value_.end()) {
      throw_malformed("this is missing", key);
    }
    return Field(*member, key);
  }

  const std::string& text() const {
    if (!value_.is_string()) {
      throw_malformed("this is no text", key_);
    }
    return value_.get_ref<const std::string&>();
  }

  std::vector<Field> items() const {
    if (!value_.is_array()) {
      throw_malformed("this is no list", key_);
    }
    std::vector<Field> result;
    for (std::size_t index = 0; index < value_.size(); ++index) {
      result.emplace_back(value_[index], key_ + "." + std::to_string(index));
    }
    return result;
  }

  std::vector<Field> members() const {
    if (!value_.is_object()) {
      throw_malformed("this is no object", key_);
    }
    std::vector<Field> result;
    for (const auto& [name, member] : value_.items()) {
      result.emplace_back(member, key_ + "." + name);
    }
    return result;
  }

 private:
  const Json& value_;
  std::string key_;
};

void for_each_line(const std::filesystem::path& path, const std::function<bool(const Field&)>& read) {
  for_each_json_line(path, kMaxBfclBytes, [&](const Json& line) { return read(Field(line)); });
}

Json messages_of(const Field& question) {
  const std::vector<Field> conversations = question.items();
  if (conversations.size() != 1) {
    throw_malformed("only questions of a single turn can be asked", question.key());
  }
  Json messages = Json::array();
  for (const Field& message : conversations.front().items()) {
    const Field role = message.at("role");
    if (role.text() != "user" && role.text() != "assistant" && role.text() != "system") {
      throw_malformed("nobody has the role " + role.text(), role.key());
    }
    messages.push_back({{"role", role.text()}, {"content", message.at("content").text()}});
  }
  if (messages.empty() || messages.back()["role"] != "user") {
    throw_malformed("the user does not have the last word", conversations.front().key());
  }
  return messages;
}

ToolDescription tool_of(const Field& function) {
  function.at("name").text();
  const Field parameters = function.at("parameters");
  for (const Field& parameter : parameters.at("properties").members()) {
    parameter.members();
  }
  if (parameters.value().contains("required")) {
    for (const Field& required : parameters.at("required").items()) {
      required.text();
    }
  }
  try {
    ToolDescription tool = tool_of_function(function.value());
    decode::check_schema(tool.schema);
    return tool;
  } catch (const Error& failure) {
    throw_malformed(failure.what(), function.key());
  }
}

BfclQuestion question_of(const Field& line) {
  BfclQuestion question;
  question.id = line.at("id").text();
  question.messages = messages_of(line.at("question"));
  question.functions = line.at("function").value();
  for (const Field& function : line.at("function").items()) {
    question.tools.push_back(tool_of(function));
  }
  return question;
}

// The lists of a nested object of accepted values, which dict parameters have.
void check_values(const Field& values) {
  for (const Field& value : values.items()) {
    if (value.value().is_object()) {
      for (const Field& member : value.members()) {
        check_values(member);
      }
    } else if (value.value().is_array()) {
      for (const Field& item : value.items()) {
        if (item.value().is_object()) {
          for (const Field& member : item.members()) {
            check_values(member);
          }
        }
      }
    }
  }
}

void check_accepted(const Field& calls) {
  for (const Field& call : calls.items()) {
    const std::vector<Field> functions = call.members();
    if (functions.size() != 1) {
      throw_malformed("a call is of one function", call.key());
    }
    for (const Field& values : functions.front().members()) {
      check_values(values);
    }
  }
}

std::map<std::string, Json> read_accepted(const std::filesystem::path& path) {
  std::map<std::string, Json> accepted;
  for_each_line(path, [&](const Field& line) {
    const Field calls = line.at("ground_truth");
    check_accepted(calls);
    accepted[line.at("id").text()] = calls.value();
    return true;
  });
  return accepted;
}

void check_functions(const BfclQuestion& question, const std::filesystem::path& path) {
  for (const Json& call : question.accepted) {
    const std::string& name = call.begin().key();
    if (std::none_of(question.functions.begin(), question.functions.end(),
                     [&](const Json& function) { return function["name"] == name; })) {
      throw Error(ErrorCode::kCorrupt, "an accepted call is of " + name + ", which the question does not have",
                  path.string() + ", " + question.id);
    }
  }
}

}  // namespace

std::vector<BfclQuestion> read_bfcl_questions(const std::filesystem::path& folder, const std::string& category,
                                              int limit) {
  const std::string file = "BFCL_v4_" + (category == "simple" ? "simple_python" : category) + ".json";
  const bool has_answers = category != "irrelevance";
  std::vector<BfclQuestion> questions;
  for_each_line(folder / file, [&](const Field& line) {
    questions.push_back(question_of(line));
    return limit == 0 || static_cast<int>(questions.size()) < limit;
  });
  if (questions.empty()) {
    throw Error(ErrorCode::kCorrupt, "the file holds no questions", (folder / file).string());
  }
  if (!has_answers) {
    return questions;
  }
  const std::filesystem::path answers = folder / "possible_answer" / file;
  const std::map<std::string, Json> accepted = read_accepted(answers);
  for (BfclQuestion& question : questions) {
    const auto found = accepted.find(question.id);
    if (found == accepted.end()) {
      throw Error(ErrorCode::kCorrupt, "no answer of " + question.id + " is given", answers.string());
    }
    question.accepted = found->second;
    check_functions(question, answers);
  }
  return questions;
}

}  // namespace oree::workbench
