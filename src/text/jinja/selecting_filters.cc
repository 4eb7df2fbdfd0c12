// Filters that apply other filters or tests to each item.
#include <algorithm>

#include "text/jinja/filters.h"
#include "text/jinja/is_tests.h"
#include "text/jinja/methods.h"
#include "text/jinja/operators.h"

namespace oree::text::jinja {
namespace {

using Input = const Value&;
using Given = const Arguments&;

std::string name_of(const Value& value, std::string_view what) {
  require_defined(value);
  if (value.text() == nullptr)
    fail("the name of a " + std::string(what) + " is a text, not '" + type_name(value) + "'");
  return *value.text();
}

Arguments behind(Given arguments, std::size_t n_used) {
  Arguments rest;
  rest.positional.assign(arguments.positional.begin() + static_cast<std::ptrdiff_t>(n_used),
                         arguments.positional.end());
  rest.named = arguments.named;
  return rest;
}

// attribute="a.b", default=x: the values found on that path.
std::vector<Value> mapped_to_attribute(Context& context, const std::vector<Value>& items, Given arguments) {
  const Parameters parameters("map", arguments, {"attribute", "default"});
  std::vector<Value> results;
  for (const Value& item : items) {
    results.push_back(follow_path(context, item, parameters.require(0), parameters.find(1)));
  }
  return results;
}

Value map_filter(Context& context, Input input, Given arguments) {
  std::vector<Value> results;
  if (is_true(input)) {
    const std::vector<Value> items = items_of(input, context.budget);
    if (arguments.positional.empty()) {
      const bool by_attribute = std::any_of(arguments.named.begin(), arguments.named.end(),
                                            [](const auto& argument) { return argument.first == "attribute"; });
      if (!by_attribute) fail("'map' needs the name of a filter, or attribute=");
      results = mapped_to_attribute(context, items, arguments);
    } else {
      const std::string name = name_of(arguments.positional[0], "filter");
      const FilterFunction filter = find_filter(name);
      if (filter == nullptr) fail_unsupported("the filter '" + name + "' is not supported");
      const Arguments rest = behind(arguments, 1);
      for (const Value& item : items) results.push_back(filter(context, item, rest));
    }
  }
  return make_sequence(SequenceKind::kIterator, std::move(results), context.budget);
}

// select, reject (by_attribute: selectattr, rejectattr): the items for which a test holds, or which are true.
template <bool by_attribute, bool keeps>
Value select_filter(Context& context, Input input, Given arguments) {
  std::vector<Value> kept;
  if (is_true(input)) {
    constexpr std::size_t kTestIndex = by_attribute ? 1 : 0;
    if (arguments.positional.size() < kTestIndex) fail("the name of an attribute is missing");
    TestFunction test = nullptr;
    Arguments rest;
    if (arguments.positional.size() > kTestIndex) {
      const std::string name = name_of(arguments.positional[kTestIndex], "test");
      test = find_test(name);
      if (test == nullptr) fail_unsupported("the test '" + name + "' is not supported");
      rest = behind(arguments, kTestIndex + 1);
    }
    for (Value& item : items_of(input, context.budget)) {
      context.budget.charge();
      const Value looked_at = by_attribute ? follow_path(context, item, arguments.positional[0]) : item;
      const bool holds = test == nullptr ? is_true(looked_at) : test(context, looked_at, rest);
      if (holds == keeps) kept.push_back(std::move(item));
    }
  }
  return make_sequence(SequenceKind::kIterator, std::move(kept), context.budget);
}

Value attr_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("attr", arguments, {"name"});
  const std::string name = name_of(parameters.require(0), "attribute");
  require_defined(input);
  if (std::optional<Value> found = find_attribute(context, input, name)) return std::move(*found);
  return make_undefined("'" + type_name(input) + " object' has no attribute '" + name + "'");
}

constexpr std::array<NamedFilter, 6> kFilters = {{
    {"map", map_filter},
    {"select", select_filter<false, true>},
    {"reject", select_filter<false, false>},
    {"selectattr", select_filter<true, true>},
    {"rejectattr", select_filter<true, false>},
    {"attr", attr_filter},
}};

}  // namespace

FilterFunction find_selecting_filter(std::string_view name) { return find_among(kFilters, name); }

}  // namespace oree::text::jinja
