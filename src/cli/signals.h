// Ctrl-C asks the running answer to stop; a second one ends the program.
#pragma once

#include <string>

#include "oree/cancel.h"

namespace oree::cli {

// The flag that SIGINT sets. Reset it before each answer.
CancelFlag& interrupt() noexcept;

// From now on SIGINT sets the flag and interrupts waiting reads.
void catch_interrupts() noexcept;

// For work that Ctrl-C may end at any step. what: "the conversion"; left: what has come of it, "no file was written".
// Throws Error kCancelled once the flag is set.
void stop_if_interrupted(const std::string& what, const std::string& left);

}  // namespace oree::cli
