// Expressions of a template, from its tokens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/jinja/lexer.h"
#include "text/jinja/syntax.h"

namespace oree::text::jinja {

// height: of the highest expression inside.
template <class Node>
ExpressionPointer make_expression(Node node, const Place& place, std::size_t height = 0) {
  if (height >= kMaximumNesting) {
    throw Error(ErrorCode::kLimit, "an expression nests more than " + std::to_string(kMaximumNesting) + " levels deep",
                describe(place), "split it with {% set %}");
  }
  return std::make_unique<Expression>(Expression{std::move(node), place, height + 1});
}

// Every function throws Error kInvalid, kUnsupported or kLimit with the place of the token at fault.
class ExpressionParser {
 public:
  explicit ExpressionParser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  // One expression; with_conditional: also `a if b else c`.
  ExpressionPointer parse_expression(bool with_conditional = true);
  // Expressions with commas between them are a tuple.
  ExpressionPointer parse_tuple(bool with_conditional = true);
  // A name, an attribute of a namespace where that is allowed, or a tuple of them.
  Target parse_target(bool with_namespace);
  // One plain name.
  Target parse_target_name() { return parse_simple_target(false); }
  // name(arguments)|name|...; the first filter's input is the body of a block.
  ExpressionPointer parse_block_filter();
  CallArguments parse_arguments();

  const Token& current() const { return tokens_[at_]; }
  Token take();
  bool at_operator(std::string_view spelling) const;
  bool at_name(std::string_view name) const;
  bool skip_operator(std::string_view spelling);
  bool skip_name(std::string_view name);
  void expect_operator(std::string_view spelling);
  std::string expect_name();
  [[noreturn]] void reject(const std::string& what, const std::string& hint = {}) const;
  [[noreturn]] void reject_unexpected(const std::string& expected) const;

  // Levels that the parser itself is deep; the statements count theirs here too.
  class Level {
   public:
    explicit Level(ExpressionParser& parser);
    ~Level() { --parser_.level_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    ExpressionParser& parser_;
  };

  // Which of the special names of macros were read since; kept by the statement parser.
  struct SpecialNames {
    bool caller = false, keywords = false, extra = false;
  };
  SpecialNames special_names;

 private:
  std::size_t height_of(const CallArguments& arguments) const;

  ExpressionPointer parse_or();
  ExpressionPointer parse_and();
  ExpressionPointer parse_not();
  ExpressionPointer parse_comparison();
  ExpressionPointer parse_sum();
  ExpressionPointer parse_concatenation();
  ExpressionPointer parse_product();
  ExpressionPointer parse_power();
  ExpressionPointer parse_unary(bool with_filter = true);
  ExpressionPointer parse_primary();
  ExpressionPointer parse_name();
  ExpressionPointer parse_string();
  ExpressionPointer parse_parenthesized();
  ExpressionPointer parse_list();
  ExpressionPointer parse_dictionary();
  ExpressionPointer parse_postfix(ExpressionPointer object);
  ExpressionPointer parse_filters_and_tests(ExpressionPointer object);
  ExpressionPointer parse_filter(ExpressionPointer input);
  ExpressionPointer parse_test(ExpressionPointer input);
  ExpressionPointer parse_attribute(ExpressionPointer object);
  ExpressionPointer parse_subscript(ExpressionPointer object);
  ExpressionPointer parse_call(ExpressionPointer callee);
  ExpressionPointer parse_items_of_tuple(ExpressionPointer first, bool with_conditional, const Place& place);
  Target parse_simple_target(bool with_namespace);
  bool at_tuple_end() const;

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t level_ = 0;
};

}  // namespace oree::text::jinja
