#include "tools/calendar_file.h"

#include <algorithm>

#include "oree/error.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

// The title of an event that begins nowhere: it would be overlooked in every list. RFC 5545, section 3.6.1, wants a
// start unless the calendar is a message with a METHOD.
std::optional<std::string> event_without_start(icalcomponent* calendar) {
  if (has_property(calendar, ICAL_METHOD_PROPERTY)) return std::nullopt;
  for (icalcomponent* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
       event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    if (!has_property(event, ICAL_DTSTART_PROPERTY)) return string_or_empty(icalcomponent_get_summary(event));
  }
  return std::nullopt;
}

icaltimetype time_of(const LocalTime& local) {
  icaltimetype time = date_of(local.day);
  time.is_date = 0;
  const std::chrono::hh_mm_ss clock(local.time);
  time.hour = static_cast<int>(clock.hours().count());
  time.minute = static_cast<int>(clock.minutes().count());
  time.second = static_cast<int>(clock.seconds().count());
  return time;
}

// Whether a component has the event's uid. Events without one have nothing to do with each other.
bool is_of(const Event& event, icalcomponent* component) {
  return !event.uid.empty() && string_or_empty(icalcomponent_get_uid(component)) == event.uid;
}

}  // namespace

CalendarFile CalendarFile::read(const std::filesystem::path& data_directory, const TimeZone& zone) {
  IcalFile file = read_ical(data_directory / "calendar.ics", "calendar");
  if (const std::optional<std::string> title = event_without_start(file.calendar.get())) {
    throw Error(ErrorCode::kCorrupt, "the calendar is malformed: the event \"" + *title + "\" has no DTSTART",
                file.path.string(), kIcalHint);
  }
  return CalendarFile(std::move(file), zone);
}

std::optional<Event> CalendarFile::event_of(icalcomponent* component) const {
  const icaltimetype start = property_time(component, ICAL_DTSTART_PROPERTY);
  if (icaltime_is_null_time(start) || !icaltime_is_valid_time(start)) return std::nullopt;
  Event event;
  event.component = component;
  event.uid = string_or_empty(icalcomponent_get_uid(component));
  event.title = string_or_empty(icalcomponent_get_summary(component));
  event.location = string_or_empty(icalcomponent_get_location(component));
  event.all_day = start.is_date != 0;
  event.repeated = has_property(component, ICAL_RRULE_PROPERTY) || has_property(component, ICAL_RDATE_PROPERTY);
  event.start = instant_of(start);
  const icaltimetype end = property_time(component, ICAL_DTEND_PROPERTY);
  if (!icaltime_is_null_time(end)) {
    event.end = instant_of(end);
  } else if (icalproperty* duration = icalcomponent_get_first_property(component, ICAL_DURATION_PROPERTY)) {
    event.end = event.start + std::chrono::seconds(icaldurationtype_as_int(icalproperty_get_duration(duration)));
  } else {
    // RFC 5545, section 3.6.1: a day lasts a day, a time no time at all.
    event.end = event.all_day ? zone_->to_instant(local_of(start) + std::chrono::days(1)) : event.start;
  }
  event.end = std::max(event.end, event.start);
  return event;
}

std::vector<Event> CalendarFile::events() const {
  std::vector<Event> result;
  for (icalcomponent* component = icalcomponent_get_first_component(calendar_.get(), ICAL_VEVENT_COMPONENT); component;
       component = icalcomponent_get_next_component(calendar_.get(), ICAL_VEVENT_COMPONENT)) {
    if (has_property(component, ICAL_RECURRENCEID_PROPERTY)) continue;
    if (std::optional<Event> event = event_of(component)) result.push_back(std::move(*event));
  }
  return result;
}

