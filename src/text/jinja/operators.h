// Arithmetic, subscripts, slices and attributes, with Python's rules.
#pragma once

#include <optional>
#include <string_view>

#include "text/jinja/context.h"
#include "text/jinja/syntax.h"

namespace oree::text::jinja {

// All throw Failure for types that do not go together, and kLimit for results too large.
Value apply_binary(Context& context, BinaryOperator operation, const Value& left, const Value& right);
Value negate(const Value& value);
bool apply_comparison(Context& context, Comparison comparison, const Value& left, const Value& right);

// object[key], else the attribute of that name; undefined when there is neither.
Value get_item(Context& context, const Value& object, const Value& key);
// object.name: a method or property, else the member; undefined when there is neither.
Value get_attribute(Context& context, const Value& object, const std::string& name);
// object[start:stop:step]; none stands for a bound left out.
Value get_slice(Context& context, const Value& object, const Value& start, const Value& stop, const Value& step);
// A path as filters take it: "function.name", "0.text", or an index.
// otherwise: stands for what is undefined on each step of the path; null or none: nothing does.
Value follow_path(Context& context, const Value& object, const Value& path, const Value* otherwise = nullptr);

// template % values, and the filter `format`.
Value format_text(Context& context, const Value& pattern, const Arguments& values);

}  // namespace oree::text::jinja
