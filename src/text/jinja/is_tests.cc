#include "text/jinja/is_tests.h"

#include <array>
#include <cmath>

#include "text/jinja/filters.h"
#include "text/jinja/operators.h"
#include "text/jinja/printing.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

using Input = const Value&;
using Given = const Arguments&;

void take_none(std::string_view test, Given arguments) { const Parameters parameters(test, arguments, {}); }

template <bool (*holds)(Input)>
bool plain(Context&, Input input, Given arguments) {
  take_none("a test", arguments);
  return holds(input);
}

bool is_defined(Input value) { return !value.is_undefined(); }
bool is_not_defined(Input value) { return value.is_undefined(); }
bool is_none(Input value) { return value.is_none(); }
bool is_text(Input value) { return value.text() != nullptr; }
bool is_boolean(Input value) { return value.get<bool>() != nullptr; }
bool is_literally_true(Input value) { return is_boolean(value) && *value.get<bool>(); }
bool is_literally_false(Input value) { return is_boolean(value) && !*value.get<bool>(); }
bool is_integer(Input value) { return value.get<std::int64_t>() != nullptr; }
bool is_float(Input value) { return value.get<double>() != nullptr; }
bool is_any_number(Input value) { return is_number(value); }
bool is_mapping(Input value) { return value.dictionary() != nullptr; }
bool is_iterable(Input value) {
  return value.text() != nullptr || value.dictionary() != nullptr || value.sequence() != nullptr ||
         value.is_undefined() || value.get<std::shared_ptr<Loop>>() != nullptr;
}
// It has a length and takes an index; so has an undefined value for jinja2.
bool is_sequence(Input value) {
  const Sequence* sequence = value.sequence();
  if (sequence != nullptr) {
    return sequence->kind == SequenceKind::kList || sequence->kind == SequenceKind::kTuple ||
           sequence->kind == SequenceKind::kRange;
  }
  return value.text() != nullptr || value.dictionary() != nullptr || value.is_undefined();
}
bool is_callable(Input value) {
  return value.get<std::shared_ptr<const Callable>>() != nullptr || value.get<std::shared_ptr<Loop>>() != nullptr ||
         value.is_undefined();
}
bool is_escaped(Input value) { return value.is_markup(); }

std::int64_t remainder(Context& context, Input value, Input divisor) {
  const Value rest = apply_binary(context, BinaryOperator::kRemainder, value, divisor);
  if (is_integral(rest)) return integral(rest);
  if (is_number(rest)) return as_double(rest) == 0 ? 0 : as_double(rest) == 1 ? 1 : 2;
  fail("'" + type_name(value) + "' is no number");
}

bool is_even(Context& context, Input value, Given arguments) {
  take_none("even", arguments);
  return remainder(context, value, make_integer(2)) == 0;
}
bool is_odd(Context& context, Input value, Given arguments) {
  take_none("odd", arguments);
  return remainder(context, value, make_integer(2)) == 1;
}
bool is_divisible(Context& context, Input value, Given arguments) {
  return remainder(context, value, Parameters("divisibleby", arguments, {"num"}).require(0)) == 0;
}

// The interpreter's identity: of what cannot be told apart by value, types must agree too.
bool is_same(Context& context, Input value, Given arguments) {
  const Value other = Parameters("sameas", arguments, {"other"}).require(0);
  if (value.storage.index() != other.storage.index()) return false;
  if (value.sequence() != nullptr) return value.sequence() == other.sequence();
  if (value.dictionary() != nullptr) return value.dictionary() == other.dictionary();
  return equals(value, other, context.budget);
}

template <Comparison comparison>
bool compares(Context& context, Input value, Given arguments) {
  return apply_comparison(context, comparison, value, Parameters("a comparison", arguments, {"other"}).require(0));
}

bool is_in(Context& context, Input value, Given arguments) {
  return contains(Parameters("in", arguments, {"seq"}).require(0), value, context.budget);
}

template <bool (*holds)(std::string_view)>
bool has_case(Context& context, Input value, Given arguments) {
  take_none("a test of case", arguments);
  return holds(to_text(value, context.budget));
}

bool is_filter(Context&, Input value, Given arguments) {
  take_none("filter", arguments);
  return value.text() != nullptr && find_filter(*value.text()) != nullptr;
}
bool is_test(Context&, Input value, Given arguments) {
  take_none("test", arguments);
  return value.text() != nullptr && find_test(*value.text()) != nullptr;
}

struct NamedTest {
  std::string_view name;
  TestFunction holds;
};
constexpr std::array<NamedTest, 39> kTests = {{
    {"defined", plain<is_defined>},
    {"undefined", plain<is_not_defined>},
    {"none", plain<is_none>},
    {"string", plain<is_text>},
    {"boolean", plain<is_boolean>},
    {"true", plain<is_literally_true>},
    {"false", plain<is_literally_false>},
    {"integer", plain<is_integer>},
    {"float", plain<is_float>},
    {"number", plain<is_any_number>},
    {"mapping", plain<is_mapping>},
    {"iterable", plain<is_iterable>},
    {"sequence", plain<is_sequence>},
    {"callable", plain<is_callable>},
    {"escaped", plain<is_escaped>},
    {"even", is_even},
    {"odd", is_odd},
    {"divisibleby", is_divisible},
    {"sameas", is_same},
    {"in", is_in},
    {"lower", has_case<is_lower>},
    {"upper", has_case<is_upper>},
    {"filter", is_filter},
    {"test", is_test},
    {"eq", compares<Comparison::kEqual>},
    {"equalto", compares<Comparison::kEqual>},
    {"==", compares<Comparison::kEqual>},
    {"ne", compares<Comparison::kUnequal>},
    {"!=", compares<Comparison::kUnequal>},
    {"lt", compares<Comparison::kLess>},
    {"lessthan", compares<Comparison::kLess>},
    {"<", compares<Comparison::kLess>},
    {"le", compares<Comparison::kLessEqual>},
    {"<=", compares<Comparison::kLessEqual>},
    {"gt", compares<Comparison::kGreater>},
    {"greaterthan", compares<Comparison::kGreater>},
    {">", compares<Comparison::kGreater>},
    {"ge", compares<Comparison::kGreaterEqual>},
    {">=", compares<Comparison::kGreaterEqual>},
}};

}  // namespace

TestFunction find_test(std::string_view name) {
  for (const NamedTest& test : kTests) {
    if (test.name == name) return test.holds;
  }
  return nullptr;
}

}  // namespace oree::text::jinja
