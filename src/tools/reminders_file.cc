#include "tools/reminders_file.h"

#include <algorithm>

#include "oree/error.h"
#include "oree/reminders.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxCandidates = 5;

icaltimetype utc_of(std::chrono::sys_seconds instant) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(instant.time_since_epoch().count()), 0,
                                       icaltimezone_get_utc_timezone());
}

std::string candidates_text(const std::vector<Reminder>& reminders, const TimeZone& zone) {
  std::string text;
  for (std::size_t i = 0; i < std::min(reminders.size(), kMaxCandidates); ++i) {
    text += (i == 0 ? "\"" : "; \"") + reminders[i].text + "\" " + describe_moment(reminders[i].due, zone) + ", uid " +
            reminders[i].uid;
  }
  if (reminders.size() > kMaxCandidates) {
    text += "; and " + std::to_string(reminders.size() - kMaxCandidates) + " more";
  }
  return text;
}

}  // namespace

RemindersFile RemindersFile::read(const std::filesystem::path& data_directory, const TimeZone& zone) {
  return {read_ical(data_directory / "reminders.ics", "list of reminders"), zone};
}

std::vector<Reminder> RemindersFile::reminders() const {
  std::vector<Reminder> result;
  icalcomponent* calendar = file_.calendar.get();
  for (icalcomponent* todo = icalcomponent_get_first_component(calendar, ICAL_VTODO_COMPONENT); todo;
       todo = icalcomponent_get_next_component(calendar, ICAL_VTODO_COMPONENT)) {
    const icaltimetype due = property_time(todo, ICAL_DUE_PROPERTY);
    if (icaltime_is_null_time(due) || !icaltime_is_valid_time(due)) continue;
    const icalproperty_status status = icalcomponent_get_status(todo);
    const bool closed = status == ICAL_STATUS_COMPLETED || status == ICAL_STATUS_CANCELLED ||
                        has_property(todo, ICAL_COMPLETED_PROPERTY);
    result.push_back({todo, string_or_empty(icalcomponent_get_uid(todo)),
                      string_or_empty(icalcomponent_get_summary(todo)), instant_of(due, *zone_), !closed});
  }
  std::stable_sort(result.begin(), result.end(), [](const Reminder& a, const Reminder& b) { return a.due < b.due; });
  return result;
}

void RemindersFile::add(const std::string& uid, const std::string& text, std::chrono::sys_seconds due,
                        std::chrono::sys_seconds now) {
  ComponentPointer todo(icalcomponent_new(ICAL_VTODO_COMPONENT));
  icalcomponent_add_property(todo.get(), icalproperty_new_uid(uid.c_str()));
  icalcomponent_add_property(todo.get(), icalproperty_new_dtstamp(utc_of(now)));
  icalcomponent_add_property(todo.get(), icalproperty_new_summary(text.c_str()));
  icalcomponent_add_property(todo.get(), icalproperty_new_due(utc_of(due)));
  icalcomponent_add_property(todo.get(), icalproperty_new_status(ICAL_STATUS_NEEDSACTION));
  icalcomponent* alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
  icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
  icalcomponent_add_property(alarm, icalproperty_new_description(text.c_str()));
  icalproperty* trigger = icalproperty_new_trigger(icaltriggertype_from_int(0));
  icalproperty_set_parameter(trigger, icalparameter_new_related(ICAL_RELATED_END));
  icalcomponent_add_property(alarm, trigger);
  icalcomponent_add_component(todo.get(), alarm);
  icalcomponent_add_component(file_.calendar.get(), todo.release());
}

void RemindersFile::complete(const Reminder& reminder, std::chrono::sys_seconds now) {
  for (const icalproperty_kind kind : {ICAL_STATUS_PROPERTY, ICAL_COMPLETED_PROPERTY, ICAL_PERCENTCOMPLETE_PROPERTY}) {
    remove_properties(reminder.component, kind);
  }
  icalcomponent_add_property(reminder.component, icalproperty_new_status(ICAL_STATUS_COMPLETED));
  icalcomponent_add_property(reminder.component, icalproperty_new_completed(utc_of(now)));
  icalcomponent_add_property(reminder.component, icalproperty_new_percentcomplete(100));
}

void RemindersFile::remove(const Reminder& reminder) {
  icalcomponent_remove_component(file_.calendar.get(), reminder.component);
  icalcomponent_free(reminder.component);
}

FileChange RemindersFile::change() const { return {file_.path, file_.before, ical_text(file_.calendar.get())}; }

Json reminder_json(const Reminder& reminder, std::chrono::sys_seconds now, const TimeZone& zone) {
  Json result = {{"uid", reminder.uid}, {"text", reminder.text}, {"at", iso_with_offset(reminder.due, zone)}};
  if (reminder.open && reminder.due <= now) result["late"] = true;
  return result;
}

std::string describe_moment(std::chrono::sys_seconds moment, const TimeZone& zone) {
  const LocalTime local = zone.to_local(moment);
  return human_day(local.day) + " " + human_time(local.time);
}

Reminder find_reminder(const RemindersFile& file, std::string_view wanted, const TimeZone& zone) {
  const std::string folded = fold(trim(wanted));
  std::vector<Reminder> open, exact, partial;
  for (const Reminder& reminder : file.reminders()) {
    if (!reminder.open) continue;
    if (reminder.uid == wanted) return reminder;
    open.push_back(reminder);
    const std::string text = fold(trim(reminder.text));
    if (text == folded) exact.push_back(reminder);
    if (!folded.empty() && text.find(folded) != std::string::npos) partial.push_back(reminder);
  }
  const std::vector<Reminder>& fitting = exact.empty() ? partial : exact;
  if (fitting.size() == 1) return fitting.front();
  const std::string name = "\"" + std::string(wanted) + "\"";
  if (fitting.empty()) {
    throw Error(ErrorCode::kNotFound, "no open reminder says " + name, "reminders.ics",
                open.empty() ? "there is no open reminder" : "there are: " + candidates_text(open, zone));
  }
  throw Error(ErrorCode::kInvalid, "several reminders say " + name, "reminders.ics",
              "name one by its uid: " + candidates_text(fitting, zone));
}

}  // namespace oree::tools

namespace oree {

std::vector<DueReminder> due_reminders(const ToolContext& context) {
  const tools::TimeZone zone(context.time_zone);
  std::vector<DueReminder> due;
  for (const tools::Reminder& reminder : tools::RemindersFile::read(context.data_directory, zone).reminders()) {
    if (reminder.open && reminder.due <= context.now) {
      due.push_back({reminder.uid, reminder.text, tools::describe_moment(reminder.due, zone)});
    }
  }
  return due;
}

}  // namespace oree
