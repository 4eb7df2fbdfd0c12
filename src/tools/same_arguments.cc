#include "oree/error.h"
#include "oree/tool.h"
#include "tools/date_phrase.h"
#include "tools/text_fold.h"

namespace oree {
namespace {

// Of our own tools; what another's means by a text is not known.
bool is_date_argument(const ToolDescription& description, const std::string& name) {
  if (description.source != "built-in") return false;
  const std::string& tool = description.name;
  if (tool.starts_with("reminders_")) return name == "at" || name == "from" || name == "to";
  return tool.starts_with("calendar_") && (name == "start" || name == "end" || name == "from" || name == "to");
}

// The instant a call means by an argument: an end counts from the call's own start.
tools::DateSpan meaning_of(const std::string& name, const Json& arguments, const ToolContext& context,
                           const tools::TimeZone& zone) {
  const std::string& phrase = arguments.at(name).get_ref<const std::string&>();
  const auto start = arguments.find("start");
  if (name != "end" || start == arguments.end() || !start->is_string()) {
    return name == "at" ? tools::resolve_timer(phrase, context.now, zone)
                        : tools::resolve_date(phrase, context.now, zone);
  }
  const tools::DateSpan from = tools::resolve_date(start->get_ref<const std::string&>(), context.now, zone);
  return tools::resolve_end(phrase, from.begin, context.now, zone);
}

bool same_date(const std::string& tool, const std::string& name, const Json& left, const Json& right,
               const ToolContext& context) {
  const tools::TimeZone zone(context.time_zone);
  try {
    const tools::DateSpan a = meaning_of(name, left, context, zone);
    const tools::DateSpan b = meaning_of(name, right, context, zone);
    // "15:00" keeps the day of the event that is moved, "today at 15:00" does not.
    const bool same_day_kept = tool != "calendar_move" || a.has_day == b.has_day;
    return a.begin == b.begin && a.end == b.end && a.kind == b.kind && same_day_kept;
  } catch (const Error&) {
    return false;  // the texts differ and at least one of them is no date
  }
}

bool same_value(const Json& left, const Json& right) {
  if (left.is_string() && right.is_string()) {
    return tools::to_nfc(left.get_ref<const std::string&>()) == tools::to_nfc(right.get_ref<const std::string&>());
  }
  if (left.is_array() && right.is_array()) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (!same_value(left[i], right[i])) return false;
    }
    return true;
  }
  if (left.is_object() && right.is_object()) {
    if (left.size() != right.size()) return false;
    for (const auto& [name, value] : left.items()) {
      const auto other = right.find(name);
      if (other == right.end() || !same_value(value, *other)) return false;
    }
    return true;
  }
  return left == right;
}

}  // namespace

bool same_arguments(const ToolDescription& tool, const Json& left, const Json& right, const ToolContext& context) {
  if (!left.is_object() || !right.is_object() || left.size() != right.size()) return false;
  for (const auto& [name, value] : left.items()) {
    const auto other = right.find(name);
    if (other == right.end()) return false;
    if (same_value(value, *other)) continue;
    if (!is_date_argument(tool, name) || !value.is_string() || !other->is_string()) return false;
    if (!same_date(tool.name, name, left, right, context)) return false;
  }
  return true;
}

}  // namespace oree
