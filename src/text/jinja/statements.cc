// The statements that bind names or run bodies of their own.
#include <algorithm>

#include "text/jinja/evaluator.h"
#include "text/jinja/printing.h"

namespace oree::text::jinja {

Evaluator::Flow Evaluator::execute_if(const If& statement, TextBuilder& out) {
  for (const auto& [condition, body] : statement.branches) {
    if (is_true(evaluate(*condition))) return execute(body, out);
  }
  return execute(statement.otherwise, out);
}

std::vector<Value> Evaluator::filtered(const For& statement, std::vector<Value> items) {
  std::vector<Value> kept;
  for (Value& item : items) {
    const Entered entered(*this, scope_);
    assign(statement.target, item);
    if (is_true(evaluate(*statement.condition))) kept.push_back(std::move(item));
  }
  return kept;
}

Evaluator::Flow Evaluator::execute_for(const For& statement, TextBuilder& out) {
  const Value iterable = evaluate(*statement.iterable);
  const auto loop = std::make_shared<Loop>();
  const Sequence* sequence = iterable.sequence();
  loop->has_length =
      statement.condition == nullptr && (sequence == nullptr || sequence->kind != SequenceKind::kIterator);
  loop->items = items_of(iterable, context_.budget);
  if (statement.condition != nullptr) loop->items = filtered(statement, std::move(loop->items));
  if (loop->items.empty()) {
    const Entered entered(*this, scope_);
    return execute(statement.otherwise, out);
  }
  const Flow flow = execute_turns(statement, loop, out);
  // What still holds the loop keeps none of its items.
  loop->finished = true;
  loop->items.clear();
  loop->changed_before.clear();
  return flow;
}

Evaluator::Flow Evaluator::execute_turns(const For& statement, const std::shared_ptr<Loop>& loop, TextBuilder& out) {
  for (loop->index = 0; loop->index < loop->items.size(); ++loop->index) {
    context_.budget.charge();
    const Entered entered(*this, scope_);
    scope_->bind("loop", Value{loop});
    assign(statement.target, loop->items[loop->index]);
    if (execute(statement.body, out) == Flow::kBreak) break;
  }
  return Flow::kNext;
}

Evaluator::Flow Evaluator::execute_set_block(const SetBlock& statement) {
  TextBuilder text(context_.budget);
  {
    const Entered entered(*this, scope_);
    if (const Flow flow = execute(statement.body, text); flow != Flow::kNext) return flow;
  }
  Value value = make_text(text.take());
  if (statement.filter != nullptr) {
    block_inputs_.push_back(std::move(value));
    value = evaluate(*statement.filter);
    block_inputs_.pop_back();
  }
  assign(statement.target, value);
  return Flow::kNext;
}

Evaluator::Flow Evaluator::execute_filter_block(const FilterBlock& statement, TextBuilder& out) {
  TextBuilder text(context_.budget);
  const Entered entered(*this, scope_);
  if (const Flow flow = execute(statement.body, text); flow != Flow::kNext) return flow;
  block_inputs_.push_back(make_text(text.take()));
  print(out, evaluate(*statement.filter));
  block_inputs_.pop_back();
  return Flow::kNext;
}

void Evaluator::execute_call_block(const CallBlock& statement, TextBuilder& out) {
  const Value caller = make_macro(statement.caller);
  print(out, evaluate_call(std::get<Call>(statement.call->node), &caller));
}

Evaluator::Flow Evaluator::execute_with(const With& statement, TextBuilder& out) {
  std::vector<Value> values;
  for (const auto& binding : statement.bindings) values.push_back(evaluate(*binding.second));
  const Entered entered(*this, scope_);
  for (std::size_t i = 0; i < values.size(); ++i) assign(statement.bindings[i].first, values[i]);
  return execute(statement.body, out);
}

void Evaluator::assign(const Target& target, const Value& value) {
  if (target.is_tuple) {
    require_defined(value);
    const std::vector<Value> items = items_of(value, context_.budget);
    if (items.size() != target.parts.size()) {
      fail("a tuple of " + std::to_string(target.parts.size()) + " names cannot take " + std::to_string(items.size()) +
           " values");
    }
    for (std::size_t i = 0; i < items.size(); ++i) assign(target.parts[i], items[i]);
    return;
  }
  if (target.attribute.empty()) {
    scope_->bind(target.name, value);
    return;
  }
  const Value holder = look_up(target.name);
  const auto* space = holder.get<std::shared_ptr<Namespace>>();
  if (space == nullptr) {
    fail("'" + target.name + "' is no namespace, so its attribute cannot be set",
         "make it with {% set " + target.name + " = namespace() %}");
  }
  for (auto& [name, known] : (*space)->members) {
    if (name != target.attribute) continue;
    known = value;
    return;
  }
  (*space)->members.emplace_back(target.attribute, value);
}

Value Evaluator::make_macro(const MacroDefinition& definition) {
  Scope* const home = scope_;
  const std::size_t serial = scope_->serial;
  const MacroDefinition* const macro = &definition;
  auto callable = std::make_shared<Callable>();
  callable->name = definition.name;
  callable->is_macro = true;
  callable->call = [this, macro, home, serial](Context&, const Arguments& arguments) {
    if (!is_alive(home, serial))
      fail_unsupported("the macro '" + macro->name + "' is called outside of its loop or block");
    return call_macro(*macro, home, arguments);
  };
  return {std::shared_ptr<const Callable>(std::move(callable))};
}

Value Evaluator::call_macro(const MacroDefinition& definition, Scope* home, const Arguments& arguments) {
  const Depth depth(*this);
  const std::string called = "the macro '" + definition.name + "'";
  const std::size_t n_parameters = definition.parameters.size();
  const Entered entered(*this, home);
  std::vector<Value> extra;
  for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
    if (i < n_parameters) {
      scope_->bind(definition.parameters[i], arguments.positional[i]);
    } else if (definition.uses_extra) {
      extra.push_back(arguments.positional[i]);
    } else {
      fail(called + " takes at most " + std::to_string(n_parameters) + " arguments");
    }
  }
  Value caller = make_undefined("no caller is defined");
  std::vector<std::pair<Value, Value>> keywords;
  for (const auto& [name, value] : arguments.named) {
    const auto parameter = std::find(definition.parameters.begin(), definition.parameters.end(), name);
    if (parameter != definition.parameters.end()) {
      if (scope_->find(name) != nullptr) fail(called + " gets its argument '" + name + "' twice");
      scope_->bind(name, value);
    } else if (definition.uses_caller && name == "caller") {
      caller = value;
    } else if (definition.uses_keywords) {
      keywords.emplace_back(make_text(name), value);
    } else {
      fail(called + " has no argument '" + name + "'");
    }
  }
  if (definition.uses_caller) scope_->bind("caller", caller);
  if (definition.uses_keywords) scope_->bind("kwargs", make_dictionary(std::move(keywords), context_.budget));
  if (definition.uses_extra) scope_->bind("varargs", make_tuple(std::move(extra), context_.budget));
  const std::size_t first_default = n_parameters - definition.defaults.size();
  for (std::size_t i = 0; i < n_parameters; ++i) {
    const std::string& name = definition.parameters[i];
    if (scope_->find(name) != nullptr) continue;
    scope_->bind(name, i >= first_default ? evaluate(*definition.defaults[i - first_default])
                                          : make_undefined("parameter '" + name + "' was not provided"));
  }
  TextBuilder out(context_.budget);
  execute(definition.body, out);
  return make_text(out.take());
}

}  // namespace oree::text::jinja
