#include "text/jinja/expression_parser.h"

#include <algorithm>

#include "oree/error.h"

namespace oree::text::jinja {
namespace {

std::string spell(const Token& token) {
  switch (token.kind) {
    case TokenKind::kData:
      return "text";
    case TokenKind::kVariableBegin:
      return "'{{'";
    case TokenKind::kVariableEnd:
      return "'}}'";
    case TokenKind::kBlockBegin:
      return "'{%'";
    case TokenKind::kBlockEnd:
      return "'%}'";
    case TokenKind::kString:
      return "a quoted text";
    case TokenKind::kEnd:
      return "the end of the template";
    default:
      return "'" + token.text + "'";
  }
}

bool is_literal_name(std::string_view name) {
  return name == "true" || name == "True" || name == "false" || name == "False" || name == "none" || name == "None";
}

}  // namespace

ExpressionParser::Level::Level(ExpressionParser& parser) : parser_(parser) {
  if (parser.level_ >= kMaximumNesting) {
    throw Error(ErrorCode::kLimit, "the template nests more than " + std::to_string(kMaximumNesting) + " levels deep",
                describe(parser.current().place), "simplify the template");
  }
  ++parser.level_;
}

void ExpressionParser::reject(const std::string& what, const std::string& hint) const {
  throw Error(ErrorCode::kInvalid, what, describe(current().place), hint);
}

void ExpressionParser::reject_unexpected(const std::string& expected) const {
  reject("the template has " + spell(current()) + " where " + expected + " is due");
}

Token ExpressionParser::take() {
  const Token token = tokens_[at_];
  if (token.kind != TokenKind::kEnd) ++at_;
  return token;
}

bool ExpressionParser::at_operator(std::string_view spelling) const {
  return current().kind == TokenKind::kOperator && current().text == spelling;
}

bool ExpressionParser::at_name(std::string_view name) const {
  return current().kind == TokenKind::kName && current().text == name;
}

bool ExpressionParser::skip_operator(std::string_view spelling) {
  if (!at_operator(spelling)) return false;
  ++at_;
  return true;
}

bool ExpressionParser::skip_name(std::string_view name) {
  if (!at_name(name)) return false;
  ++at_;
  return true;
}

void ExpressionParser::expect_operator(std::string_view spelling) {
  if (!skip_operator(spelling)) reject_unexpected("'" + std::string(spelling) + "'");
}

std::string ExpressionParser::expect_name() {
  if (current().kind != TokenKind::kName) reject_unexpected("a name");
  return take().text;
}

std::size_t ExpressionParser::height_of(const CallArguments& arguments) const {
  std::size_t height = 0;
  const auto add = [&](const ExpressionPointer& argument) {
    if (argument != nullptr) height = std::max(height, argument->height);
  };
  for (const ExpressionPointer& argument : arguments.positional) add(argument);
  for (const auto& argument : arguments.named) add(argument.second);
  add(arguments.starred);
  add(arguments.double_starred);
  return height;
}

ExpressionPointer ExpressionParser::parse_expression(bool with_conditional) {
  const Level level(*this);
  ExpressionPointer value = parse_or();
  while (with_conditional && at_name("if")) {
    const Place place = take().place;
    ExpressionPointer condition = parse_or();
    ExpressionPointer otherwise;
    if (skip_name("else")) otherwise = parse_expression();
    std::size_t height = std::max(condition->height, value->height);
    if (otherwise != nullptr) height = std::max(height, otherwise->height);
    value = make_expression(Conditional{std::move(condition), std::move(value), std::move(otherwise)}, place, height);
  }
  return value;
}

ExpressionPointer ExpressionParser::parse_or() {
  ExpressionPointer left = parse_and();
  while (at_name("or")) {
    const Place place = take().place;
    ExpressionPointer right = parse_and();
    const std::size_t height = std::max(left->height, right->height);
    left = make_expression(Logical{false, std::move(left), std::move(right)}, place, height);
  }
  return left;
}

ExpressionPointer ExpressionParser::parse_and() {
  ExpressionPointer left = parse_not();
  while (at_name("and")) {
    const Place place = take().place;
    ExpressionPointer right = parse_not();
    const std::size_t height = std::max(left->height, right->height);
    left = make_expression(Logical{true, std::move(left), std::move(right)}, place, height);
  }
  return left;
}

ExpressionPointer ExpressionParser::parse_not() {
  if (!at_name("not")) return parse_comparison();
  const Level level(*this);
  const Place place = take().place;
  ExpressionPointer operand = parse_not();
  const std::size_t height = operand->height;
  return make_expression(Unary{UnaryOperator::kNot, std::move(operand)}, place, height);
}

ExpressionPointer ExpressionParser::parse_comparison() {
  static constexpr std::array<std::pair<std::string_view, Comparison>, 6> kSigns = {{
      {"==", Comparison::kEqual},
      {"!=", Comparison::kUnequal},
      {"<", Comparison::kLess},
      {"<=", Comparison::kLessEqual},
      {">", Comparison::kGreater},
      {">=", Comparison::kGreaterEqual},
  }};
  const Place place = current().place;
  Chain chain;
  chain.first = parse_sum();
  std::size_t height = chain.first->height;
  while (true) {
    std::optional<Comparison> comparison;
    for (const auto& [sign, meaning] : kSigns) {
      if (at_operator(sign)) comparison = meaning;
    }
    if (comparison) {
      take();
    } else if (skip_name("in")) {
      comparison = Comparison::kIn;
    } else if (at_name("not") && tokens_[at_ + 1].kind == TokenKind::kName && tokens_[at_ + 1].text == "in") {
      at_ += 2;
      comparison = Comparison::kNotIn;
    } else {
      break;
    }
    chain.rest.emplace_back(*comparison, parse_sum());
    height = std::max(height, chain.rest.back().second->height);
  }
  if (chain.rest.empty()) return std::move(chain.first);
  return make_expression(std::move(chain), place, height);
}

ExpressionPointer ExpressionParser::parse_sum() {
  ExpressionPointer left = parse_concatenation();
  while (at_operator("+") || at_operator("-")) {
    const Token sign = take();
    ExpressionPointer right = parse_concatenation();
    const std::size_t height = std::max(left->height, right->height);
    const BinaryOperator operation = sign.text == "+" ? BinaryOperator::kAdd : BinaryOperator::kSubtract;
    left = make_expression(Binary{operation, std::move(left), std::move(right)}, sign.place, height);
  }
  return left;
}

ExpressionPointer ExpressionParser::parse_concatenation() {
  const Place place = current().place;
  Concatenation concatenation;
  concatenation.items.push_back(parse_product());
  std::size_t height = concatenation.items.back()->height;
  while (skip_operator("~")) {
    concatenation.items.push_back(parse_product());
    height = std::max(height, concatenation.items.back()->height);
  }
  if (concatenation.items.size() == 1) return std::move(concatenation.items.front());
  return make_expression(std::move(concatenation), place, height);
}

ExpressionPointer ExpressionParser::parse_product() {
  ExpressionPointer left = parse_power();
  while (at_operator("*") || at_operator("/") || at_operator("//") || at_operator("%")) {
    const Token sign = take();
    ExpressionPointer right = parse_power();
    const BinaryOperator operation = sign.text == "*"    ? BinaryOperator::kMultiply
                                     : sign.text == "/"  ? BinaryOperator::kDivide
                                     : sign.text == "//" ? BinaryOperator::kFloorDivide
                                                         : BinaryOperator::kRemainder;
    const std::size_t height = std::max(left->height, right->height);
    left = make_expression(Binary{operation, std::move(left), std::move(right)}, sign.place, height);
  }
  return left;
}

// Groups to the left, as jinja2 does and Python does not.
ExpressionPointer ExpressionParser::parse_power() {
  ExpressionPointer left = parse_unary();
  while (at_operator("**")) {
    const Place place = take().place;
    ExpressionPointer right = parse_unary();
    const std::size_t height = std::max(left->height, right->height);
    left = make_expression(Binary{BinaryOperator::kPower, std::move(left), std::move(right)}, place, height);
  }
  return left;
}

ExpressionPointer ExpressionParser::parse_unary(bool with_filter) {
  ExpressionPointer value;
  if (at_operator("-") || at_operator("+")) {
    const Level level(*this);
    const Token sign = take();
    ExpressionPointer operand = parse_unary(false);
    const std::size_t height = operand->height;
    const UnaryOperator operation = sign.text == "-" ? UnaryOperator::kMinus : UnaryOperator::kPlus;
    value = make_expression(Unary{operation, std::move(operand)}, sign.place, height);
  } else {
    value = parse_primary();
  }
  value = parse_postfix(std::move(value));
  return with_filter ? parse_filters_and_tests(std::move(value)) : std::move(value);
}

ExpressionPointer ExpressionParser::parse_primary() {
  const Token& token = current();
  switch (token.kind) {
    case TokenKind::kName:
      return parse_name();
    case TokenKind::kString:
      return parse_string();
    case TokenKind::kInteger: {
      const Token number = take();
      return make_expression(Literal{make_integer(number.integer)}, number.place);
    }
    case TokenKind::kFloat: {
      const Token number = take();
      return make_expression(Literal{make_float(number.number)}, number.place);
    }
    default:
      break;
  }
  if (at_operator("(")) return parse_parenthesized();
  if (at_operator("[")) return parse_list();
  if (at_operator("{")) return parse_dictionary();
  reject_unexpected("an expression");
}

ExpressionPointer ExpressionParser::parse_name() {
  const Token token = take();
  if (is_literal_name(token.text)) {
    const bool is_none = token.text == "none" || token.text == "None";
    const bool is_true = token.text == "true" || token.text == "True";
    return make_expression(Literal{is_none ? make_none() : make_boolean(is_true)}, token.place);
  }
  if (token.text == "lipsum") {
    throw Error(ErrorCode::kUnsupported, "the function 'lipsum' is not supported", describe(token.place),
                "write the text out");
  }
  special_names.caller |= token.text == "caller";
  special_names.keywords |= token.text == "kwargs";
  special_names.extra |= token.text == "varargs";
  return make_expression(Name{token.text}, token.place);
}

ExpressionPointer ExpressionParser::parse_string() {
  const Place place = current().place;
  std::string text;
  while (current().kind == TokenKind::kString) text += take().text;
  return make_expression(Literal{make_text(std::move(text))}, place);
}

ExpressionPointer ExpressionParser::parse_parenthesized() {
  const Level level(*this);
  const Place place = take().place;
  ExpressionPointer first;
  if (at_operator(")")) {
    first = make_expression(TupleLiteral{}, place);
  } else {
    first = parse_tuple();
  }
  expect_operator(")");
  return first;
}

bool ExpressionParser::at_tuple_end() const {
  return current().kind == TokenKind::kVariableEnd || current().kind == TokenKind::kBlockEnd || at_operator(")");
}

ExpressionPointer ExpressionParser::parse_tuple(bool with_conditional) {
  const Place place = current().place;
  ExpressionPointer first = parse_expression(with_conditional);
  if (!at_operator(",")) return first;
  return parse_items_of_tuple(std::move(first), with_conditional, place);
}

ExpressionPointer ExpressionParser::parse_items_of_tuple(ExpressionPointer first, bool with_conditional,
                                                         const Place& place) {
  TupleLiteral tuple;
  std::size_t height = first->height;
  tuple.items.push_back(std::move(first));
  while (skip_operator(",")) {
    if (at_tuple_end()) break;
    tuple.items.push_back(parse_expression(with_conditional));
    height = std::max(height, tuple.items.back()->height);
  }
  return make_expression(std::move(tuple), place, height);
}

ExpressionPointer ExpressionParser::parse_list() {
  const Level level(*this);
  const Place place = take().place;
  ListLiteral list;
  std::size_t height = 0;
  while (!at_operator("]")) {
    if (!list.items.empty()) {
      expect_operator(",");
      if (at_operator("]")) break;
    }
    list.items.push_back(parse_expression());
    height = std::max(height, list.items.back()->height);
  }
  expect_operator("]");
  return make_expression(std::move(list), place, height);
}

ExpressionPointer ExpressionParser::parse_dictionary() {
  const Level level(*this);
  const Place place = take().place;
  DictionaryLiteral dictionary;
  std::size_t height = 0;
  while (!at_operator("}")) {
    if (!dictionary.members.empty()) {
      expect_operator(",");
      if (at_operator("}")) break;
    }
    ExpressionPointer key = parse_expression();
    expect_operator(":");
    ExpressionPointer value = parse_expression();
    height = std::max({height, key->height, value->height});
    dictionary.members.emplace_back(std::move(key), std::move(value));
  }
  expect_operator("}");
  return make_expression(std::move(dictionary), place, height);
}

}  // namespace oree::text::jinja
