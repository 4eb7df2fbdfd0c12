// What a server asks of the person in the middle of a call.
#pragma once

#include <optional>
#include <string>

#include "oree/json.h"

namespace oree::cli {

// Asks for each property of the schema in turn, offering its default. nullopt: there is no terminal, the person
// declined, or the form holds more than texts, numbers, choices and yes or no.
std::optional<Json> ask_on_terminal(const std::string& message, const Json& schema);

}  // namespace oree::cli
