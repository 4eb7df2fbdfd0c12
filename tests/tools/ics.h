// iCalendar text for tests.
#pragma once

#include <string>

namespace oree::tools {

// A calendar around components.
inline std::string ics(const std::string& body) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n" + body + "END:VCALENDAR\r\n";
}

// An event around its content lines.
inline std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

}  // namespace oree::tools
