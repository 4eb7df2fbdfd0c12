#include "text/jinja/evaluator.h"

#include <algorithm>

#include "text/jinja/filters.h"
#include "text/jinja/functions.h"
#include "text/jinja/is_tests.h"
#include "text/jinja/operators.h"
#include "text/jinja/printing.h"

namespace oree::text::jinja {
namespace {

template <class... Kinds>
struct Overloaded : Kinds... {
  using Kinds::operator()...;
};
template <class... Kinds>
Overloaded(Kinds...) -> Overloaded<Kinds...>;

}  // namespace

Value* Evaluator::Scope::find(std::string_view name) {
  for (auto& [known, value] : names) {
    if (known == name) return &value;
  }
  return nullptr;
}

void Evaluator::Scope::bind(const std::string& name, Value value) {
  if (Value* known = find(name)) {
    *known = std::move(value);
  } else {
    names.emplace_back(name, std::move(value));
  }
}

Evaluator::Entered::Entered(Evaluator& evaluator, Scope* outer)
    : evaluator_(evaluator), before_(evaluator.scope_), scope_{outer, ++evaluator.n_scopes_} {
  evaluator_.entered_.emplace_back(&scope_, scope_.serial);
  evaluator_.scope_ = &scope_;
}

Evaluator::Entered::~Entered() {
  evaluator_.scope_ = before_;
  evaluator_.entered_.pop_back();
}

Evaluator::Evaluator(Context& context, const Value& variables)
    : context_(context), variables_(variables), globals_(global_functions()) {}

std::string Evaluator::render(const Body& body) {
  const Entered entered(*this, nullptr);
  TextBuilder out(context_.budget);
  execute(body, out);
  return out.take();
}

bool Evaluator::is_alive(const Scope* scope, std::size_t serial) const {
  return std::find(entered_.begin(), entered_.end(), std::pair(scope, serial)) != entered_.end();
}

Value Evaluator::evaluate(const Expression& expression) {
  try {
    const Depth depth(*this);
    context_.budget.charge();
    return evaluate_unplaced(expression);
  } catch (const Failure& failure) {
    throw Error(failure.code, failure.what, describe(expression.place),
                failure.hint.empty() ? "fix the template, or give it the values it expects" : failure.hint);
  }
}

Value Evaluator::evaluate_optional(const ExpressionPointer& expression) {
  return expression == nullptr ? make_none() : evaluate(*expression);
}

Value Evaluator::evaluate_unplaced(const Expression& expression) {
  return std::visit(
      Overloaded{
          [](const Literal& node) { return node.value; },
          [this](const Name& node) { return look_up(node.name); },
          [this](const ListLiteral& node) { return evaluate_items(node.items, false); },
          [this](const TupleLiteral& node) { return evaluate_items(node.items, true); },
          [this](const DictionaryLiteral& node) { return evaluate_dictionary(node); },
          [this](const Unary& node) {
            const Value operand = evaluate(*node.operand);
            if (node.operation == UnaryOperator::kNot) return make_boolean(!is_true(operand));
            const Value negative = negate(operand);
            return node.operation == UnaryOperator::kMinus ? negative : negate(negative);
          },
          [this](const Binary& node) {
            const Value left = evaluate(*node.left);
            return apply_binary(context_, node.operation, left, evaluate(*node.right));
          },
          [this](const Concatenation& node) {
            TextBuilder out(context_.budget);
            for (const ExpressionPointer& item : node.items) print(out, evaluate(*item));
            return make_text(out.take());
          },
          [this](const Logical& node) {
            Value left = evaluate(*node.left);
            return is_true(left) == node.is_and ? evaluate(*node.right) : left;
          },
          [this](const Chain& node) { return evaluate_chain(node); },
          [this](const Conditional& node) {
            if (is_true(evaluate(*node.condition))) return evaluate(*node.then);
            if (node.otherwise != nullptr) return evaluate(*node.otherwise);
            return make_undefined("the condition of an 'if' without 'else' was false");
          },
          [this](const Attribute& node) { return get_attribute(context_, evaluate(*node.object), node.name); },
          [this](const Subscript& node) {
            const Value object = evaluate(*node.object);
            return get_item(context_, object, evaluate(*node.index));
          },
          [this](const Slice& node) {
            const Value object = evaluate(*node.object);
            const Value start = evaluate_optional(node.start);
            const Value stop = evaluate_optional(node.stop);
            return get_slice(context_, object, start, stop, evaluate_optional(node.step));
          },
          [this](const Filter& node) { return evaluate_filter(node); },
          [this](const Test& node) { return evaluate_test(node); },
          [this](const Call& node) { return evaluate_call(node, nullptr); },
      },
      expression.node);
}

Value Evaluator::look_up(const std::string& name) {
  for (Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    if (const Value* found = scope->find(name)) return *found;
  }
  if (const Value* found = find_member(*variables_.dictionary(), name, context_.budget)) return *found;
  for (const auto& [known, value] : globals_) {
    if (known == name) return value;
  }
  return make_undefined("'" + name + "' is undefined");
}

Value Evaluator::evaluate_chain(const Chain& chain) {
  Value left = evaluate(*chain.first);
  for (const auto& [comparison, operand] : chain.rest) {
    Value right = evaluate(*operand);
    if (!apply_comparison(context_, comparison, left, right)) return make_boolean(false);
    left = std::move(right);
  }
  return make_boolean(true);
}

Value Evaluator::evaluate_items(const std::vector<ExpressionPointer>& items, bool is_tuple) {
  std::vector<Value> values;
  values.reserve(items.size());
  for (const ExpressionPointer& item : items) values.push_back(evaluate(*item));
  return is_tuple ? make_tuple(std::move(values), context_.budget) : make_list(std::move(values), context_.budget);
}

Value Evaluator::evaluate_dictionary(const DictionaryLiteral& literal) {
  std::vector<std::pair<Value, Value>> members;
  for (const auto& [key, value] : literal.members) {
    Value evaluated_key = evaluate(*key);
    members.emplace_back(std::move(evaluated_key), evaluate(*value));
  }
  return make_dictionary(std::move(members), context_.budget);
}

Arguments Evaluator::evaluate_arguments(const CallArguments& arguments) {
  Arguments values;
  for (const ExpressionPointer& argument : arguments.positional) values.positional.push_back(evaluate(*argument));
  for (const auto& [name, argument] : arguments.named) values.named.emplace_back(name, evaluate(*argument));
  if (arguments.starred != nullptr) {
    for (Value& item : items_of(evaluate(*arguments.starred), context_.budget)) {
      values.positional.push_back(std::move(item));
    }
  }
  if (arguments.double_starred != nullptr) {
    const Value named = evaluate(*arguments.double_starred);
    require_defined(named);
    if (named.dictionary() == nullptr) fail("** needs a mapping, not '" + type_name(named) + "'");
    for (const auto& [key, value] : named.dictionary()->members) {
      if (key.text() == nullptr) fail("the names of arguments are texts, not '" + type_name(key) + "'");
      values.named.emplace_back(*key.text(), value);
    }
  }
  return values;
}

Value Evaluator::evaluate_call(const Call& call, const Value* caller) {
  const Value callee = evaluate(*call.callee);
  Arguments arguments = evaluate_arguments(call.arguments);
  if (caller != nullptr) arguments.named.emplace_back("caller", *caller);
  require_defined(callee);
  if (const auto* callable = callee.get<std::shared_ptr<const Callable>>()) {
    return (*callable)->call(context_, arguments);
  }
  if (callee.get<std::shared_ptr<Loop>>() != nullptr) fail_unsupported("recursive loops are not supported");
  fail("'" + type_name(callee) + "' is not a function");
}

Value Evaluator::evaluate_filter(const Filter& filter) {
  const Value input = filter.input == nullptr ? block_inputs_.back() : evaluate(*filter.input);
  return find_filter(filter.name)(context_, input, evaluate_arguments(filter.arguments));
}

Value Evaluator::evaluate_test(const Test& test) {
  const Value input = evaluate(*test.input);
  return make_boolean(find_test(test.name)(context_, input, evaluate_arguments(test.arguments)));
}

Evaluator::Flow Evaluator::execute(const Body& body, TextBuilder& out) {
  for (const Statement& statement : body) {
    Flow flow = Flow::kNext;
    try {
      const Depth depth(*this);
      context_.budget.charge();
      flow = execute_one(statement, out);
    } catch (const Failure& failure) {
      throw Error(failure.code, failure.what, describe(statement.place),
                  failure.hint.empty() ? "fix the template, or give it the values it expects" : failure.hint);
    }
    if (flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

Evaluator::Flow Evaluator::execute_one(const Statement& statement, TextBuilder& out) {
  const auto then_next = [](auto&&...) { return Flow::kNext; };
  return std::visit(
      Overloaded{
          [&](const Data& node) { return out.append(node.text), Flow::kNext; },
          [&](const Print& node) { return print(out, evaluate(*node.value)), Flow::kNext; },
          [&](const If& node) { return execute_if(node, out); },
          [&](const For& node) { return execute_for(node, out); },
          [&](const Set& node) { return assign(node.target, evaluate(*node.value)), Flow::kNext; },
          [&](const SetBlock& node) { return execute_set_block(node); },
          [&](const MacroDefinition& node) { return scope_->bind(node.name, make_macro(node)), Flow::kNext; },
          [&](const CallBlock& node) { return execute_call_block(node, out), Flow::kNext; },
          [&](const FilterBlock& node) { return execute_filter_block(node, out); },
          [&](const With& node) { return execute_with(node, out); },
          [&](const Generation& node) {
            const Entered entered(*this, scope_);
            return then_next(execute(node.body, out));
          },
          [](const Break&) { return Flow::kBreak; },
          [](const Continue&) { return Flow::kContinue; },
      },
      statement.node);
}

}  // namespace oree::text::jinja
