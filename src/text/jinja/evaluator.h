// Renders a syntax tree.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/jinja/context.h"
#include "text/jinja/syntax.h"

namespace oree::text::jinja {

class Evaluator {
 public:
  // variables: a dictionary.
  Evaluator(Context& context, const Value& variables);
  // Throws Error with line and column.
  std::string render(const Body& body);

 private:
  // The names bound in a template, a loop's turn, a macro's call.
  struct Scope {
    Scope* outer;
    std::size_t serial;
    std::vector<std::pair<std::string, Value>> names = {};

    Value* find(std::string_view name);
    void bind(const std::string& name, Value value);
  };
  // Enters a scope inside the given one for as long as it lives.
  class Entered {
   public:
    Entered(Evaluator& evaluator, Scope* outer);
    ~Entered();
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;

   private:
    Evaluator& evaluator_;
    Scope* before_;
    Scope scope_;
  };
  enum class Flow { kNext, kBreak, kContinue };
  // Counts the expressions, statements and calls under evaluation.
  class Depth {
   public:
    explicit Depth(Evaluator& evaluator) : evaluator_(evaluator) {
      if (evaluator_.depth_ >= kMaximumEvaluationDepth) {
        fail_limit("the evaluation is more than " + std::to_string(kMaximumEvaluationDepth) + " levels deep");
      }
      ++evaluator_.depth_;
    }
    ~Depth() { --evaluator_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Evaluator& evaluator_;
  };

  Value evaluate(const Expression& expression);
  Value evaluate_unplaced(const Expression& expression);
  Value evaluate_optional(const ExpressionPointer& expression);
  Value look_up(const std::string& name);
  Value evaluate_chain(const Chain& chain);
  Value evaluate_items(const std::vector<ExpressionPointer>& items, bool is_tuple);
  Value evaluate_dictionary(const DictionaryLiteral& literal);
  Value evaluate_call(const Call& call, const Value* caller);
  Value evaluate_filter(const Filter& filter);
  Value evaluate_test(const Test& test);
  Arguments evaluate_arguments(const CallArguments& arguments);

  Flow execute(const Body& body, TextBuilder& out);
  Flow execute_one(const Statement& statement, TextBuilder& out);
  Flow execute_if(const If& statement, TextBuilder& out);
  Flow execute_for(const For& statement, TextBuilder& out);
  Flow execute_turns(const For& statement, const std::shared_ptr<Loop>& loop, TextBuilder& out);
  std::vector<Value> filtered(const For& statement, std::vector<Value> items);
  Flow execute_set_block(const SetBlock& statement);
  Flow execute_filter_block(const FilterBlock& statement, TextBuilder& out);
  void execute_call_block(const CallBlock& statement, TextBuilder& out);
  Flow execute_with(const With& statement, TextBuilder& out);
  void assign(const Target& target, const Value& value);
  Value make_macro(const MacroDefinition& definition);
  Value call_macro(const MacroDefinition& definition, Scope* home, const Arguments& arguments);
  bool is_alive(const Scope* scope, std::size_t serial) const;

  Context& context_;
  const Value& variables_;
  std::vector<std::pair<std::string, Value>> globals_;
  Scope* scope_ = nullptr;
  std::vector<std::pair<const Scope*, std::size_t>> entered_;
  std::size_t n_scopes_ = 0;
  std::size_t depth_ = 0;
  std::vector<Value> block_inputs_;  // the bodies of the blocks that filters are applied to
};

}  // namespace oree::text::jinja
