// Facts that no text tells and no model knows: numbers of places.
#pragma once

#include <string>
#include <vector>

#include "workbench/choices.h"

namespace oree::workbench {

struct Secret {
  std::string place;   // "amber harbour"
  std::string number;  // "48213"
};

// Of different places and numbers; at most 400.
std::vector<Secret> draw_secrets(Choices& choices, std::size_t count);

// The place alone.
std::string draw_place(Choices& choices);

// "The secret number of the amber harbour is"
std::string secret_question(const Secret& secret);

}  // namespace oree::workbench
