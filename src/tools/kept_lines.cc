#include "tools/kept_lines.h"

#include <libical/ical.h>

#include <vector>

#include "oree/error.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

constexpr std::string_view kKept = "X-OREE-KEPT:";

// The content line at the offset with its folds and its line end; the offset moves behind it. RFC 5545, section 3.1.
std::string_view next_content_line(std::string_view text, std::size_t& offset) {
  const std::size_t begin = offset;
  do {
    const std::size_t line_feed = text.find('\n', offset);
    offset = line_feed == std::string_view::npos ? text.size() : line_feed + 1;
  } while (offset < text.size() && (text[offset] == ' ' || text[offset] == '\t'));
  return text.substr(begin, offset - begin);
}

std::string unfold(std::string_view line) {
  std::string unfolded;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\r' && i + 1 < line.size() && line[i + 1] == '\n') continue;
    if (line[i] == '\n') {
      ++i;  // the white space that marks a fold
      continue;
    }
    unfolded += line[i];
  }
  return unfolded;
}

// The upper-case name of a content line, "" where it has none.
std::string name_of(std::string_view unfolded) {
  const std::size_t end = unfolded.find_first_of(":;");
  // libical, too, overlooks white space in front of the colon.
  return end == std::string_view::npos ? std::string() : ascii_upper(trim(unfolded.substr(0, end)));
}

// The upper-case value of BEGIN and END.
std::string component_of(std::string_view unfolded) {
  return ascii_upper(trim(std::string(unfolded.substr(unfolded.find(':') + 1))));
}

bool is_unknown_component(const std::string& name) {
  const icalcomponent_kind kind = icalcomponent_string_to_kind(name.c_str());
  return kind == ICAL_NO_COMPONENT || kind == ICAL_X_COMPONENT;
}

// X-LIC- is libical's own: it reads X-LIC-LOCATION of a time zone.
bool is_kept_property(const std::string& name) {
  if (name.empty() || name == "BEGIN" || name == "END" || name.starts_with("X-LIC-")) return false;
  return name.starts_with("X-") || icalproperty_string_to_kind(name.c_str()) == ICAL_NO_PROPERTY;
}

void append_kept(std::string_view line, std::string& text) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::size_t kBytesALine = 36;  // libical takes quadratic time for a line that is not folded
  text += kKept;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char byte = line[i];
    if (i % kBytesALine == kBytesALine - 1) text += "\r\n ";
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  text += "\r\n";
}

int digit_of(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  throw Error(ErrorCode::kCorrupt, "a kept line of the calendar is damaged", std::string(kKept));
}

std::string decode_kept(std::string_view digits) {
  std::string line;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const char byte = static_cast<char>(digit_of(digits[i]) << 4 | digit_of(digits[i + 1]));
    if (byte == '\n' && !line.ends_with('\r')) line += '\r';  // as the lines around it are written
    line += byte;
  }
  return line.ends_with('\n') ? line : line + "\r\n";
}

}  // namespace

std::string keep_unknown_lines(std::string_view calendar) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (calendar.starts_with(kByteOrderMark)) calendar.remove_prefix(kByteOrderMark.size());
  std::string result;
  std::string component;          // unknown ones go as one
  std::vector<std::string> open;  // the unknown component and those in it
  for (std::size_t offset = 0; offset < calendar.size();) {
    const std::string_view line = next_content_line(calendar, offset);
    const std::string unfolded = unfold(line);
    const std::string name = name_of(unfolded);
    if (name == "BEGIN" && (!open.empty() || is_unknown_component(component_of(unfolded)))) {
      open.push_back(component_of(unfolded));
      component += line;
    } else if (!open.empty()) {
      component += line;
      if (name == "END" && component_of(unfolded) == open.back()) open.pop_back();
      if (open.empty()) {
        append_kept(component, result);
        component.clear();
      }
    } else if (is_kept_property(name)) {
      append_kept(line, result);
    } else {
      result += line;
    }
  }
  return result + component;  // one that does not end is left for the parser to complain of
}

std::string restore_unknown_lines(std::string_view calendar) {
  std::string result;
  std::string components;  // held back until the properties around them end
  for (std::size_t offset = 0; offset < calendar.size();) {
    const std::string_view line = next_content_line(calendar, offset);
    if (!line.starts_with(kKept)) {
      if (line.starts_with("BEGIN:") || line.starts_with("END:")) {
        result += components;
        components.clear();
      }
      result += line;
      continue;
    }
    const std::string kept = decode_kept(std::string_view(unfold(line)).substr(kKept.size()));
    (name_of(unfold(kept.substr(0, kept.find('\n')))) == "BEGIN" ? components : result) += kept;
  }
  return result;
}

}  // namespace oree::tools
