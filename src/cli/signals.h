// Ctrl-C asks the running answer to stop; a second one ends the program.
#pragma once

#include "oree/cancel.h"

namespace oree::cli {

// The flag that SIGINT sets. Reset it before each answer.
CancelFlag& interrupt() noexcept;

// From now on SIGINT sets the flag and interrupts waiting reads.
void catch_interrupts() noexcept;

}  // namespace oree::cli
