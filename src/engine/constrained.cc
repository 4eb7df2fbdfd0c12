#include "engine/constrained.h"

#include <algorithm>

#include "oree/error.h"

namespace oree::engine {
namespace {

decode::Grammar make_grammar(const Constraint& constraint) {
  switch (constraint.kind) {
    case Constraint::Kind::kJsonSchema:
      try {
        return decode::Grammar::from_json_schema(Json::parse(constraint.text));
      } catch (const Json::parse_error& error) {
        throw Error(ErrorCode::kInvalid, "the schema is not JSON", "byte " + std::to_string(error.byte),
                    "give a JSON Schema");
      }
    case Constraint::Kind::kRegularExpression:
      return decode::Grammar::from_regular_expression(constraint.text);
    case Constraint::Kind::kGbnf:
      return decode::Grammar::from_gbnf(constraint.text);
    case Constraint::Kind::kChoices:
      return decode::Grammar::from_choices(constraint.choices);
  }
  throw Error(ErrorCode::kInternal, "there is no such kind of constraint");
}

}  // namespace

Constrained::Constrained(const Constraint& constraint, const LoadedModel& model)
    : model_(&model), grammar_(make_grammar(constraint)), matcher_(grammar_, model.token_trie()) {}

const decode::TokenMask& Constrained::mask(int tokens_left) {
  const decode::TokenMask& mask = matcher_.mask(tokens_left);
  if (!matcher_.is_complete()) {
    return mask;
  }
  with_ends_ = mask;
  const text::Tokenizer& tokenizer = model_->tokenizer();
  for (TokenId token = 0; token < tokenizer.vocabulary_size(); ++token) {
    if (tokenizer.is_end(token)) {
      with_ends_[static_cast<std::size_t>(token) / 64] |= std::uint64_t{1} << (static_cast<std::size_t>(token) % 64);
    }
  }
  return with_ends_;
}

bool Constrained::is_finished(int tokens_left) {
  if (!matcher_.is_complete()) {
    return false;
  }
  const decode::TokenMask& mask = matcher_.mask(tokens_left);
  return std::all_of(mask.begin(), mask.end(), [](std::uint64_t word) { return word == 0; });
}

}  // namespace oree::engine
