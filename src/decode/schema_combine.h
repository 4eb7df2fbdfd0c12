// Alternatives of objects or arrays put together: and, or, exactly one, if. Included by schema_objects.cc and
// schema_arrays.cc, which say what one alternative and its negation are.
#pragma once

#include <utility>
#include <vector>

#include "decode/schema_compiler.h"
#include "oree/error.h"

namespace oree::decode {

inline constexpr int kEmptinessDepth =
    2;  // of values in values looked at to see that two alternatives exclude each other

ObjectAlternative merged(const ObjectAlternative& left, const ObjectAlternative& right);
ArrayAlternative merged(const ArrayAlternative& left, const ArrayAlternative& right);
std::size_t size_of(const ObjectAlternative& alternative) noexcept;
std::size_t size_of(const ArrayAlternative& alternative) noexcept;

template <>
inline const std::vector<ObjectAlternative>& SchemaCompiler::alternatives(Literal literal) {
  return objects(literal);
}
template <>
inline const std::vector<ArrayAlternative>& SchemaCompiler::alternatives(Literal literal) {
  return arrays(literal);
}

template <class Alternative>
std::vector<Alternative> SchemaCompiler::both(const std::vector<Alternative>& left,
                                              const std::vector<Alternative>& right, SchemaId at) {
  if (right.size() == 1 && right[0].allows_all()) return left;
  if (left.size() == 1 && left[0].allows_all()) return right;
  const bool prune = left.size() > 1 || right.size() > 1;
  std::vector<Alternative> result;
  for (const Alternative& one : left) {
    for (const Alternative& other : right) {
      if (prune && clash(one, other)) continue;
      work(8 + size_of(one) + size_of(other), at);
      Alternative together = merged(one, other);
      if (prune && is_empty(together, kEmptinessDepth)) continue;
      add_either(result, {std::move(together)}, at);
    }
  }
  return result;
}

template <class Alternative>
void SchemaCompiler::add_either(std::vector<Alternative>& into, const std::vector<Alternative>& more, SchemaId at) {
  for (const Alternative& alternative : more) {
    // With unevaluated keywords an alternative that says nothing does not stand for one that does: it evaluates less.
    if (!reader_.has_unevaluated()) {
      if (into.size() == 1 && into[0].allows_all()) return;
      if (alternative.allows_all()) into.clear();
    }
    into.push_back(alternative);
  }
  if (into.size() > kMaxAlternatives) {
    throw Error(ErrorCode::kLimit,
                "the schema is a choice of more than kMaxAlternatives, " + std::to_string(kMaxAlternatives) +
                    ", objects or arrays",
                reader_.place_of(at), "use fewer of anyOf, oneOf, not and if within each other");
  }
}

template <class Alternative>
std::vector<Alternative> SchemaCompiler::any_of(const std::vector<Literal>& literals, SchemaId at) {
  std::vector<Alternative> result;
  for (const Literal literal : literals) {
    const std::vector<Alternative>& one = alternatives<Alternative>(literal);
    // What is evaluated depends on all branches that fit, not on one of them.
    std::vector<Alternative> together;
    if (reader_.has_unevaluated()) together = both(result, one, at);
    add_either(result, one, at);
    add_either(result, together, at);
  }
  return result;
}

template <class Alternative>
std::vector<Alternative> SchemaCompiler::one_of(std::vector<Alternative> context, const std::vector<Literal>& literals,
                                                SchemaId at) {
  std::vector<Alternative> result;
  for (std::size_t i = 0; i < literals.size(); ++i) {
    std::vector<Alternative> fitting = both(context, alternatives<Alternative>(literals[i]), at);
    for (std::size_t j = 0; j < literals.size() && !fitting.empty(); ++j) {
      const std::vector<Alternative>& others = alternatives<Alternative>(literals[j]);
      if (j == i || others.empty()) continue;
      std::vector<Alternative> exclusive;
      for (const Alternative& one : fitting) {
        bool disjoint = true;
        for (const Alternative& other : others) {
          work(3, at);
          disjoint = clash(one, other);
          if (disjoint) continue;
          work(8 + size_of(one) + size_of(other), at);
          disjoint = is_empty(merged(one, other), kEmptinessDepth);
          if (!disjoint) break;
        }
        if (disjoint) {
          add_either(exclusive, {one}, at);
        } else {
          add_either(exclusive, both({one}, alternatives<Alternative>(negate(literals[j])), at), at);
        }
      }
      fitting = std::move(exclusive);
    }
    add_either(result, fitting, at);
  }
  return result;
}

template <class Alternative>
std::vector<Alternative> SchemaCompiler::combined(std::vector<Alternative> own, SchemaId id) {
  const InPlace& parts = in_place(id);
  for (const Literal literal : parts.all_of) own = both(own, alternatives<Alternative>(literal), id);
  for (const std::vector<Literal>& literals : parts.any_of) own = both(own, any_of<Alternative>(literals, id), id);
  if (!parts.one_of.empty()) own = one_of<Alternative>(std::move(own), parts.one_of, id);
  if (parts.excluded) own = both(own, alternatives<Alternative>(negate(*parts.excluded)), id);
  if (parts.condition) {
    const Literal condition = *parts.condition;
    std::vector<Alternative> either =
        both(alternatives<Alternative>(condition), alternatives<Alternative>(parts.then), id);
    add_either(either,
               both(alternatives<Alternative>(negate(condition)), alternatives<Alternative>(parts.otherwise), id), id);
    own = both(own, either, id);
  }
  return own;
}

template <class Alternative>
void SchemaCompiler::add_combined_negations(std::vector<Alternative>& into, SchemaId id) {
  const InPlace& parts = in_place(id);
  const auto none_of = [&](const std::vector<Literal>& literals) {
    std::vector<Alternative> none(1);
    for (const Literal literal : literals) none = both(none, alternatives<Alternative>(negate(literal)), id);
    return none;
  };
  for (const Literal literal : parts.all_of) add_either(into, alternatives<Alternative>(negate(literal)), id);
  for (const std::vector<Literal>& literals : parts.any_of) add_either(into, none_of(literals), id);
  if (!parts.one_of.empty()) {
    add_either(into, none_of(parts.one_of), id);
    for (std::size_t i = 0; i < parts.one_of.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        add_either(
            into, both(alternatives<Alternative>(parts.one_of[i]), alternatives<Alternative>(parts.one_of[j]), id), id);
      }
    }
  }
  if (parts.excluded) add_either(into, alternatives<Alternative>(*parts.excluded), id);
  if (parts.condition) {
    const auto& condition = alternatives<Alternative>(*parts.condition);
    const auto& failed = alternatives<Alternative>(negate(*parts.condition));
    add_either(into, both(condition, alternatives<Alternative>(negate(parts.then)), id), id);
    add_either(into, both(failed, alternatives<Alternative>(negate(parts.otherwise)), id), id);
  }
}

}  // namespace oree::decode
