// The parts of an iCalendar text that libical would refuse, drop or change, carried through it unread.
#pragma once

#include <string>
#include <string_view>

namespace oree::tools {

// Replaces properties and components that libical does not know, and X- properties, whose values it would respell, by
// X-OREE-KEPT properties that hold their bytes. RFC 5545, section 3.8.8: what a program does not know it must keep.
std::string keep_unknown_lines(std::string_view calendar);

// The inverse, on what libical wrote: the lines as they were, components behind the properties of what they stand in.
// Throws Error kCorrupt when a kept line is damaged.
std::string restore_unknown_lines(std::string_view calendar);

}  // namespace oree::tools
