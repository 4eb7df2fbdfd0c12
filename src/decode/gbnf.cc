#include "decode/gbnf.h"

#include <algorithm>
#include <array>
#include <map>

#include "decode/component_order.h"
#include "decode/context_free_grammar.h"
#include "decode/gbnf_syntax.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

using Kind = GbnfPart::Kind;
using Symbol = ContextFreeGrammar::Symbol;
using Alternatives = std::vector<std::vector<Symbol>>;

template <typename Visit>
void for_each_reference(const GbnfPart& part, const Visit& visit) {
  if (part.kind == Kind::kRule) visit(part.rule);
  for (const GbnfPart& inner : part.parts) for_each_reference(inner, visit);
}

class Compiler {
 public:
  Compiler(LanguagePool& pool, GbnfSyntax syntax) : pool_(pool), syntax_(std::move(syntax)) {}

  ContextFreeGrammar compile(std::string_view root) {
    const auto found = std::find_if(syntax_.rules.begin(), syntax_.rules.end(),
                                    [&](const GbnfSyntax::Rule& rule) { return rule.name == root; });
    if (found == syntax_.rules.end()) {
      throw Error(ErrorCode::kInvalid, "the grammar has no rule \"" + std::string(root) + "\"", "line 1, column 1",
                  "define it: it is where every sentence begins");
    }
    const auto root_number = static_cast<std::uint32_t>(found - syntax_.rules.begin());
    find_languages();
    if (languages_[root_number]) {
      grammar_.rules.push_back({std::string(root), {{language(*languages_[root_number])}}});
      if (pool_.is_empty(*languages_[root_number])) fail_without_sentence(root_number);
      return std::move(grammar_);
    }
    grammar_.root = rule(root_number);
    // Rules are made as they are referred to.
    while (!pending_.empty()) {
      const auto [number, made] = pending_.back();
      pending_.pop_back();
      current_ = number;
      at_rule(number, [&, made = made] {
        Alternatives alternatives = alternatives_of(syntax_.rules[current_].body);
        grammar_.rules[made].alternatives = std::move(alternatives);
      });
    }
    refuse_left_recursion();
    remove_endless(root_number);
    return std::move(grammar_);
  }

 private:
  static Symbol language(LanguageId id) { return {Symbol::Kind::kLanguage, id}; }

  [[noreturn]] void fail_without_sentence(std::uint32_t number) const {
    throw Error(ErrorCode::kInvalid, "the rule \"" + syntax_.rules[number].name + "\" has no sentence that ends",
                to_string(syntax_.rules[number].place), "add an alternative without recursion");
  }

  // Which rules are regular: those that lead to no recursion, and those whose only recursion is at their own end.
  void find_languages() {
    std::vector<std::vector<std::uint32_t>> edges(syntax_.rules.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
      for_each_reference(syntax_.rules[i].body, [&](std::uint32_t rule) { edges[i].push_back(rule); });
    }
    const ComponentOrder order = order_components(edges);
    languages_.resize(syntax_.rules.size());
    for (const std::uint32_t number : order.nodes) {
      at_rule(number, [&] {
        if (order.recursive[number]) {
          languages_[number] = tail_recursive_language(number);
        } else {
          languages_[number] = language_of(syntax_.rules[number].body);
        }
      });
    }
  }

  // What is thrown without a place happened at the rule.
  template <typename Work>
  void at_rule(std::uint32_t number, const Work& work) const {
    try {
      work();
    } catch (const Error& error) {
      if (!error.where().empty()) throw;
      throw Error(error.code(), error.what(), to_string(syntax_.rules[number].place), error.hint());
    }
  }

  std::optional<LanguageId> language_of(const GbnfPart& part) {
    switch (part.kind) {
      case Kind::kLanguage:
        return part.language;
      case Kind::kRule:
        return languages_[part.rule];
      case Kind::kRepetition:
        if (const auto inner = language_of(part.parts.front())) return pool_.repeat(*inner, part.min, part.max);
        return std::nullopt;
      case Kind::kSequence:
      case Kind::kAlternatives:
        break;
    }
    std::vector<LanguageId> languages;
    for (const GbnfPart& inner : part.parts) {
      const auto one = language_of(inner);
      if (!one) return std::nullopt;
      languages.push_back(*one);
    }
    if (part.kind == Kind::kAlternatives) return pool_.unite(languages);
    LanguageId whole = kEmptyString;
    for (std::size_t i = languages.size(); i > 0; --i) whole = pool_.concatenate(languages[i - 1], whole);
    return whole;
  }

