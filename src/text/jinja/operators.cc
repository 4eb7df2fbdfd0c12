#include "text/jinja/operators.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "text/jinja/methods.h"
#include "text/jinja/printing.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

[[noreturn]] void fail_types(std::string_view operation, const Value& left, const Value& right) {
  require_defined(left);
  require_defined(right);
  fail("'" + type_name(left) + "' " + std::string(operation) + " '" + type_name(right) + "' has no meaning");
}

[[noreturn]] void fail_overflow() { fail_limit("an integer of the template does not fit 64 bits"); }

Value add_integers(std::int64_t left, std::int64_t right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) fail_overflow();
  return make_integer(sum);
}

Value subtract_integers(std::int64_t left, std::int64_t right) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(left, right, &difference)) fail_overflow();
  return make_integer(difference);
}

std::int64_t multiply_integers(std::int64_t left, std::int64_t right) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(left, right, &product)) fail_overflow();
  return product;
}

// Rounded down, and the remainder with the sign of the divisor.
std::int64_t floor_divide(std::int64_t left, std::int64_t right) {
  if (right == -1) return multiply_integers(left, -1);
  const std::int64_t quotient = left / right;
  return left % right != 0 && (left % right < 0) != (right < 0) ? quotient - 1 : quotient;
}

std::int64_t remainder_of(std::int64_t left, std::int64_t right) {
  if (right == -1) return 0;
  const std::int64_t rest = left % right;
  return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
}

double remainder_of(double left, double right) {
  double rest = std::fmod(left, right);
  if (rest != 0 && (rest < 0) != (right < 0)) rest += right;
  return rest == 0 ? std::copysign(0.0, right) : rest;
}

double floor_divide(double left, double right) { return std::floor((left - remainder_of(left, right)) / right + 0.5); }

Value raise_to(const Value& left, const Value& right) {
  if (!is_integral(left) || !is_integral(right) || integral(right) < 0) {
    const double base = as_double(left);
    const double exponent = as_double(right);
    if (base == 0 && exponent < 0) fail("zero has no negative power");
    const double power = std::pow(base, exponent);
    if (std::isnan(power) && !std::isnan(base) && !std::isnan(exponent))
      fail_unsupported("the power is no real number");
    if (std::isinf(power) && std::isfinite(base) && std::isfinite(exponent)) fail("the power is too large");
    return make_float(power);
  }
  std::int64_t base = integral(left);
  std::int64_t exponent = integral(right);
  std::int64_t power = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0) power = multiply_integers(power, base);
    exponent >>= 1;
    if (exponent > 0) base = multiply_integers(base, base);
  }
  return make_integer(power);
}

Value compute(BinaryOperator operation, const Value& left, const Value& right) {
  const bool whole = is_integral(left) && is_integral(right);
  const bool divides = operation == BinaryOperator::kDivide || operation == BinaryOperator::kFloorDivide ||
                       operation == BinaryOperator::kRemainder;
  if (divides && as_double(right) == 0) fail("division by zero");
  switch (operation) {
    case BinaryOperator::kAdd:
      return whole ? add_integers(integral(left), integral(right)) : make_float(as_double(left) + as_double(right));
    case BinaryOperator::kSubtract:
      return whole ? subtract_integers(integral(left), integral(right))
                   : make_float(as_double(left) - as_double(right));
    case BinaryOperator::kMultiply:
      return whole ? make_integer(multiply_integers(integral(left), integral(right)))
                   : make_float(as_double(left) * as_double(right));
    case BinaryOperator::kDivide:
      return make_float(as_double(left) / as_double(right));
    case BinaryOperator::kFloorDivide:
      return whole ? make_integer(floor_divide(integral(left), integral(right)))
                   : make_float(floor_divide(as_double(left), as_double(right)));
    case BinaryOperator::kRemainder:
      return whole ? make_integer(remainder_of(integral(left), integral(right)))
                   : make_float(remainder_of(as_double(left), as_double(right)));
    case BinaryOperator::kPower:
      break;
  }
  return raise_to(left, right);
}

Value add_texts(Context& context, const Value& left, const Value& right) {
  TextBuilder out(context.budget);
  const bool is_markup = left.is_markup() || right.is_markup();
  for (const Value* side : {&left, &right}) {
    if (is_markup && !side->is_markup()) {
      out.append(escape_html(*side->text(), context.budget));
    } else {
      out.append(*side->text());
    }
  }
  return make_text(out.take(), is_markup);
}

bool is_list_or_tuple(const Value& value) {
  const Sequence* sequence = value.sequence();
  return sequence != nullptr && (sequence->kind == SequenceKind::kList || sequence->kind == SequenceKind::kTuple);
}

