// Attributes of values that are no members: methods, the properties of `loop`, the members of namespaces.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/jinja/context.h"

namespace oree::text::jinja {

// nullopt when the value has no such attribute. What would change a value, and what begins and ends with __, is an
// undefined value of kPermission. Throws Failure kUnsupported for methods of Python that are not supported here.
std::optional<Value> find_attribute(Context& context, const Value& object, const std::string& name);
std::optional<Value> find_text_method(const Value& object, const std::string& name);
std::optional<Value> find_loop_attribute(Context& context, const std::shared_ptr<Loop>& loop, const std::string& name);

// The parts of a text between separators, at most `limit` of them cut off (-1: all); none as separator is white space.
std::vector<std::string> split_text(Context& context, const std::string& text, const Value& separator,
                                    std::int64_t limit, bool from_right);
// Without the line ends, or with them.
std::vector<std::string> split_lines(Context& context, const std::string& text, bool keep_ends);
std::string replace_text(Context& context, const std::string& text, const std::string& old,
                         const std::string& replacement, std::int64_t limit);

}  // namespace oree::text::jinja