  // A rule as again X | last, where X is the rule itself: again* last (Arden 1961).
  struct Linear {
    LanguageId again, last;
  };
  std::optional<LanguageId> tail_recursive_language(std::uint32_t number) {
    const auto linear = linear_of(syntax_.rules[number].body, number);
    if (!linear) return std::nullopt;
    return pool_.concatenate(pool_.repeat(linear->again, 0, std::nullopt), linear->last);
  }
  std::optional<Linear> linear_of(const GbnfPart& part, std::uint32_t self) {
    if (const auto plain = language_of(part)) return Linear{kNothing, *plain};
    if (part.kind == Kind::kRule && part.rule == self) return Linear{kEmptyString, kNothing};
    if (part.kind == Kind::kRepetition && part.min == 0 && part.max == 1) {
      auto inner = linear_of(part.parts.front(), self);
      if (inner) inner->last = unite(inner->last, kEmptyString);
      return inner;
    }
    if (part.kind == Kind::kAlternatives) {
      Linear all{kNothing, kNothing};
      for (const GbnfPart& one : part.parts) {
        const auto inner = linear_of(one, self);
        if (!inner) return std::nullopt;
        all = {unite(all.again, inner->again), unite(all.last, inner->last)};
      }
      return all;
    }
    if (part.kind != Kind::kSequence || part.parts.empty()) return std::nullopt;
    auto end = linear_of(part.parts.back(), self);
    for (std::size_t i = part.parts.size() - 1; end && i > 0; --i) {
      const auto before = language_of(part.parts[i - 1]);
      if (!before) return std::nullopt;
      end = Linear{pool_.concatenate(*before, end->again), pool_.concatenate(*before, end->last)};
    }
    return end;
  }
  LanguageId unite(LanguageId first, LanguageId second) {
    const std::array<LanguageId, 2> both{first, second};
    return pool_.unite(both);
  }

  // The rule of the grammar made for one of the text.
  std::uint32_t rule(std::uint32_t number) {
    const auto [known, inserted] = made_.emplace(number, 0);
    if (inserted) {
      known->second = add_rule(syntax_.rules[number].name, number);
      pending_.push_back({number, known->second});
    }
    return known->second;
  }
  std::uint32_t add_rule(const std::string& name, std::uint32_t number) {
    if (grammar_.rules.size() == kMaxGbnfRules) {
      throw Error(ErrorCode::kLimit,
                  "the grammar needs more than kMaxGbnfRules, " + std::to_string(kMaxGbnfRules) + ", rules",
                  to_string(syntax_.rules[number].place), "repeat recursive parts less often");
    }
    grammar_.rules.push_back({name, {}});
    sources_.push_back(number);
    return static_cast<std::uint32_t>(grammar_.rules.size() - 1);
  }

  Alternatives alternatives_of(const GbnfPart& part) {
    if (part.kind != Kind::kAlternatives) return {sequence_of(part)};
    Alternatives all;
    std::vector<LanguageId> languages;
    for (const GbnfPart& inner : part.parts) {
      if (const auto plain = language_of(inner)) {
        languages.push_back(*plain);
      } else {
        all.push_back(sequence_of(inner));
      }
    }
    if (!languages.empty()) all.push_back({language(pool_.unite(languages))});
    return all;
  }

  std::vector<Symbol> sequence_of(const GbnfPart& part) {
    std::vector<Symbol> symbols;
    append(part, symbols);
    return symbols;
  }

  void append_symbol(Symbol symbol, std::vector<Symbol>& symbols) {
    const bool is_language = symbol.kind == Symbol::Kind::kLanguage;
    if (is_language && symbol.id == kEmptyString) return;
    if (is_language && !symbols.empty() && symbols.back().kind == Symbol::Kind::kLanguage) {
      symbols.back().id = pool_.concatenate(symbols.back().id, symbol.id);
    } else {
      symbols.push_back(symbol);
    }
  }

