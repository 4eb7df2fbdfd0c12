// Tool calls as people read them, and the question before a write.
#pragma once

#include <string>

#include "oree/agent.h"

namespace oree::cli {

// One line, e.g. `✓ Create "Lunch with Ana", Thu 26 Nov 2026 12:30-13:30`. plan_only: nothing was carried out.
std::string call_line(const CallRecord& call, bool plan_only);

// {"tool", "arguments", "effect", "consent", "result"}
Json call_json(const CallRecord& call);

// What a person is shown before a call: summary, tool, effect, every argument, and of a call that leaves the machine
// what stands in the conversation. Control characters are visible; an argument beyond 2,000 bytes is shortened, and the
// number of bytes left out stands in its place.
std::string consent_text(const ConsentQuestion& question);

// Shows it on the terminal and asks; anything but yes or always is no. Refuses without asking when stdin is no
// terminal.
ConsentAnswer ask_consent(const ConsentQuestion& question);

}  // namespace oree::cli
