// The syntax tree of a template.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "text/jinja/lexer.h"
#include "text/jinja/value.h"

namespace oree::text::jinja {

struct Expression;
struct Statement;
using ExpressionPointer = std::unique_ptr<Expression>;
using Body = std::vector<Statement>;

struct CallArguments {
  std::vector<ExpressionPointer> positional;
  std::vector<std::pair<std::string, ExpressionPointer>> named;
  ExpressionPointer starred;         // *these; may be null
  ExpressionPointer double_starred;  // **these; may be null
};

enum class BinaryOperator { kAdd, kSubtract, kMultiply, kDivide, kFloorDivide, kRemainder, kPower };
enum class UnaryOperator { kMinus, kPlus, kNot };
enum class Comparison { kEqual, kUnequal, kLess, kLessEqual, kGreater, kGreaterEqual, kIn, kNotIn };

struct Literal {
  Value value;
};
struct Name {
  std::string name;
};
struct ListLiteral {
  std::vector<ExpressionPointer> items;
};
struct TupleLiteral {
  std::vector<ExpressionPointer> items;
};
struct DictionaryLiteral {
  std::vector<std::pair<ExpressionPointer, ExpressionPointer>> members;
};
struct Unary {
  UnaryOperator operation;
  ExpressionPointer operand;
};
struct Binary {
  BinaryOperator operation;
  ExpressionPointer left, right;
};
// a ~ b ~ c
struct Concatenation {
  std::vector<ExpressionPointer> items;
};
struct Logical {
  bool is_and;
  ExpressionPointer left, right;
};
// first < a <= b ...
struct Chain {
  ExpressionPointer first;
  std::vector<std::pair<Comparison, ExpressionPointer>> rest;
};
struct Conditional {
  ExpressionPointer condition, then;
  ExpressionPointer otherwise;  // may be null
};
struct Attribute {
  ExpressionPointer object;
  std::string name;
};
struct Subscript {
  ExpressionPointer object, index;
};
// object[start:stop:step]; each bound may be null.
struct Slice {
  ExpressionPointer object, start, stop, step;
};
struct Filter {
  ExpressionPointer input;  // null: the body of the block that the filter belongs to
  std::string name;
  CallArguments arguments;
};
struct Test {
  ExpressionPointer input;
  std::string name;
  CallArguments arguments;
};
struct Call {
  ExpressionPointer callee;
  CallArguments arguments;
};

struct Expression {
  std::variant<Literal, Name, ListLiteral, TupleLiteral, DictionaryLiteral, Unary, Binary, Concatenation, Logical,
               Chain, Conditional, Attribute, Subscript, Slice, Filter, Test, Call>
      node;
  Place place;
  std::size_t height;  // levels below and including this one
};

// What a value is bound to: a name, an attribute of a namespace, or a tuple of those.
struct Target {
  std::string name;
  std::string attribute;      // "": none
  std::vector<Target> parts;  // not empty: a tuple, and the name is ""
  bool is_tuple = false;
  Place place;
};

struct Data {
  std::string text;
};
struct Print {
  ExpressionPointer value;
};
struct If {
  std::vector<std::pair<ExpressionPointer, Body>> branches;
  Body otherwise;
};
struct For {
  Target target;
  ExpressionPointer iterable;
  ExpressionPointer condition;  // may be null
  Body body, otherwise;
};
struct Set {
  Target target;
  ExpressionPointer value;
};
struct SetBlock {
  Target target;
  ExpressionPointer filter;  // may be null
  Body body;
};
struct MacroDefinition {
  std::string name;
  std::vector<std::string> parameters;
  std::vector<ExpressionPointer> defaults;  // of the last parameters
  Body body;
  bool uses_caller = false, uses_keywords = false, uses_extra = false;  // caller, kwargs, varargs
};
struct CallBlock {
  MacroDefinition caller;
  ExpressionPointer call;  // a Call
};
struct FilterBlock {
  ExpressionPointer filter;
  Body body;
};
struct With {
  std::vector<std::pair<Target, ExpressionPointer>> bindings;
  Body body;
};
// {% generation %}: its text, and a scope of its own.
struct Generation {
  Body body;
};
struct Break {};
struct Continue {};

struct Statement {
  std::variant<Data, Print, If, For, Set, SetBlock, MacroDefinition, CallBlock, FilterBlock, With, Generation, Break,
               Continue>
      node;
  Place place;
};

}  // namespace oree::text::jinja
