#include "decode/grammar.h"

#include <set>

#include "decode/grammar_state.h"
#include "decode/json_automaton.h"
#include "decode/schema.h"
#include "oree/error.h"
#include "text/prompt_format.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxTools = 1024;
constexpr std::size_t kMaxToolNameBytes = 64;

void check_names(const std::vector<ToolDescription>& tools) {
  std::set<std::string_view> names;
  for (const ToolDescription& tool : tools) {
    const bool well_formed = !tool.name.empty() && tool.name.size() <= kMaxToolNameBytes &&
                             tool.name.find_first_not_of(
                                 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_-") == std::string::npos;
    if (!well_formed) {
      throw Error(ErrorCode::kInvalid, "a tool's name is 1 to 64 letters, digits, '_' and '-'", tool.name);
    }
    if (!names.insert(tool.name).second) throw Error(ErrorCode::kInvalid, "two tools have the same name", tool.name);
  }
}

}  // namespace

Grammar::Grammar(std::unique_ptr<const State> state) : state_(std::move(state)) {}
Grammar::~Grammar() = default;
Grammar::Grammar(Grammar&&) noexcept = default;

Grammar Grammar::from_tools(const std::vector<ToolDescription>& tools, int max_calls,
                            std::optional<std::string_view> quotable, const text::CallSyntax& syntax) {
  if (tools.empty()) throw Error(ErrorCode::kInvalid, "a grammar of calls needs a tool", "tools");
  if (tools.size() > kMaxTools) {
    throw Error(ErrorCode::kLimit, std::to_string(tools.size()) + " tools; kMaxTools is " + std::to_string(kMaxTools),
                "tools");
  }
  if (max_calls < 1) throw Error(ErrorCode::kInvalid, "at least one call must be possible", "max_calls");
  check_names(tools);

  AutomatonBuilder builder;
  const StateId end = builder.add_state();
  builder.accept(end);
  const StateId call = builder.add_state();
  const StateId behind_call = builder.add_state();
  builder.add_epsilon(behind_call, builder.add_literal(syntax.end, end));
  // The calls are a loop whose turns the matcher counts; unrolled it would cost a copy of every schema a call.
  StateId next_call = kNoState;
  if (syntax.takes_several()) {
    next_call = builder.add_state();  // of its own, for no other way to lead there
    builder.add_epsilon(next_call, builder.add_literal(std::string_view(syntax.separator).substr(1), call));
    const auto first = static_cast<unsigned char>(syntax.separator.front());
    builder.add_edge(behind_call, first, first, next_call);
  }
  for (const ToolDescription& tool : tools) {
    const Schema schema = parse_schema(tool.schema, tool.name);
    if (schema.type != JsonType::kObject) {
      throw Error(ErrorCode::kUnsupported, "a tool's arguments are an object", tool.name + "/type",
                  "give the schema the type \"object\"");
    }
    const StateId after = builder.add_literal(syntax.after_arguments, behind_call);
    const StateId arguments = add_value(builder, schema, quotable, after, tool.name);
    builder.add_epsilon(call, builder.add_literal(syntax.before_name + tool.name + syntax.before_arguments, arguments));
  }
  StateId start = kNoState;
  if (syntax.space_may_follow) {
    const StateId spaced = builder.add_literal(std::string_view(syntax.begin).substr(1), call);
    builder.add_edge(spaced, ' ', ' ', builder.add_literal(std::string_view(syntax.begin).substr(1), call));
    start = builder.add_literal(std::string_view(syntax.begin).substr(0, 1), spaced);
  } else {
    start = builder.add_literal(syntax.begin, call);
  }
  const auto n_more = static_cast<std::uint32_t>(max_calls - 1);
  return Grammar(
      std::make_unique<State>(std::move(builder).finish(start, next_call, syntax.takes_several() ? n_more : 0)));
}

Grammar Grammar::from_json_schema(const Json& schema) {
  AutomatonBuilder builder;
  const StateId end = builder.add_state();
  builder.accept(end);
  const StateId start = add_value(builder, parse_schema(schema, ""), std::nullopt, end, "");
  return Grammar(std::make_unique<State>(std::move(builder).finish(start, kNoState, 0)));
}

}  // namespace oree::decode