Value repeat(Context& context, const Value& value, std::int64_t count) {
  const auto times = static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
  if (const std::string* text = value.text()) {
    if (!text->empty() && times > kMaximumTextBytes / text->size()) context.budget.reserve_text(kMaximumTextBytes + 1);
    TextBuilder out(context.budget);
    for (std::size_t i = 0; i < times && !text->empty(); ++i) out.append(*text);
    return make_text(out.take(), value.is_markup());
  }
  const std::vector<Value>& items = value.sequence()->items;
  if (!items.empty() && times > kMaximumItems / items.size()) context.budget.reserve_items(kMaximumItems + 1);
  std::vector<Value> repeated;
  for (std::size_t i = 0; i < times && !items.empty(); ++i) repeated.insert(repeated.end(), items.begin(), items.end());
  return make_sequence(value.sequence()->kind, std::move(repeated), context.budget);
}

// Which of n items a slice takes, as Python clips its bounds.
std::vector<std::size_t> slice_indices(std::int64_t n, const Value& start, const Value& stop, const Value& step) {
  for (const Value* bound : {&start, &stop, &step}) {
    if (bound->is_none()) continue;
    require_defined(*bound);
    if (!is_integral(*bound)) fail("the bounds of a slice are integers, not '" + type_name(*bound) + "'");
  }
  const std::int64_t stride = step.is_none() ? 1 : integral(step);
  if (stride == 0) fail("the step of a slice cannot be 0");
  const std::int64_t lowest = stride > 0 ? 0 : -1;
  const std::int64_t highest = stride > 0 ? n : n - 1;
  const auto clip = [&](const Value& bound, std::int64_t otherwise) {
    if (bound.is_none()) return otherwise;
    const std::int64_t index = integral(bound) < 0 ? integral(bound) + n : integral(bound);
    return std::clamp(index, lowest, std::max(lowest, highest));
  };
  const std::int64_t from = clip(start, stride > 0 ? lowest : highest);
  const std::int64_t to = clip(stop, stride > 0 ? highest : lowest);
  std::vector<std::size_t> indices;
  std::int64_t at = from;
  while (stride > 0 ? at < to : at > to) {
    indices.push_back(static_cast<std::size_t>(at));
    if (__builtin_add_overflow(at, stride, &at)) break;
  }
  return indices;
}

std::string no_member(const Value& object, const Value& key) {
  if (key.text() != nullptr) return "'" + type_name(object) + " object' has no attribute '" + *key.text() + "'";
  return "'" + type_name(object) + " object' has no element " + (is_integral(key) ? std::to_string(integral(key)) : "");
}

// The element itself; nullopt when the object has none of that key or takes no keys.
std::optional<Value> element(Context& context, const Value& object, const Value& key) {
  if (const Dictionary* dictionary = object.dictionary()) {
    const bool hashable = !(key.dictionary() != nullptr || (key.sequence() != nullptr && is_list_or_tuple(key) &&
                                                            key.sequence()->kind == SequenceKind::kList));
    const Value* found = hashable ? find_member(*dictionary, key, context.budget) : nullptr;
    return found == nullptr ? std::nullopt : std::optional<Value>(*found);
  }
  if (!is_integral(key)) return std::nullopt;
  if (const std::string* text = object.text()) {
    const std::u32string characters = decode(*text, context.budget);
    const auto n = static_cast<std::int64_t>(characters.size());
    const std::int64_t index = integral(key) < 0 ? integral(key) + n : integral(key);
    if (index < 0 || index >= n) return std::nullopt;
    return make_text(encode({&characters[static_cast<std::size_t>(index)], 1}), object.is_markup());
  }
  const Sequence* sequence = object.sequence();
  if (sequence == nullptr || (!is_list_or_tuple(object) && sequence->kind != SequenceKind::kRange)) return std::nullopt;
  const auto n = static_cast<std::int64_t>(sequence->items.size());
  const std::int64_t index = integral(key) < 0 ? integral(key) + n : integral(key);
  if (index < 0 || index >= n) return std::nullopt;
  return sequence->items[static_cast<std::size_t>(index)];
}

}  // namespace

