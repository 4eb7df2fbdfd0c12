// The device's time zone, and moments given on the command line.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace oree {

// The IANA name of the device's zone: $TZ, else the target of /etc/localtime, else /etc/timezone, else "UTC".
// Throws Error kInvalid when $TZ names no zone of the system's database.
std::string local_time_zone();

// An ISO 8601 moment: 2026-11-23, 2026-11-23T09:00, 2026-11-23T09:00:30, also with a space for the T, and with Z or an
// offset such as +01:00. Without one it is a local time of the process's zone (mktime, so $TZ rules); a day is its
// midnight. Throws Error kInvalid, also for a date that does not exist or a local time that the clock skips.
std::chrono::sys_seconds parse_moment(std::string_view iso_8601);

}  // namespace oree
