#include "oree/workbench/evaluate_bfcl.h"

#include <chrono>
#include <optional>
#include <utility>

#include "oree/error.h"
#include "workbench/bfcl_answers.h"
#include "workbench/bfcl_functions.h"
#include "workbench/bfcl_questions.h"
#include "workbench/call_tally.h"
#include "workbench/distinct.h"

namespace oree {
namespace {

using workbench::BfclQuestion;
using workbench::CallTally;
using workbench::FunctionCall;

AssistantTurn answer(const Engine& engine, const BfclQuestion& question, const SamplingOptions& sampling) {
  std::string instructions;
  for (const Json& message : question.messages) {
    if (message["role"] == "system") {
      instructions += (instructions.empty() ? "" : "\n") + message["content"].get<std::string>();
    }
  }
  const std::unique_ptr<ChatModel> conversation = engine.new_conversation(instructions, question.tools, sampling);
  for (const Json& message : question.messages) {
    const auto& content = message["content"].get_ref<const std::string&>();
    if (message["role"] == "user") {
      conversation->add_user(content);
    } else if (message["role"] == "assistant") {
      conversation->add_assistant_text(content);
    }
  }
  return conversation->next({});
}

Json document_of(const std::vector<FunctionCall>& calls) {
  Json result = Json::array();
  for (const FunctionCall& call : calls) {
    result.push_back({{call.function, call.arguments}});
  }
  return result;
}

struct Answer {
  Json written;  // calls, or text
  std::optional<std::string> mistake;
  bool asked = true;
};

Answer ask(const Engine& engine, const BfclQuestion& question, const SamplingOptions& sampling) {
  AssistantTurn turn;
  try {
    turn = answer(engine, question, sampling);
  } catch (const Error& failure) {
    // Functions that the model cannot be shown, or that do not fit its context, and calls that are none: it fails here
    // as it would in use.
    if (failure.code() != ErrorCode::kUnsupported && failure.code() != ErrorCode::kLimit &&
        failure.code() != ErrorCode::kInvalid) {
      throw;
    }
    return {nullptr, failure.what(), false};
  }
  if (!turn.cut_call.empty()) {
    return {turn.cut_call, "a call has no end"};
  }
  std::vector<FunctionCall> calls;
  for (ToolCall& call : turn.calls) {
    calls.push_back({workbench::function_name_of_tool(call.tool), std::move(call.arguments)});
  }
  return {calls.empty() ? Json(turn.text) : document_of(calls),
          workbench::find_mistake(question.functions, question.accepted, calls)};
}

}  // namespace

const std::vector<std::string>& bfcl_categories() {
  static const std::vector<std::string> kCategories = {"simple", "multiple", "parallel", "parallel_multiple",
                                                       "irrelevance"};
  return kCategories;
}

Json evaluate_bfcl(const Engine& engine, const EvaluateBfclOptions& options) {
  workbench::check_distinct(options.categories, "--category");
  const std::vector<std::string>& categories = options.categories.empty() ? bfcl_categories() : options.categories;
  std::vector<std::pair<std::string, std::vector<BfclQuestion>>> parts;
  int total = 0;
  for (const std::string& category : categories) {
    parts.emplace_back(category, workbench::read_bfcl_questions(options.folder, category, options.limit));
    total += static_cast<int>(parts.back().second.size());
  }
  // What keeps any question from being asked is no matter of the model's answers.
  engine.new_conversation("", {}, options.sampling)->add_user("?");
  const auto begin = std::chrono::steady_clock::now();
  int n_not_asked = 0;
  CallTally all;
  Json by_category = Json::object();
  Json failures = Json::array();
  for (const auto& [category, questions] : parts) {
    CallTally tally;
    for (const BfclQuestion& question : questions) {
      Answer got = ask(engine, question, options.sampling);
      tally.add(!got.mistake);
      all.add(!got.mistake);
      n_not_asked += got.asked ? 0 : 1;
      if (got.mistake) {
        failures.push_back({{"id", question.id},
                            {"category", category},
                            {"request", question.messages.back()["content"]},
                            {"accepted", question.accepted.is_null() ? Json::array() : question.accepted},
                            {"got", std::move(got.written)},
                            {"why", *got.mistake}});
      }
      if (options.on_progress) {
        options.on_progress(all.total, total);
      }
    }
    by_category[category] = workbench::tally_document(tally);
  }
  Json result = workbench::tally_document(all);
  result["by"] = {{"category", std::move(by_category)}};
  result["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  result["not_asked"] = n_not_asked;
  result["failures"] = std::move(failures);
  return result;
}

}  // namespace oree