  void append(const GbnfPart& part, std::vector<Symbol>& symbols) {
    if (const auto plain = language_of(part)) {
      append_symbol(language(*plain), symbols);
      return;
    }
    switch (part.kind) {
      case Kind::kRule:
        append_symbol({Symbol::Kind::kRule, rule(part.rule)}, symbols);
        return;
      case Kind::kSequence:
        for (const GbnfPart& inner : part.parts) append(inner, symbols);
        return;
      case Kind::kAlternatives: {
        const std::uint32_t helper = add_helper();
        Alternatives alternatives = alternatives_of(part);
        grammar_.rules[helper].alternatives = std::move(alternatives);
        append_symbol({Symbol::Kind::kRule, helper}, symbols);
        return;
      }
      case Kind::kRepetition:
        append_repetition(part, symbols);
        return;
      case Kind::kLanguage:
        return;
    }
  }

  std::uint32_t add_helper() {
    return add_rule(syntax_.rules[current_].name + "-" + std::to_string(grammar_.rules.size()), current_);
  }

  void append_repetition(const GbnfPart& part, std::vector<Symbol>& symbols) {
    if (std::max(part.min, part.max.value_or(0)) > kMaxGbnfRepetitions) {
      throw Error(ErrorCode::kLimit,
                  "a recursive part is repeated more than kMaxGbnfRepetitions, " + std::to_string(kMaxGbnfRepetitions) +
                      ", times",
                  to_string(part.place), "use a smaller number, or none");
    }
    if (part.max == 0u) return;
    // One rule holds what is repeated, so that it is compiled once.
    Symbol once{Symbol::Kind::kRule, 0};
    const GbnfPart& inner = part.parts.front();
    if (inner.kind == Kind::kRule) {
      once.id = rule(inner.rule);
    } else {
      once.id = add_helper();
      Alternatives alternatives = alternatives_of(inner);
      grammar_.rules[once.id].alternatives = std::move(alternatives);
    }
    for (std::uint64_t i = 0; i < part.min; ++i) symbols.push_back(once);
    if (!part.max) {
      const std::uint32_t again = add_helper();
      grammar_.rules[again].alternatives = {{once, {Symbol::Kind::kRule, again}}, {}};
      repetitions_.push_back({again, once.id});
      symbols.push_back({Symbol::Kind::kRule, again});
      return;
    }
    std::vector<Symbol> rest;  // the optional ones, each with those behind it
    for (std::uint64_t i = part.min; i < *part.max; ++i) {
      const std::uint32_t more = add_helper();
      std::vector<Symbol> with{once};
      with.insert(with.end(), rest.begin(), rest.end());
      grammar_.rules[more].alternatives = {std::move(with), {}};
      rest = {{Symbol::Kind::kRule, more}};
    }
    symbols.insert(symbols.end(), rest.begin(), rest.end());
  }

  bool is_nullable(const Symbol& symbol, const std::vector<bool>& nullable) const {
    return symbol.kind == Symbol::Kind::kRule ? nullable[symbol.id] : pool_.accepts_empty(symbol.id);
  }

  std::vector<std::vector<std::uint32_t>> references() const {
    std::vector<std::vector<std::uint32_t>> edges(grammar_.rules.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
      for (const std::vector<Symbol>& alternative : grammar_.rules[i].alternatives) {
        for (const Symbol& symbol : alternative) {
          if (symbol.kind == Symbol::Kind::kRule) edges[i].push_back(symbol.id);
        }
      }
    }
    return edges;
  }

  // By rule, whether some alternative has only symbols that hold.
  template <typename Holds>
  std::vector<bool> least_fixpoint(const Holds& holds) const {
    std::vector<bool> found(grammar_.rules.size(), false);
    const ComponentOrder order = order_components(references());
    for (bool changed = true; changed;) {
      changed = false;
      for (const std::uint32_t i : order.nodes) {
        if (found[i]) continue;
        for (const std::vector<Symbol>& alternative : grammar_.rules[i].alternatives) {
          if (!std::all_of(alternative.begin(), alternative.end(),
                           [&](const Symbol& symbol) { return holds(symbol, found); })) {
            continue;
          }
          found[i] = changed = true;
          break;
        }
      }
    }
    return found;
  }

