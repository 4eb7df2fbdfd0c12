// The rule of a repeated event (RFC 5545, section 3.3.10), as an argument of a call.
#pragma once

#include <libical/ical.h>

#include <string>

#include "tools/calendar_file.h"
#include "tools/time_zone.h"

namespace oree::tools {

inline constexpr const char* kRuleHint = "write an RRULE of days or longer, e.g. FREQ=WEEKLY;BYDAY=MO";

// Every part is checked here: libical passes over some that it does not understand. Letter case does not matter.
// Throws Error kInvalid.
icalrecurrencetype parse_repeat_rule(const std::string& text);

// The first instance at or after the local start; the start itself need not follow the rule. Throws Error kInvalid when
// there is none.
std::chrono::local_seconds first_instance(const icalrecurrencetype& rule, const LocalTime& start);

// Writes UNTIL as the event's start needs it: a day for whole days, otherwise UTC (a day is meant with all its hours, a
// time without a zone is local). Throws Error kInvalid when it is before the start.
void settle_until(icalrecurrencetype& rule, const Event& event, const TimeZone& zone);

}  // namespace oree::tools