std::vector<Event> CalendarFile::occurrences(std::chrono::sys_seconds begin, std::chrono::sys_seconds end) const {
  std::vector<Event> result;
  const auto keep = [&](const Event& event) {
    const bool inside = event.start < end && (event.end > begin || (event.end == event.start && event.start >= begin));
    const bool cancelled = icalcomponent_get_status(event.component) == ICAL_STATUS_CANCELLED;
    if (inside && !cancelled) result.push_back(event);
  };

  std::vector<icalcomponent*> components;
  for (icalcomponent* component = icalcomponent_get_first_component(calendar_.get(), ICAL_VEVENT_COMPONENT); component;
       component = icalcomponent_get_next_component(calendar_.get(), ICAL_VEVENT_COMPONENT)) {
    components.push_back(component);
  }
  for (icalcomponent* component : components) {
    const std::optional<Event> event = event_of(component);
    if (!event) continue;
    if (!event->repeated || has_property(component, ICAL_RECURRENCEID_PROPERTY)) {
      keep(*event);
      continue;
    }

    // Instants taken out of the series, or given to an override.
    std::vector<std::chrono::sys_seconds> out;
    for (icalproperty* property = icalcomponent_get_first_property(component, ICAL_EXDATE_PROPERTY); property;
         property = icalcomponent_get_next_property(component, ICAL_EXDATE_PROPERTY)) {
      out.push_back(instant_of(icalproperty_get_datetime_with_component(property, component)));
    }
    for (icalcomponent* other : components) {
      if (other == component || !is_of(*event, other)) continue;
      const icaltimetype replaced = property_time(other, ICAL_RECURRENCEID_PROPERTY);
      if (!icaltime_is_null_time(replaced)) out.push_back(instant_of(replaced));
    }

    const icaltimetype first = property_time(component, ICAL_DTSTART_PROPERTY);
    const auto length = event->end - event->start;
    const std::chrono::days length_in_days = zone_->to_local(event->end).day - zone_->to_local(event->start).day;
    std::vector<std::chrono::sys_seconds> starts = {event->start};
    int looked_at = 0;
    for (icalproperty* property = icalcomponent_get_first_property(component, ICAL_RRULE_PROPERTY); property;
         property = icalcomponent_get_next_property(component, ICAL_RRULE_PROPERTY)) {
      icaltimetype local_first = first;
      local_first.zone = nullptr;
      icalrecurrencetype rule = icalproperty_get_rrule(property);
      if (!icaltime_is_null_time(rule.until) && !rule.until.is_date && first.zone) {
        // UNTIL is in UTC; the instances are counted in the event's own local time.
        rule.until = icaltime_convert_to_zone(rule.until, const_cast<icaltimezone*>(first.zone));
        rule.until.zone = nullptr;
      }
      if (rule.until.is_date && !first.is_date) {
        // Not allowed, but written: the last day counts as a whole. libical would end at its midnight.
        rule.until.is_date = 0;
        rule.until.hour = 23;
        rule.until.minute = rule.until.second = 59;
      }
      icalrecur_iterator* iterator = icalrecur_iterator_new(rule, local_first);
      if (!iterator) continue;
      for (icaltimetype next = icalrecur_iterator_next(iterator); !icaltime_is_null_time(next);
           next = icalrecur_iterator_next(iterator)) {
        if (++looked_at > kMaxInstances) {
          icalrecur_iterator_free(iterator);
          throw Error(ErrorCode::kLimit,
                      "\"" + event->title + "\" repeats more than " + std::to_string(kMaxInstances) + " times",
                      path_.string(), "shorten its rule (RRULE)");
        }
        next.zone = first.zone;
        next.is_date = first.is_date;
        const std::chrono::sys_seconds start = instant_of(next);
        if (start >= end) break;
        starts.push_back(start);
      }
      icalrecur_iterator_free(iterator);
    }
    for (icalproperty* property = icalcomponent_get_first_property(component, ICAL_RDATE_PROPERTY); property;
         property = icalcomponent_get_next_property(component, ICAL_RDATE_PROPERTY)) {
      const icaldatetimeperiodtype date = icalproperty_get_rdate(property);
      icaltimetype time = icaltime_is_null_time(date.time) ? date.period.start : date.time;
      if (!time.zone && !time.is_date) time.zone = first.zone;
      starts.push_back(instant_of(time));
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    for (const std::chrono::sys_seconds start : starts) {
      if (std::find(out.begin(), out.end(), start) != out.end()) continue;
      Event instance = *event;
      instance.start = start;
      // A day may have 23 or 25 hours.
      instance.end = event->all_day ? zone_->to_instant(zone_->to_local(start).day + length_in_days) : start + length;
      keep(instance);
    }
  }
  std::stable_sort(result.begin(), result.end(), [](const Event& a, const Event& b) { return a.start < b.start; });
  return result;
}

void CalendarFile::add(ComponentPointer event) { icalcomponent_add_component(calendar_.get(), event.release()); }

void CalendarFile::remove(const Event& event) {
  std::vector<icalcomponent*> gone;
  for (icalcomponent* component = icalcomponent_get_first_component(calendar_.get(), ICAL_VEVENT_COMPONENT); component;
       component = icalcomponent_get_next_component(calendar_.get(), ICAL_VEVENT_COMPONENT)) {
    if (component == event.component || is_of(event, component)) gone.push_back(component);
  }
  for (icalcomponent* component : gone) {
    icalcomponent_remove_component(calendar_.get(), component);
    icalcomponent_free(component);
  }
}

bool CalendarFile::is_in_this_zone(const Event& event) const {
  icalproperty* start = icalcomponent_get_first_property(event.component, ICAL_DTSTART_PROPERTY);
  if (event.all_day || !start) return true;
  if (icaltime_is_utc(icalproperty_get_dtstart(start))) return zone_->name() == "UTC" || zone_->name() == "Etc/UTC";
  icalparameter* zone = icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER);
  return !zone || zone_->name() == string_or_empty(icalparameter_get_tzid(zone));
}