Value apply_binary(Context& context, BinaryOperator operation, const Value& left, const Value& right) {
  static constexpr std::array<std::string_view, 7> kSigns = {"+", "-", "*", "/", "//", "%", "**"};
  if (operation == BinaryOperator::kRemainder && left.text() != nullptr) {
    Arguments values;
    if (right.dictionary() != nullptr) {
      for (const auto& [key, value] : right.dictionary()->members) {
        if (key.text() != nullptr) values.named.emplace_back(*key.text(), value);
      }
    } else if (right.sequence() != nullptr && right.sequence()->kind == SequenceKind::kTuple) {
      values.positional = right.sequence()->items;
    } else {
      values.positional.push_back(right);
    }
    return format_text(context, left, values);
  }
  if (is_number(left) && is_number(right)) return compute(operation, left, right);
  if (operation == BinaryOperator::kAdd) {
    if (left.text() != nullptr && right.text() != nullptr) return add_texts(context, left, right);
    if (is_list_or_tuple(left) && is_list_or_tuple(right) && left.sequence()->kind == right.sequence()->kind) {
      std::vector<Value> items = left.sequence()->items;
      items.insert(items.end(), right.sequence()->items.begin(), right.sequence()->items.end());
      return make_sequence(left.sequence()->kind, std::move(items), context.budget);
    }
  }
  if (operation == BinaryOperator::kMultiply) {
    const bool left_repeats = left.text() != nullptr || is_list_or_tuple(left);
    const bool right_repeats = right.text() != nullptr || is_list_or_tuple(right);
    if (left_repeats && is_integral(right)) return repeat(context, left, integral(right));
    if (right_repeats && is_integral(left)) return repeat(context, right, integral(left));
  }
  fail_types(kSigns[static_cast<std::size_t>(operation)], left, right);
}

Value negate(const Value& value) {
  require_defined(value);
  if (is_integral(value)) return make_integer(multiply_integers(integral(value), -1));
  if (is_number(value)) return make_float(-as_double(value));
  fail("'" + type_name(value) + "' has no negative");
}

bool apply_comparison(Context& context, Comparison comparison, const Value& left, const Value& right) {
  const bool unordered =
      (is_number(left) && std::isnan(as_double(left))) || (is_number(right) && std::isnan(as_double(right)));
  switch (comparison) {
    case Comparison::kEqual:
      return equals(left, right, context.budget);
    case Comparison::kUnequal:
      return !equals(left, right, context.budget);
    case Comparison::kLess:
      return compare(left, right, context.budget, "<") < 0 && !unordered;
    case Comparison::kLessEqual:
      return compare(left, right, context.budget, "<=") <= 0 && !unordered;
    case Comparison::kGreater:
      return compare(left, right, context.budget, ">") > 0 && !unordered;
    case Comparison::kGreaterEqual:
      return compare(left, right, context.budget, ">=") >= 0 && !unordered;
    case Comparison::kIn:
      return contains(right, left, context.budget);
    case Comparison::kNotIn:
      break;
  }
  return !contains(right, left, context.budget);
}

Value get_item(Context& context, const Value& object, const Value& key) {
  require_defined(object);
  if (std::optional<Value> found = element(context, object, key)) return std::move(*found);
  if (key.text() != nullptr) {
    if (std::optional<Value> found = find_attribute(context, object, *key.text())) return std::move(*found);
  }
  return make_undefined(no_member(object, key));
}

Value get_attribute(Context& context, const Value& object, const std::string& name) {
  require_defined(object);
  if (std::optional<Value> found = find_attribute(context, object, name)) return std::move(*found);
  const Value key = make_text(name);
  if (std::optional<Value> found = element(context, object, key)) return std::move(*found);
  return make_undefined(no_member(object, key));
}

Value get_slice(Context& context, const Value& object, const Value& start, const Value& stop, const Value& step) {
  require_defined(object);
  if (const std::string* text = object.text()) {
    const std::u32string characters = decode(*text, context.budget);
    std::u32string taken;
    for (const std::size_t index : slice_indices(static_cast<std::int64_t>(characters.size()), start, stop, step)) {
      taken.push_back(characters[index]);
    }
    return make_text(encode(taken), object.is_markup());
  }
  const Sequence* sequence = object.sequence();
  if (sequence == nullptr || (!is_list_or_tuple(object) && sequence->kind != SequenceKind::kRange)) {
    fail("a value of type '" + type_name(object) + "' cannot be sliced");
  }
  if (sequence->kind == SequenceKind::kRange) fail_unsupported("a range cannot be sliced; make it a list first");
  std::vector<Value> taken;
  for (const std::size_t index : slice_indices(static_cast<std::int64_t>(sequence->items.size()), start, stop, step)) {
    taken.push_back(sequence->items[index]);
  }
  return make_sequence(sequence->kind, std::move(taken), context.budget);
}

Value follow_path(Context& context, const Value& object, const Value& path, const Value* otherwise) {
  const auto step = [&](const Value& from, const Value& key) {
    Value found = get_item(context, from, key);
    const bool replaced = found.is_undefined() && otherwise != nullptr && !otherwise->is_none();
    return replaced ? *otherwise : found;
  };
  if (path.text() == nullptr) return path.is_none() ? object : step(object, path);
  Value at = object;
  std::string_view rest = *path.text();
  while (true) {
    const std::size_t dot = rest.find('.');
    const std::string part(rest.substr(0, dot));
    const bool is_index =
        !part.empty() && part.size() < 10 && part.find_first_not_of("0123456789") == std::string::npos;
    at = step(at, is_index ? make_integer(std::stoll(part)) : make_text(part));
    if (dot == std::string_view::npos) return at;
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace oree::text::jinja
