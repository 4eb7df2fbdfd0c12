// Numbers, strings, true, false and null of a schema as sets.
#include <algorithm>
#include <span>

#include "decode/automaton.h"
#include "decode/formats.h"
#include "decode/quotation.h"
#include "decode/regular_expression.h"
#include "decode/schema_compiler.h"
#include "decode/schema_entered.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

// A minus and digits, as JSON writes them.
LanguageId whole_numbers(LanguagePool& pool) {
  const auto digits = [&pool](unsigned first) {
    std::bitset<256> set;
    for (unsigned digit = first; digit <= '9'; ++digit) set.set(digit);
    return pool.byte_set(set);
  };
  const LanguageId more = pool.repeat(digits('0'), 0, std::nullopt);
  const LanguageId whole = pool.unite(std::array{pool.literal("0"), pool.concatenate(digits('1'), more)});
  return pool.concatenate(pool.repeat(pool.literal("-"), 0, 1), whole);
}

// With a fraction, too.
LanguageId plain_numbers(LanguagePool& pool) {
  std::bitset<256> digits;
  for (unsigned digit = '0'; digit <= '9'; ++digit) digits.set(digit);
  const LanguageId part = pool.concatenate(pool.literal("."), pool.repeat(pool.byte_set(digits), 1, std::nullopt));
  return pool.concatenate(whole_numbers(pool), pool.repeat(part, 0, 1));
}

}  // namespace

template <class Algebra>
typename Algebra::Value SchemaCompiler::evaluate(Literal literal, Algebra& algebra) {
  if (literal == kAnything) return algebra.all();
  if (literal == kNoValue) return {};
  if (const auto* known = algebra.find(literal)) return *known;
  const Entered entered(*this, literal, Algebra::kKind);
  const SchemaId id = schema_of(literal);
  typename Algebra::Value value{};
  if (is_negated(literal)) {
    value = algebra.negation(literal_of(id));
  } else {
    value = algebra.leaf(id);
    const InPlace& parts = in_place(id);
    const auto meet = [&](const typename Algebra::Value& other) { value = algebra.meet(value, other, id); };
    for (std::size_t i = 0; i < parts.all_of.size() && !algebra.is_nothing(value); ++i) {
      meet(evaluate(parts.all_of[i], algebra));
    }
    for (const std::vector<Literal>& literals : parts.any_of) {
      if (algebra.is_nothing(value)) break;
      std::vector<typename Algebra::Value> any;
      for (const Literal one : literals) any.push_back(evaluate(one, algebra));
      meet(algebra.join_all(any, id));
    }
    if (!parts.one_of.empty() && !algebra.is_nothing(value)) meet(algebra.exactly_one(parts.one_of, id));
    if (parts.excluded && !algebra.is_nothing(value)) meet(evaluate(negate(*parts.excluded), algebra));
    if (parts.condition && !algebra.is_nothing(value) && (parts.then != kAnything || parts.otherwise != kAnything)) {
      const auto fits = algebra.meet(evaluate(*parts.condition, algebra), evaluate(parts.then, algebra), id);
      const auto fails =
          algebra.meet(evaluate(negate(*parts.condition), algebra), evaluate(parts.otherwise, algebra), id);
      meet(algebra.join(fits, fails, id));
    }
  }
  algebra.remember(literal, value);
  return value;
}

// What fits two of the values or more. Halves meet halves: one after the other would take the square of the time.
template <class Algebra, class Value = typename Algebra::Value>
Value fitting_twice(Algebra& algebra, std::span<const Value> values, SchemaId id) {
  if (values.size() < 2) return Value{};
  const std::size_t middle = values.size() / 2;
  const std::span<const Value> halves[] = {values.first(middle), values.subspan(middle)};
  std::vector<Value> parts;
  for (const std::span<const Value> half : halves) parts.push_back(fitting_twice(algebra, half, id));
  const auto any = [&](std::span<const Value> half) { return algebra.join_all({half.begin(), half.end()}, id); };
  parts.push_back(algebra.without_empty(algebra.meet(any(halves[0]), any(halves[1]), id), id));
  return algebra.join_all(parts, id);
}

// ---- true, false, null

