#include "decode/grammar.h"

#include <set>

#include "decode/gbnf.h"
#include "decode/grammar_state.h"
#include "decode/regular_expression.h"
#include "oree/error.h"
#include "text/prompt_format.h"

namespace oree::decode {
namespace {

constexpr std::size_t kMaxTools = 1024;
constexpr std::size_t kMaxToolNameBytes = 64;
constexpr std::size_t kMaxFollowedBytes = std::size_t{512} << 20;

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

using Symbol = ContextFreeGrammar::Symbol;

Symbol language(LanguageId id) { return {Symbol::Kind::kLanguage, id}; }
Symbol rule(std::size_t id) { return {Symbol::Kind::kRule, static_cast<std::uint32_t>(id)}; }
Symbol value(NodeId id) { return {Symbol::Kind::kValue, id}; }

// A grammar of one symbol.
ContextFreeGrammar only(Symbol symbol) { return {{{"root", {{symbol}}}}, 0}; }

bool is_object(const ValueNode& node) {
  return node.scalar == kNothing && node.strings.empty() && node.arrays.empty() && !node.objects.empty();
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

  GrammarParts parts;
  LanguagePool& pool = parts.pool;
  std::vector<ContextFreeGrammar::Rule>& rules = parts.rules.rules;
  ContextFreeGrammar::Rule call{"call", {}};
  for (const ToolDescription& tool : tools) {
    CompileOptions options;
    options.unnamed_keys = false;
    options.quotable = quotable;
    const NodeId arguments = compile_schema(tool.schema, options, pool, parts.schema, tool.name);
    if (!is_object(parts.schema.nodes[arguments])) {
      throw Error(ErrorCode::kUnsupported, "a tool's arguments are an object", tool.name + "/type",
                  "give the schema the type \"object\"");
    }
    call.alternatives.push_back({language(pool.literal(syntax.before_name + tool.name + syntax.before_arguments)),
                                 value(arguments), language(pool.literal(syntax.after_arguments))});
  }
  LanguageId begin = pool.literal(syntax.begin);
  if (syntax.space_may_follow) {
    const LanguageId both[] = {begin, pool.literal(syntax.begin.substr(0, 1) + " " + syntax.begin.substr(1))};
    begin = pool.unite(both);
  }
  // The root, the call, and what follows a call while 0, 1, ... more may come.
  const Symbol end = language(pool.literal(syntax.end));
  const Symbol separator = language(pool.literal(syntax.separator));
  constexpr std::size_t kFirstRest = 2;
  const std::size_t n_calls = syntax.takes_several() ? static_cast<std::size_t>(max_calls) : 1;
  rules.push_back({"calls", {{language(begin), rule(1), rule(kFirstRest + n_calls - 1)}}});
  rules.push_back(std::move(call));
  for (std::size_t more = 0; more < n_calls; ++more) {
    rules.push_back({"rest", {{end}}});
    if (more != 0) {
      rules.back().alternatives.push_back({separator, rule(1), rule(kFirstRest + more - 1)});
    }
  }
  SharedMasks(parts, nullptr);  // throws where a tool can never be called
  return Grammar(std::make_unique<State>(std::move(parts)));
}

Grammar Grammar::from_json_schema(const Json& schema, const CompileOptions& options) {
  GrammarParts parts;
  parts.spelling = options.spelling;
  parts.rules = only(value(compile_schema(schema, options, parts.pool, parts.schema, "")));
  return Grammar(std::make_unique<State>(std::move(parts)));
}

Grammar Grammar::from_json_schema(const Json& schema) {
  CompileOptions options;
  options.unnamed_keys = false;
  return from_json_schema(schema, options);
}

Grammar Grammar::from_regular_expression(std::string_view pattern) {
  GrammarParts parts;
  parts.rules = only(language(parse_regular_expression(parts.pool, pattern, true)));
  return Grammar(std::make_unique<State>(std::move(parts)));
}

Grammar Grammar::from_choices(std::span<const std::string> choices) {
  if (choices.empty()) throw Error(ErrorCode::kInvalid, "there is nothing to choose from", "choices");
  GrammarParts parts;
  parts.rules = only(language(parts.pool.literals(choices)));
  return Grammar(std::make_unique<State>(std::move(parts)));
}

Grammar Grammar::from_gbnf(std::string_view text) {
  GrammarParts parts;
  parts.rules = parse_gbnf(parts.pool, text);
  return Grammar(std::make_unique<State>(std::move(parts)));
}

std::optional<std::size_t> Grammar::find_misfit(std::string_view text) const {
  const std::lock_guard lock(state_->mutex);
  SharedMasks& shared = state_->masks_for(nullptr);
  shared.bound_memory();
  std::string recorded;
  LazyStates::State at = shared.states().start();
  for (std::size_t i = 0; i < text.size(); ++i) {
    at = shared.after(at, text.substr(i, 1), recorded);
    if (at == LazyStates::kDead) return i;
    if (shared.n_bytes() > kMaxFollowedBytes) {
      throw Error(ErrorCode::kLimit, "the text takes more memory to follow than kMaxFollowedBytes, 512 MiB",
                  "byte " + std::to_string(i));
    }
  }
  return shared.states().accepts(at) ? std::nullopt : std::optional(text.size());
}

SharedMasks& Grammar::State::masks_for(const std::shared_ptr<const TokenTrie::State>& trie) const {
  const auto found = masks.find(trie);
  if (found != masks.end()) return *found->second;
  auto made = std::make_unique<SharedMasks>(parts, trie);
  return *(masks[trie] = std::move(made));
}

}  // namespace oree::decode
