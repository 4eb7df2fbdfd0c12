#include "text/jinja/parser.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "oree/error.h"
#include "text/jinja/expression_parser.h"
#include "text/utf8.h"

namespace oree::text::jinja {
namespace {

// Tags of jinja2 and its extensions that templates of conversations have no use for.
constexpr std::array<std::string_view, 12> kRefusedTags = {"block",      "extends", "include",   "import",
                                                           "from",       "print",   "do",        "trans",
                                                           "autoescape", "debug",   "pluralize", "required"};

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : expressions_(std::move(tokens)) {}

  Body run() {
    Body body = parse_body({}, "");
    return body;
  }

 private:
  using Ends = std::initializer_list<std::string_view>;

  void expect_block_end() {
    if (expressions_.current().kind != TokenKind::kBlockEnd) expressions_.reject_unexpected("'%}'");
    expressions_.take();
  }

  // Statements up to one of the tags that end them, whose name is left to read. opened: the tag that they belong to.
  Body parse_body(Ends ends, std::string_view opened, Place place = {}) {
    const ExpressionParser::Level level(expressions_);
    Body body;
    while (true) {
      const Token token = expressions_.current();
      if (token.kind == TokenKind::kEnd) {
        if (ends.size() == 0) return body;
        throw Error(ErrorCode::kInvalid, "{% " + std::string(opened) + " %} is not closed", describe(place),
                    "end it with {% " + std::string(*(ends.end() - 1)) + " %}");
      }
      expressions_.take();
      if (token.kind == TokenKind::kData) {
        body.push_back({Data{token.text}, token.place});
      } else if (token.kind == TokenKind::kVariableBegin) {
        body.push_back({Print{expressions_.parse_tuple()}, token.place});
        if (expressions_.current().kind != TokenKind::kVariableEnd) expressions_.reject_unexpected("'}}'");
        expressions_.take();
      } else {
        for (const std::string_view end : ends) {
          if (expressions_.at_name(end)) return body;
        }
        body.push_back(parse_statement(token.place));
      }
    }
  }

  // A body with its end tag read.
  Body parse_whole_body(std::string_view end, std::string_view opened, Place place) {
    expect_block_end();
    Body body = parse_body({end}, opened, place);
    expressions_.take();
    expect_block_end();
    return body;
  }

  Statement parse_statement(Place place) {
    if (expressions_.current().kind != TokenKind::kName) expressions_.reject_unexpected("the name of a tag");
    const Place name_place = expressions_.current().place;
    const std::string tag = expressions_.expect_name();
    if (tag == "if") return {parse_if(place), place};
    if (tag == "for") return {parse_for(place), place};
    if (tag == "set") return parse_set(place);
    if (tag == "macro") return {parse_macro(place), place};
    if (tag == "call") return {parse_call_block(place), place};
    if (tag == "filter") return {parse_filter_block(place), place};
    if (tag == "with") return {parse_with(place), place};
    if (tag == "generation") return {parse_generation(place), place};
    if (tag == "break" || tag == "continue") {
      if (n_loops_ == 0) {
        throw Error(ErrorCode::kInvalid, "{% " + tag + " %} stands in no loop", describe(name_place), "remove it");
      }
      expect_block_end();
      if (tag == "break") return {Break{}, place};
      return {Continue{}, place};
    }
    if (tag.starts_with("end") || tag == "else" || tag == "elif") {
      throw Error(ErrorCode::kInvalid, "{% " + tag + " %} closes nothing", describe(name_place), "remove it");
    }
    const bool refused = std::find(kRefusedTags.begin(), kRefusedTags.end(), tag) != kRefusedTags.end();
    throw Error(refused ? ErrorCode::kUnsupported : ErrorCode::kInvalid,
                "the tag '" + tag + "' is not " + (refused ? "supported" : "known"), describe(name_place),
                "docs/chat_templates.md lists the tags");
  }

  If parse_if(Place place) {
    If statement;
    while (true) {
      ExpressionPointer condition = expressions_.parse_tuple(false);
      expect_block_end();
      Body body = parse_body({"elif", "else", "endif"}, "if", place);
      statement.branches.emplace_back(std::move(condition), std::move(body));
      if (!expressions_.skip_name("elif")) break;
    }
    if (expressions_.skip_name("else")) {
      statement.otherwise = parse_whole_body("endif", "if", place);
    } else {
      expressions_.take();
      expect_block_end();
    }
    return statement;
  }

  For parse_for(Place place) {
    For statement;
    statement.target = expressions_.parse_target(false);
    if (names_loop(statement.target)) {
      throw Error(ErrorCode::kInvalid, "a loop cannot bind the name 'loop'", describe(statement.target.place),
                  "choose another name");
    }
    if (!expressions_.skip_name("in")) expressions_.reject_unexpected("'in'");
    statement.iterable = expressions_.parse_tuple(false);
    if (expressions_.skip_name("if")) statement.condition = expressions_.parse_expression();
    if (expressions_.at_name("recursive")) {
      throw Error(ErrorCode::kUnsupported, "recursive loops are not supported", describe(expressions_.current().place),
                  "use a macro that calls itself");
    }
    expect_block_end();
    ++n_loops_;
    statement.body = parse_body({"else", "endfor"}, "for", place);
    --n_loops_;
    if (expressions_.skip_name("else")) {
      statement.otherwise = parse_whole_body("endfor", "for", place);
    } else {
      expressions_.take();
      expect_block_end();
    }
    return statement;
  }