struct SchemaCompiler::ConstantAlgebra {
  using Value = TypeSet;
  static constexpr int kKind = 0;
  static constexpr TypeSet kAll = kNullType | kFalseType | kTrueType;
  SchemaCompiler& compiler;

  Value all() const { return kAll; }
  bool is_nothing(Value value) const { return value == 0; }
  const Value* find(Literal) const { return nullptr; }
  void remember(Literal, Value) const {}
  Value meet(Value left, Value right, SchemaId) const { return left & right; }
  Value join(Value left, Value right, SchemaId) const { return left | right; }
  Value join_all(const std::vector<Value>& values, SchemaId) const {
    Value any = 0;
    for (const Value value : values) any |= value;
    return any;
  }
  Value negation(Literal literal) { return kAll & static_cast<Value>(~compiler.evaluate(literal, *this)); }
  Value exactly_one(const std::vector<Literal>& literals, SchemaId) {
    Value any = 0, twice = 0;
    for (const Literal literal : literals) {
      const Value one = compiler.evaluate(literal, *this);
      twice |= any & one;
      any |= one;
    }
    return any & static_cast<Value>(~twice);
  }
  Value leaf(SchemaId id) const {
    Value allowed = compiler.reader_.subschema(id).types & kAll;
    if (allowed == 0) return 0;
    if (const auto* values = compiler.values(id)) {
      Value named = 0;
      for (const Json* value : *values) named |= type_of(*value);
      allowed &= named;
    }
    return allowed;
  }
};

TypeSet SchemaCompiler::constants(Literal literal) {
  ConstantAlgebra algebra{*this};
  return evaluate(literal, algebra);
}

// ---- numbers

LanguageId SchemaCompiler::number_leaf(SchemaId id, Spelling spelling) {
  const LanguageId texts = number_texts(id, spelling);
  // In draft 4 a number with a fraction, be it 0, is no integer.
  const bool whole = (reader_.subschema(id).types & kNumberTypes) == kIntegerType;
  if (!whole || texts == kNothing || reader_.dialect(id) != Dialect::kDraft4) return texts;
  return pool_.intersect(std::array{texts, whole_numbers(pool_)});
}

LanguageId SchemaCompiler::number_texts(SchemaId id, Spelling spelling) {
  const Subschema& schema = reader_.subschema(id);
  if ((schema.types & kNumberTypes) == 0) return kNothing;
  NumberBounds bounds;
  bounds.integer = (schema.types & kFractionType) == 0;
  try {
    const auto decimal = [](const Json& number) { return parse_decimal(number.dump()); };
    const auto bound = [&](Keyword inclusive, Keyword exclusive, std::optional<Decimal>& value, bool& excluded,
                           std::strong_ordering tighter) {
      if (const Json* number = schema.at(inclusive)) value = decimal(*number);
      const Json* other = schema.at(exclusive);
      if (other == nullptr) return;
      if (other->is_boolean()) {
        excluded = other->get<bool>() && value;  // draft 4
        return;
      }
      const Decimal edge = decimal(*other);
      if (value && compare(edge, *value) != tighter && compare(edge, *value) != std::strong_ordering::equal) return;
      value = edge;
      excluded = true;
    };
    bound(Keyword::kMinimum, Keyword::kExclusiveMinimum, bounds.minimum, bounds.exclusive_minimum,
          std::strong_ordering::greater);
    bound(Keyword::kMaximum, Keyword::kExclusiveMaximum, bounds.maximum, bounds.exclusive_maximum,
          std::strong_ordering::less);
    if (const Json* multiple = schema.at(Keyword::kMultipleOf)) bounds.multiple_of.push_back(decimal(*multiple));
    const bool bounded = bounds.minimum || bounds.maximum || !bounds.multiple_of.empty();
    if (const auto* values = this->values(id)) {
      std::vector<LanguageId> texts;
      for (const Json* value : *values) {
        if ((type_of(*value) & schema.types & kNumberTypes) == 0) continue;
        texts.push_back(number_equal(pool_, decimal(*value), spelling));
      }
      LanguageId any = pool_.unite(texts);
      if (bounded) any = pool_.intersect(std::array{any, number_language(pool_, bounds, Spelling::kAny)});
      return any;
    }
    if (!bounded && !bounds.integer && spelling == options_.spelling) {
      if (!all_numbers_) all_numbers_ = number_language(pool_, bounds, spelling);
      return *all_numbers_;
    }
    return number_language(pool_, bounds, spelling);
  } catch (const Error& error) {
    if (!error.where().empty() && error.where().front() == '/') throw;
    const Keyword keyword = !bounds.multiple_of.empty() ? Keyword::kMultipleOf
                            : bounds.maximum            ? Keyword::kMaximum
                                                        : Keyword::kMinimum;
    throw Error(error.code(), error.what(), schema.has(keyword) ? reader_.place_of(id, keyword) : reader_.place_of(id),
                error.hint());
  }
}