void CalendarFile::shift_until(const Event& event, std::chrono::seconds by) const {
  for (icalproperty* property = icalcomponent_get_first_property(event.component, ICAL_RRULE_PROPERTY); property;
       property = icalcomponent_get_next_property(event.component, ICAL_RRULE_PROPERTY)) {
    icalrecurrencetype rule = icalproperty_get_rrule(property);
    if (icaltime_is_null_time(rule.until) || rule.until.is_date) continue;
    icaltime_adjust(&rule.until, 0, 0, 0, static_cast<int>(by.count()));
    icalproperty_set_rrule(property, rule);
  }
}

bool CalendarFile::has_exceptions(const Event& event) const {
  if (has_property(event.component, ICAL_EXDATE_PROPERTY) || has_property(event.component, ICAL_RDATE_PROPERTY)) {
    return true;
  }
  for (icalcomponent* component = icalcomponent_get_first_component(calendar_.get(), ICAL_VEVENT_COMPONENT); component;
       component = icalcomponent_get_next_component(calendar_.get(), ICAL_VEVENT_COMPONENT)) {
    if (component != event.component && is_of(event, component)) return true;
  }
  return false;
}

void CalendarFile::set_time(icalcomponent* event, icalproperty_kind kind, std::chrono::sys_seconds instant,
                            bool all_day) {
  remove_properties(event, kind);
  const LocalTime local = zone_->to_local(instant);
  icalproperty* property = icalproperty_new(kind);
  if (all_day) {
    icalproperty_set_value(property, icalvalue_new_date(date_of(local.day)));
    icalproperty_set_parameter(property, icalparameter_new_value(ICAL_VALUE_DATE));
  } else {
    const std::string& name = zone_->name();
    icaltimezone* zone = icaltimezone_get_builtin_timezone(name.c_str());
    // The second of two equal local times can only be said in UTC.
    const bool says_itself = zone_->to_instant(local.seconds()) == instant;
    if (zone && says_itself && name != "UTC" && name != "Etc/UTC") {
      if (!icalcomponent_get_timezone(calendar_.get(), name.c_str())) {
        icalcomponent* rules = icalcomponent_new_clone(icaltimezone_get_component(zone));
        remove_properties(rules, ICAL_TZID_PROPERTY);
        icalcomponent_add_property(rules, icalproperty_new_tzid(name.c_str()));
        icalcomponent_add_component(calendar_.get(), rules);
      }
      icalproperty_set_value(property, icalvalue_new_datetime(time_of(local)));
      icalproperty_set_parameter(property, icalparameter_new_tzid(name.c_str()));
    } else {
      const icaltimetype utc = icaltime_from_timet_with_zone(static_cast<time_t>(instant.time_since_epoch().count()), 0,
                                                             icaltimezone_get_utc_timezone());
      icalproperty_set_value(property, icalvalue_new_datetime(utc));
    }
  }
  icalcomponent_add_property(event, property);
}

void CalendarFile::set_times(icalcomponent* event, std::chrono::sys_seconds start, std::chrono::sys_seconds end,
                             bool all_day) {
  remove_properties(event, ICAL_DURATION_PROPERTY);
  set_time(event, ICAL_DTSTART_PROPERTY, start, all_day);
  set_time(event, ICAL_DTEND_PROPERTY, end, all_day);
}

FileChange CalendarFile::change() const { return {path_, before_, ical_text(calendar_.get())}; }

}  // namespace oree::tools
