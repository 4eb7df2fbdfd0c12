#include "oree/error.h"
#include "oree/tool.h"
#include "tools/date_phrase.h"
#include "tools/text_fold.h"

namespace oree {
namespace {

bool is_date_argument(const std::string& tool, const std::string& name) {
  return tool.starts_with("calendar_") && (name == "start" || name == "end" || name == "from" || name == "to");
}

bool same_date(const std::string& left, const std::string& right, const ToolContext& context) {
  const tools::TimeZone zone(context.time_zone);
  try {
    const tools::DateSpan a = tools::resolve_date(left, context.now, zone);
    const tools::DateSpan b = tools::resolve_date(right, context.now, zone);
    return a.begin == b.begin && a.end == b.end && a.kind == b.kind;
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
  return left == right;
}

}  // namespace

bool same_arguments(const ToolDescription& tool, const Json& left, const Json& right, const ToolContext& context) {
  if (!left.is_object() || !right.is_object() || left.size() != right.size()) return false;
  for (const auto& [name, value] : left.items()) {
    const auto other = right.find(name);
    if (other == right.end()) return false;
    if (same_value(value, *other)) continue;
    if (!is_date_argument(tool.name, name) || !value.is_string() || !other->is_string()) return false;
    if (!same_date(value.get<std::string>(), other->get<std::string>(), context)) return false;
  }
  return true;
}

}  // namespace oree