struct SchemaCompiler::ExactNumberAlgebra {
  using Value = LanguageId;
  static constexpr int kKind = 1;
  SchemaCompiler& compiler;

  Value all() {
    if (!compiler.plain_numbers_) compiler.plain_numbers_ = plain_numbers(compiler.pool_);
    return *compiler.plain_numbers_;
  }
  bool is_nothing(Value value) const { return value == kNothing; }
  const Value* find(Literal literal) const {
    const auto found = compiler.exact_numbers_.find(literal);
    return found == compiler.exact_numbers_.end() ? nullptr : &found->second;
  }
  void remember(Literal literal, Value value) { compiler.exact_numbers_[literal] = value; }
  Value meet(Value left, Value right, SchemaId) const { return compiler.pool_.intersect(std::array{left, right}); }
  Value join(Value left, Value right, SchemaId) const { return compiler.pool_.unite(std::array{left, right}); }
  Value join_all(const std::vector<Value>& values, SchemaId) const { return compiler.pool_.unite(values); }
  Value negation(Literal literal) {
    const Value value = compiler.evaluate(literal, *this);
    if (value == kNothing) return all();
    if (value == all()) return kNothing;
    return meet(all(), compiler.pool_.complement(value), 0);
  }
  Value without_empty(Value value, SchemaId) const {
    return value == kNothing || compiler.pool_.is_empty(value) ? kNothing : value;
  }
  std::vector<Value> values_of(const std::vector<Literal>& literals) {
    std::vector<Value> values;
    for (const Literal literal : literals) values.push_back(compiler.evaluate(literal, *this));
    return values;
  }
  Value twice(const std::vector<Literal>& literals) {
    return fitting_twice(*this, std::span<const Value>(values_of(literals)), 0);
  }
  Value exactly_one(const std::vector<Literal>& literals, SchemaId) {
    const Value any = join_all(values_of(literals), 0);
    const Value more = twice(literals);
    return more == kNothing ? any : meet(any, compiler.pool_.complement(more), 0);
  }
  Value leaf(SchemaId id) {
    const Subschema& schema = compiler.reader_.subschema(id);
    const bool free = (schema.types & kNumberTypes) == kNumberTypes && compiler.values(id) == nullptr &&
                      !schema.has(Keyword::kMinimum) && !schema.has(Keyword::kMaximum) &&
                      !schema.has(Keyword::kExclusiveMinimum) && !schema.has(Keyword::kExclusiveMaximum) &&
                      !schema.has(Keyword::kMultipleOf);
    if (free) return all();
    const Value value = compiler.number_leaf(id, Spelling::kAny);
    return value == kNothing ? kNothing : meet(all(), value, 0);
  }
};

LanguageId SchemaCompiler::exact_numbers(Literal literal) {
  ExactNumberAlgebra algebra{*this};
  return evaluate(literal, algebra);
}

struct SchemaCompiler::WrittenNumberAlgebra {
  using Value = LanguageId;
  static constexpr int kKind = 2;
  SchemaCompiler& compiler;

