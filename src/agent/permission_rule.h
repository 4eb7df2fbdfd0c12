// The left side of a permission: "calendar_*", "files_write(path=~/notes/**)", "db_change(database=stock, sql=DELETE
// *)".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "oree/agent.h"

namespace oree::agent {

// Why a text is no such pattern, and where: offset counts characters from 0.
struct PatternMistake {
  std::string what;
  std::string hint;
  std::size_t offset = 0;
};

// Takes the rule's tool and arguments from the text; the permission stays. Returns the mistake, what == "" for none.
// A backslash keeps the next character of a glob from ending it: "\\," and "\\)".
PatternMistake read_permission_pattern(std::string_view text, PermissionRule& rule);

}  // namespace oree::agent