  void refuse_left_recursion() {
    const auto nullable = least_fixpoint(
        [this](const Symbol& symbol, const std::vector<bool>& found) { return is_nullable(symbol, found); });
    // A round that takes nothing would be followed by the same rule again: recursion to the left in disguise.
    for (const auto& [again, once] : repetitions_) {
      if (!nullable[once]) continue;
      throw Error(
          ErrorCode::kUnsupported, "a part that is repeated without end may be empty",
          to_string(syntax_.rules[sources_[once]].place),
          "leave the optional parts of the rule \"" + syntax_.rules[sources_[once]].name + "\" to where it is used");
    }
    std::vector<std::vector<std::uint32_t>> edges(grammar_.rules.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
      for (const std::vector<Symbol>& alternative : grammar_.rules[i].alternatives) {
        for (const Symbol& symbol : alternative) {
          if (symbol.kind == Symbol::Kind::kRule) edges[i].push_back(symbol.id);
          if (!is_nullable(symbol, nullable)) break;
        }
      }
    }
    const ComponentOrder order = order_components(edges);
    const auto left = std::find(order.recursive.begin(), order.recursive.end(), true);
    if (left == order.recursive.end()) return;
    const GbnfSyntax::Rule& rule = syntax_.rules[sources_[static_cast<std::size_t>(left - order.recursive.begin())]];
    throw Error(ErrorCode::kUnsupported, "the rule \"" + rule.name + "\" begins with itself (left recursion)",
                to_string(rule.place), "write it as a repetition: list ::= item (\",\" item)*");
  }

  // Leaves out alternatives that never end and rules that nothing leads to.
  void remove_endless(std::uint32_t root_number) {
    const auto ends = least_fixpoint([this](const Symbol& symbol, const std::vector<bool>& found) {
      return symbol.kind == Symbol::Kind::kRule ? found[symbol.id] : !pool_.is_empty(symbol.id);
    });
    if (!ends[grammar_.root]) fail_without_sentence(root_number);
    ContextFreeGrammar kept;
    std::vector<std::uint32_t> numbers(grammar_.rules.size(), ~std::uint32_t{0});
    std::vector<std::uint32_t> order;
    const auto reach = [&](std::uint32_t rule) {
      if (numbers[rule] != ~std::uint32_t{0}) return;
      numbers[rule] = static_cast<std::uint32_t>(order.size());
      order.push_back(rule);
    };
    reach(grammar_.root);
    for (std::size_t i = 0; i < order.size(); ++i) {
      ContextFreeGrammar::Rule rule{grammar_.rules[order[i]].name, {}};
      for (std::vector<Symbol> alternative : grammar_.rules[order[i]].alternatives) {
        const bool endless = std::any_of(alternative.begin(), alternative.end(), [&](const Symbol& symbol) {
          return symbol.kind == Symbol::Kind::kRule ? !ends[symbol.id] : pool_.is_empty(symbol.id);
        });
        if (endless) continue;
        for (Symbol& symbol : alternative) {
          if (symbol.kind != Symbol::Kind::kRule) continue;
          reach(symbol.id);
          symbol.id = numbers[symbol.id];
        }
        rule.alternatives.push_back(std::move(alternative));
      }
      kept.rules.push_back(std::move(rule));
    }
    grammar_ = std::move(kept);
  }

  LanguagePool& pool_;
  GbnfSyntax syntax_;
  std::vector<std::optional<LanguageId>> languages_;  // [rules of the text]
  ContextFreeGrammar grammar_;
  std::vector<std::uint32_t> sources_;  // [rules of the grammar]: the rule of the text
  std::uint32_t current_ = 0;           // the rule of the text that is compiled
  std::map<std::uint32_t, std::uint32_t> made_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pending_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      repetitions_;  // the rule of `again`, the rule of what is repeated
};

}  // namespace

ContextFreeGrammar parse_gbnf(LanguagePool& pool, std::string_view text, std::string_view root) {
  const LanguagePool::WorkLimit limit(pool);
  return Compiler(pool, parse_gbnf_syntax(pool, text)).compile(root);
}

}  // namespace oree::decode
