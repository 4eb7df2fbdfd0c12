// "Did you mean ...?": the known names nearest to one that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oree::agent {

// At most `count` names within a third of the name's length of edits, the nearest first; equal ones in their order.
// Cost: length of name x total length of the known names, both cut at 64 bytes.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& known,
                                       std::size_t count = 3);

// "a, b, c".
std::string joined(const std::vector<std::string>& names);

}  // namespace oree::agent
