// A generation held to a constraint.
#pragma once

#include <optional>

#include "decode/grammar.h"
#include "engine/loaded_model.h"
#include "oree/constraint.h"

namespace oree::engine {

class Constrained {
 public:
  // Throws Error: what is wrong with the constraint, where() naming the place in it.
  Constrained(const Constraint& constraint, const LoadedModel& model);

  // The tokens that may follow; end tokens where the text may end. Empty when nothing can. Valid until the next call.
  const decode::TokenMask& mask(int tokens_left);
  // The text is whole, and nothing can be added to it.
  bool is_finished(int tokens_left);
  void accept(TokenId token) { matcher_.accept(token); }

 private:
  const LoadedModel* model_;
  decode::Grammar grammar_;
  decode::GrammarMatcher matcher_;
  decode::TokenMask with_ends_;
};

}  // namespace oree::engine
