// Variables of the process's environment in settings.
#pragma once

#include <string>

namespace oree {

// ${NAME} is replaced by that variable; a $ without a brace stays. where: for the error.
// Throws Error kNotFound (a variable that is not set), kInvalid (one that is not UTF-8).
std::string expand_variables(const std::string& text, const std::string& where);

}  // namespace oree