  Value all() {
    if (!compiler.all_numbers_) {
      compiler.all_numbers_ = number_language(compiler.pool_, NumberBounds{}, compiler.options_.spelling);
    }
    return *compiler.all_numbers_;
  }
  bool is_nothing(Value value) const { return value == kNothing; }
  const Value* find(Literal literal) const {
    const auto found = compiler.written_numbers_.find(literal);
    return found == compiler.written_numbers_.end() ? nullptr : &found->second;
  }
  void remember(Literal literal, Value value) { compiler.written_numbers_[literal] = value; }
  Value meet(Value left, Value right, SchemaId) const { return compiler.pool_.intersect(std::array{left, right}); }
  Value join(Value left, Value right, SchemaId) const { return compiler.pool_.unite(std::array{left, right}); }
  Value join_all(const std::vector<Value>& values, SchemaId) const { return compiler.pool_.unite(values); }
  Value negation(Literal literal) {
    // Where nothing is excluded, exponents need not be, either.
    const Value excluded = compiler.exact_numbers(literal);
    if (excluded == kNothing) return all();
    return meet(all(), compiler.exact_numbers(negate(literal)), 0);
  }
  Value exactly_one(const std::vector<Literal>& literals, SchemaId id) {
    std::vector<Value> values;
    for (const Literal literal : literals) {
      const Value one = compiler.evaluate(literal, *this);
      if (one != kNothing) values.push_back(one);
    }
    const Value any = join_all(values, 0);
    if (values.size() < 2) return any;
    ExactNumberAlgebra exact{compiler};
    if (exact.twice(literals) == kNothing) return any;
    return meet(any, exact.exactly_one(literals, id), 0);
  }
  Value leaf(SchemaId id) { return compiler.number_leaf(id, compiler.options_.spelling); }
};

LanguageId SchemaCompiler::written_numbers(Literal literal) {
  WrittenNumberAlgebra algebra{*this};
  return evaluate(literal, algebra);
}

// ---- strings

LanguageId SchemaCompiler::pattern(const std::string& text, SchemaId id, Keyword keyword) {
  const auto [known, is_new] = patterns_.try_emplace(text, kNothing);
  if (!is_new) return known->second;
  try {
    return known->second = parse_regular_expression(pool_, text, false);
  } catch (const Error& error) {
    patterns_.erase(known);
    throw Error(error.code(),
                "the pattern cannot be enforced: " + std::string(error.what()) +
                    (error.where().empty() ? "" : " (" + error.where() + ")"),
                reader_.place_of(id, keyword), error.hint());
  }
}

LanguageId SchemaCompiler::quotation(const Json& quoted) {
  const auto [known, is_new] = quotations_.try_emplace(&quoted, kNothing);
  if (!is_new) return known->second;
  AutomatonBuilder builder;
  const StateId end = builder.add_state();
  builder.accept(end);
  const std::string joiner = quoted.is_string() ? quoted.get<std::string>() : std::string();
  const StateId start = add_quotation(builder, *options_.quotable, joiner, end);
  auto automaton = std::make_shared<const Automaton>(std::move(builder).finish(start));
  return known->second = pool_.automaton(std::move(automaton));
}

SchemaCompiler::StringSet SchemaCompiler::string_leaf(SchemaId id) {
  const Subschema& schema = reader_.subschema(id);
  if ((schema.types & kStringType) == 0) return {};
  const Json* quoted = schema.at(Keyword::kQuoted);
  if (quoted != nullptr && *quoted != false && options_.quotable) return {kNothing, quoted};
  std::vector<LanguageId> parts;
  if (schema.has(Keyword::kMinLength) || schema.has(Keyword::kMaxLength)) {
    const std::uint64_t min = count(id, Keyword::kMinLength, 0);
    const std::optional<std::uint64_t> max = maximum(id, Keyword::kMaxLength);
    if (max && *max < min) return {};
    try {
      parts.push_back(pool_.repeat(pool_.any_character(), min, max));
    } catch (const Error& error) {
      throw Error(error.code(), error.what(), reader_.place_of(id, Keyword::kMinLength), error.hint());
    }
  }
  if (const Json* given = schema.at(Keyword::kPattern)) {
    parts.push_back(pattern(given->get_ref<const std::string&>(), id, Keyword::kPattern));
  }
  if (const Json* format = schema.at(Keyword::kFormat); format != nullptr && options_.assert_formats) {
    const std::string& name = format->get_ref<const std::string&>();
    const std::optional<LanguageId> texts = format_language(pool_, name);
    if (!texts) {
      refuse("the format \"" + name + "\" is not known", reader_.place_of(id, Keyword::kFormat),
             "describe it with a pattern");
    }
    parts.push_back(*texts);
  }
  const LanguageId constrained = parts.empty() ? pool_.any_text() : pool_.intersect(parts);
  const auto* values = this->values(id);
  if (values == nullptr) return {constrained, nullptr};
  std::vector<std::string> texts;
  for (const Json* value : *values) {
    const std::string* text = value->get_ptr<const std::string*>();
    if (text == nullptr || (!parts.empty() && !pool_.accepts(constrained, *text))) continue;
    texts.push_back(*text);
  }
  return {pool_.literals(texts), nullptr};
}

