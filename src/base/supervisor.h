// Watches over one program: starts it in its sandbox, holds it and what it starts to their limits, ends them together.
#pragma once

#include "oree/launcher.h"

namespace oree {

// The program's ends of its pipes, and this side of its lifeline.
struct ProgramDescriptors {
  int input;
  int output;
  int errors;
  int lifeline;  // the other side's closing ends the program; its ending is written there
  int failure;   // what kept it from starting is written there as JSON; closed when it runs
};

// In a process of its own, forked for this. Runs until the program has ended and all it started is gone; ends the
// process.
[[noreturn]] void supervise(const SandboxedProgram& program, const ProgramDescriptors& descriptors) noexcept;

}  // namespace oree
