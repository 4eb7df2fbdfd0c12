// The statements of a template.
#pragma once

#include <string_view>

#include "text/jinja/syntax.h"

namespace oree::text::jinja {

// Throws Error kInvalid for broken syntax, kUnsupported for tags, filters and tests that are not supported, kLimit for
// templates too large or too deep; each with line and column.
Body parse(std::string_view source);

}  // namespace oree::text::jinja
