// The functions that every template can call.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "text/jinja/context.h"

namespace oree::text::jinja {

// range, dict, namespace, cycler, joiner, raise_exception, strftime_now.
std::vector<std::pair<std::string, Value>> global_functions();

// The moment as Python's strftime writes it in English. Throws Failure kUnsupported for other directives than
// %a %A %b %B %d %e %H %I %j %m %M %p %S %y %Y %F %T %% and - behind the % for numbers without leading zeros.
std::string format_moment(std::chrono::local_seconds moment, std::string_view format);

}  // namespace oree::text::jinja