struct SchemaCompiler::StringAlgebra {
  using Value = StringSet;
  static constexpr int kKind = 3;
  SchemaCompiler& compiler;

  [[noreturn]] void refuse(SchemaId id) const {
    compiler.refuse(std::string(kQuotedKeyword) + " is enforced for strings without other keywords only",
                    compiler.reader_.place_of(id), "take the other keywords away");
  }
  Value all() const { return {compiler.pool_.any_text(), nullptr}; }
  bool is_nothing(const Value& value) const { return value.texts == kNothing && value.quoted == nullptr; }
  const Value* find(Literal literal) const {
    const auto found = compiler.strings_.find(literal);
    return found == compiler.strings_.end() ? nullptr : &found->second;
  }
  void remember(Literal literal, const Value& value) { compiler.strings_[literal] = value; }
  Value meet(const Value& left, const Value& right, SchemaId id) const {
    Value value{compiler.pool_.intersect(std::array{left.texts, right.texts}), nullptr};
    for (const auto& [one, other] : {std::pair(left, right), std::pair(right, left)}) {
      if (one.quoted == nullptr) continue;
      if (other.texts == compiler.pool_.any_text() || (other.quoted != nullptr && *other.quoted == *one.quoted)) {
        value.quoted = one.quoted;
      } else if (!is_nothing(other)) {
        refuse(id);
      }
    }
    return value;
  }
  Value join(const Value& left, const Value& right, SchemaId id) const {
    if (left.quoted != nullptr && right.quoted != nullptr && *left.quoted != *right.quoted) refuse(id);
    return {compiler.pool_.unite(std::array{left.texts, right.texts}),
            left.quoted != nullptr ? left.quoted : right.quoted};
  }
  Value join_all(const std::vector<Value>& values, SchemaId id) const {
    std::vector<LanguageId> texts;
    Value any{};
    for (const Value& value : values) {
      texts.push_back(value.texts);
      any = join(any, {kNothing, value.quoted}, id);
    }
    any.texts = compiler.pool_.unite(texts);
    return any;
  }
  Value complement(const Value& value, SchemaId id) const {
    if (value.quoted != nullptr) refuse(id);
    if (value.texts == kNothing) return all();
    if (value.texts == compiler.pool_.any_text()) return {};
    return {compiler.pool_.intersect(std::array{compiler.pool_.any_text(), compiler.pool_.complement(value.texts)}),
            nullptr};
  }
  Value negation(Literal literal) { return complement(compiler.evaluate(literal, *this), schema_of(literal)); }
  Value without_empty(Value value, SchemaId id) const {
    if (value.quoted != nullptr) refuse(id);
    if (value.texts != kNothing && compiler.pool_.is_empty(value.texts)) value.texts = kNothing;
    return value;
  }
  Value exactly_one(const std::vector<Literal>& literals, SchemaId id) {
    std::vector<Value> values;
    for (const Literal literal : literals) values.push_back(compiler.evaluate(literal, *this));
    const Value any = join_all(values, id);
    const Value twice = fitting_twice(*this, std::span<const Value>(values), id);
    return is_nothing(twice) ? any : meet(any, complement(twice, id), id);
  }
  Value leaf(SchemaId id) { return compiler.string_leaf(id); }
};

SchemaCompiler::StringSet SchemaCompiler::strings(Literal literal) {
  StringAlgebra algebra{*this};
  return evaluate(literal, algebra);
}

}  // namespace oree::decode