  static bool names_loop(const Target& target) {
    return target.name == "loop" || std::any_of(target.parts.begin(), target.parts.end(), names_loop);
  }

  Statement parse_set(Place place) {
    Target target = expressions_.parse_target(true);
    if (expressions_.skip_operator("=")) {
      Set statement{std::move(target), expressions_.parse_tuple()};
      expect_block_end();
      return {std::move(statement), place};
    }
    SetBlock statement{std::move(target), nullptr, {}};
    if (expressions_.skip_operator("|")) statement.filter = expressions_.parse_block_filter();
    statement.body = parse_whole_body("endset", "set", place);
    return {std::move(statement), place};
  }

  void parse_parameters(MacroDefinition& macro) {
    expressions_.expect_operator("(");
    while (!expressions_.at_operator(")")) {
      if (!macro.parameters.empty()) expressions_.expect_operator(",");
      const Target parameter = expressions_.parse_target_name();
      if (std::find(macro.parameters.begin(), macro.parameters.end(), parameter.name) != macro.parameters.end()) {
        expressions_.reject("the parameter '" + parameter.name + "' is named twice");
      }
      macro.parameters.push_back(parameter.name);
      if (expressions_.skip_operator("=")) {
        macro.defaults.push_back(expressions_.parse_expression());
      } else if (!macro.defaults.empty()) {
        expressions_.reject("a parameter without a default follows one with a default");
      }
    }
    expressions_.expect_operator(")");
  }

  // The body of a macro: nothing outside can be broken off from inside, and its special names are its own.
  void parse_macro_body(MacroDefinition& macro, std::string_view end, std::string_view opened, Place place) {
    const std::size_t loops_outside = n_loops_;
    const ExpressionParser::SpecialNames outside = expressions_.special_names;
    n_loops_ = 0;
    expressions_.special_names = {};
    macro.body = parse_whole_body(end, opened, place);
    const ExpressionParser::SpecialNames inside = expressions_.special_names;
    macro.uses_caller = inside.caller;
    macro.uses_keywords = inside.keywords;
    macro.uses_extra = inside.extra;
    n_loops_ = loops_outside;
    expressions_.special_names = {outside.caller || inside.caller, outside.keywords || inside.keywords,
                                  outside.extra || inside.extra};
  }

  MacroDefinition parse_macro(Place place) {
    MacroDefinition macro;
    macro.name = expressions_.parse_target_name().name;
    parse_parameters(macro);
    parse_macro_body(macro, "endmacro", "macro", place);
    return macro;
  }

  CallBlock parse_call_block(Place place) {
    CallBlock statement;
    statement.caller.name = "caller";
    if (expressions_.at_operator("(")) parse_parameters(statement.caller);
    const Place call_place = expressions_.current().place;
    statement.call = expressions_.parse_expression();
    if (!std::holds_alternative<Call>(statement.call->node)) {
      throw Error(ErrorCode::kInvalid, "{% call %} names no call", describe(call_place), "write {% call name() %}");
    }
    parse_macro_body(statement.caller, "endcall", "call", place);
    return statement;
  }

  FilterBlock parse_filter_block(Place place) {
    FilterBlock statement;
    statement.filter = expressions_.parse_block_filter();
    statement.body = parse_whole_body("endfilter", "filter", place);
    return statement;
  }

  With parse_with(Place place) {
    With statement;
    while (expressions_.current().kind != TokenKind::kBlockEnd) {
      if (!statement.bindings.empty()) expressions_.expect_operator(",");
      Target target = expressions_.parse_target_name();
      expressions_.expect_operator("=");
      statement.bindings.emplace_back(std::move(target), expressions_.parse_expression());
    }
    statement.body = parse_whole_body("endwith", "with", place);
    return statement;
  }

  Generation parse_generation(Place place) {
    const std::size_t loops_outside = n_loops_;
    n_loops_ = 0;
    Generation statement{parse_whole_body("endgeneration", "generation", place)};
    n_loops_ = loops_outside;
    return statement;
  }

  ExpressionParser expressions_;
  std::size_t n_loops_ = 0;  // that {% break %} could leave
};

}  // namespace

Body parse(std::string_view source) {
  if (source.size() > kMaximumSourceBytes) {
    throw Error(ErrorCode::kLimit, "the template exceeds " + std::to_string(kMaximumSourceBytes) + " bytes", "",
                "use a smaller template");
  }
  if (const auto offset = find_invalid_utf8(source)) {
    throw Error(ErrorCode::kInvalid, "the template is not UTF-8", "byte " + std::to_string(*offset),
                "save it as UTF-8");
  }
  return Parser(tokenize(source)).run();
}

}  // namespace oree::text::jinja
