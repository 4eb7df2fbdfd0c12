// Globs on the arguments of a call, of rules such as files_write(path=~/notes/**).
#pragma once

#include <string>
#include <string_view>

#include "oree/agent.h"

namespace oree::agent {

enum class Fit {
  kNo,
  kYes,
  kUnknown,  // where the value leads cannot be told: it is absent or no string,
             // a relative path against a glob of absolute ones, or too long a
             // text
};

// How the argument fits the pattern. A text with '/' is normalised first as
// paths are, without looking at any file: "//", "." and ".." go, a leading ~/
// is the home folder, and of an address the scheme and the host are in lower
// case.
Fit fit_of(const ArgumentPattern& pattern, const Json& arguments);

// As fit_of does it, home: without a '/' at its end. "" when it cannot be told.
std::string normalised(std::string_view value, bool as_path, std::string_view home);

// '*' stands for any text without '/', '**' for any text, '/**/' also for one '/'; a backslash takes the special
// meaning of the next character. Cost: the product of the lengths.
bool glob_matches(std::string_view glob, std::string_view text);

}  // namespace oree::agent
