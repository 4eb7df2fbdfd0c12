// What stands behind a value: attributes, subscripts, calls, filters and tests; and what can be assigned to.
#include <algorithm>

#include "oree/error.h"
#include "text/jinja/expression_parser.h"
#include "text/jinja/filters.h"
#include "text/jinja/is_tests.h"

namespace oree::text::jinja {

ExpressionPointer ExpressionParser::parse_postfix(ExpressionPointer object) {
  while (true) {
    if (at_operator(".")) {
      object = parse_attribute(std::move(object));
    } else if (at_operator("[")) {
      object = parse_subscript(std::move(object));
    } else if (at_operator("(")) {
      object = parse_call(std::move(object));
    } else {
      return object;
    }
  }
}

ExpressionPointer ExpressionParser::parse_filters_and_tests(ExpressionPointer object) {
  while (true) {
    if (at_operator("|")) {
      object = parse_filter(std::move(object));
    } else if (at_name("is")) {
      object = parse_test(std::move(object));
    } else if (at_operator("(")) {
      object = parse_call(std::move(object));
    } else {
      return object;
    }
  }
}

ExpressionPointer ExpressionParser::parse_attribute(ExpressionPointer object) {
  const Place place = take().place;
  const std::size_t height = object->height;
  const Token token = take();
  if (token.kind == TokenKind::kName) {
    return make_expression(Attribute{std::move(object), token.text}, place, height);
  }
  if (token.kind != TokenKind::kInteger) reject("an attribute has no name", "write a name or an index behind the dot");
  ExpressionPointer index = make_expression(Literal{make_integer(token.integer)}, token.place);
  return make_expression(Subscript{std::move(object), std::move(index)}, place, height);
}

ExpressionPointer ExpressionParser::parse_subscript(ExpressionPointer object) {
  const Level level(*this);
  const Place place = take().place;
  std::size_t height = object->height;
  const auto bound = [&]() -> ExpressionPointer {
    if (at_operator(":") || at_operator("]") || at_operator(",")) return nullptr;
    ExpressionPointer value = parse_expression();
    height = std::max(height, value->height);
    return value;
  };
  ExpressionPointer first = bound();
  if (at_operator(":")) {
    take();
    Slice slice{std::move(object), std::move(first), bound(), nullptr};
    if (skip_operator(":")) slice.step = bound();
    expect_operator("]");
    return make_expression(std::move(slice), place, height);
  }
  if (first == nullptr) reject_unexpected("an index");
  if (at_operator(",")) {
    first = parse_items_of_tuple(std::move(first), true, place);
    height = std::max(height, first->height);
  }
  expect_operator("]");
  return make_expression(Subscript{std::move(object), std::move(first)}, place, height);
}

CallArguments ExpressionParser::parse_arguments() {
  const Level level(*this);
  expect_operator("(");
  CallArguments arguments;
  bool first = true;
  while (!at_operator(")")) {
    if (!first) {
      expect_operator(",");
      if (at_operator(")")) break;
    }
    first = false;
    if (at_operator("*")) {
      if (arguments.starred != nullptr || arguments.double_starred != nullptr) reject_unexpected("another argument");
      take();
      arguments.starred = parse_expression();
    } else if (at_operator("**")) {
      if (arguments.double_starred != nullptr) reject_unexpected("another argument");
      take();
      arguments.double_starred = parse_expression();
    } else if (current().kind == TokenKind::kName && tokens_[at_ + 1].kind == TokenKind::kOperator &&
               tokens_[at_ + 1].text == "=") {
      if (arguments.double_starred != nullptr) reject("an argument follows **");
      std::string name = take().text;
      take();
      for (const auto& argument : arguments.named) {
        if (argument.first == name) reject("the argument '" + name + "' is given twice");
      }
      arguments.named.emplace_back(std::move(name), parse_expression());
    } else {
      if (!arguments.named.empty() || arguments.starred != nullptr || arguments.double_starred != nullptr) {
        reject("an argument without a name follows one with a name or a *");
      }
      arguments.positional.push_back(parse_expression());
    }
  }
  expect_operator(")");
  return arguments;
}

ExpressionPointer ExpressionParser::parse_call(ExpressionPointer callee) {
  const Place place = callee->place;
  CallArguments arguments = parse_arguments();
  const std::size_t height = std::max(callee->height, height_of(arguments));
  return make_expression(Call{std::move(callee), std::move(arguments)}, place, height);
}

ExpressionPointer ExpressionParser::parse_filter(ExpressionPointer input) {
  take();
  const Place place = current().place;
  Filter filter{std::move(input), expect_name(), {}};
  if (find_filter(filter.name) == nullptr) {
    throw Error(ErrorCode::kUnsupported, "the filter '" + filter.name + "' is not supported", describe(place),
                "docs/chat_templates.md lists the filters");
  }
  if (at_operator("(")) filter.arguments = parse_arguments();
  const std::size_t height =
      std::max(filter.input == nullptr ? std::size_t{0} : filter.input->height, height_of(filter.arguments));
  return make_expression(std::move(filter), place, height);
}

ExpressionPointer ExpressionParser::parse_block_filter() {
  // The first name has no | before it.
  --at_;
  ExpressionPointer filter = parse_filter(nullptr);
  while (at_operator("|")) filter = parse_filter(std::move(filter));
  return filter;
}

ExpressionPointer ExpressionParser::parse_test(ExpressionPointer input) {
  const Place place = take().place;
  const bool negated = skip_name("not");
  const Place name_place = current().place;
  Test test{std::move(input), expect_name(), {}};
  if (find_test(test.name) == nullptr) {
    throw Error(ErrorCode::kUnsupported, "the test '" + test.name + "' is not supported", describe(name_place),
                "docs/chat_templates.md lists the tests");
  }
  const TokenKind next = current().kind;
  if (at_operator("(")) {
    test.arguments = parse_arguments();
  } else if ((next == TokenKind::kName || next == TokenKind::kString || next == TokenKind::kInteger ||
              next == TokenKind::kFloat || at_operator("[") || at_operator("{")) &&
             !at_name("else") && !at_name("or") && !at_name("and")) {
    if (at_name("is")) reject("tests cannot be chained with 'is'", "join them with 'and'");
    test.arguments.positional.push_back(parse_postfix(parse_primary()));
  }
  const std::size_t height = std::max(test.input->height, height_of(test.arguments));
  ExpressionPointer result = make_expression(std::move(test), place, height);
  if (!negated) return result;
  return make_expression(Unary{UnaryOperator::kNot, std::move(result)}, place, height + 1);
}

Target ExpressionParser::parse_simple_target(bool with_namespace) {
  const Level level(*this);
  const Place place = current().place;
  if (skip_operator("(")) {
    Target target = parse_target(with_namespace);
    expect_operator(")");
    return target;
  }
  Target target;
  target.place = place;
  target.name = expect_name();
  if (target.name == "true" || target.name == "True" || target.name == "false" || target.name == "False" ||
      target.name == "none" || target.name == "None") {
    throw Error(ErrorCode::kInvalid, "the value '" + target.name + "' cannot be assigned to", describe(place),
                "choose another name");
  }
  if (with_namespace && skip_operator(".")) target.attribute = expect_name();
  return target;
}

Target ExpressionParser::parse_target(bool with_namespace) {
  Target first = parse_simple_target(with_namespace);
  if (!at_operator(",")) return first;
  Target tuple;
  tuple.place = first.place;
  tuple.is_tuple = true;
  tuple.parts.push_back(std::move(first));
  while (skip_operator(",")) {
    if (at_tuple_end() || at_name("in") || at_operator("=")) break;
    tuple.parts.push_back(parse_simple_target(with_namespace));
  }
  return tuple;
}

}  // namespace oree::text::jinja
