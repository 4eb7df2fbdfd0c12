// The tests: value is name(arguments).
#pragma once

#include <string_view>

#include "text/jinja/context.h"

namespace oree::text::jinja {

// Throws Failure for values and arguments that the test does not take.
using TestFunction = bool (*)(Context&, const Value& input, const Arguments& arguments);

// nullptr when there is no such test.
TestFunction find_test(std::string_view name);

}  // namespace oree::text::jinja
