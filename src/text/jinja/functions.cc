#include "text/jinja/functions.h"

#include <array>
#include <cstdio>
#include <limits>

#include "text/jinja/printing.h"

namespace oree::text::jinja {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

Value make_range(Context& context, const Arguments& arguments) {
  const Parameters parameters("range", arguments, {"start", "stop", "step"});
  std::int64_t start = parameters.integer(0, 0);
  std::int64_t stop = parameters.integer(1, 0);
  const std::int64_t step = parameters.integer(2, 1);
  parameters.require(0);
  if (parameters.find(1) == nullptr) std::swap(start, stop);
  if (parameters.find(1) == nullptr) start = 0;
  if (step == 0) fail("the step of 'range' cannot be 0");
  std::vector<Value> items;
  for (std::int64_t at = start; step > 0 ? at < stop : at > stop;) {
    if (items.size() == kMaximumItems) context.budget.reserve_items(kMaximumItems + 1);
    context.budget.charge();
    items.push_back(make_integer(at));
    if (__builtin_add_overflow(at, step, &at)) break;
  }
  const Value made = make_sequence(SequenceKind::kRange, std::move(items), context.budget);
  auto range = std::make_shared<Sequence>(*made.sequence());
  range->range = {start, stop, step};
  return {std::shared_ptr<const Sequence>(std::move(range))};
}

// The members that `dict` and `namespace` are made of: a mapping or pairs, then named ones.
std::vector<std::pair<Value, Value>> members_of(Context& context, std::string_view function,
                                                const Arguments& arguments) {
  std::vector<std::pair<Value, Value>> members;
  if (arguments.positional.size() > 1) fail("'" + std::string(function) + "' takes one argument without a name");
  for (const Value& source : arguments.positional) {
    require_defined(source);
    if (source.dictionary() != nullptr) {
      context.budget.reserve_items(source.dictionary()->members.size());
      members = source.dictionary()->members;
      continue;
    }
    for (const Value& pair : items_of(source, context.budget)) {
      std::vector<Value> parts = items_of(pair, context.budget);
      if (parts.size() != 2) fail("'" + std::string(function) + "' takes pairs");
      members.emplace_back(std::move(parts[0]), std::move(parts[1]));
    }
  }
  for (const auto& [name, value] : arguments.named) members.emplace_back(make_text(name), value);
  return members;
}

Value make_dict(Context& context, const Arguments& arguments) {
  return make_dictionary(members_of(context, "dict", arguments), context.budget);
}

Value make_namespace(Context& context, const Arguments& arguments) {
  const Value members = make_dictionary(members_of(context, "namespace", arguments), context.budget);
  if (context.namespaces.size() >= kMaximumNamespaces) {
    fail_limit("the template makes more than " + std::to_string(kMaximumNamespaces) + " namespaces");
  }
  auto space = std::make_shared<Namespace>();
  for (const auto& [key, value] : members.dictionary()->members) {
    if (key.text() != nullptr) space->members.emplace_back(*key.text(), value);
  }
  context.namespaces.push_back(space);
  return {std::move(space)};
}

Value make_cycler(Context& context, const Arguments& arguments) {
  if (arguments.positional.empty()) fail("'cycler' needs at least one value");
  const Value items = make_list(arguments.positional, context.budget);
  return {std::make_shared<Cycler>(Cycler{arguments.positional, 0, depth_of(items)})};
}

// Gives nothing at its first call, then the separator.
Value make_joiner(Context&, const Arguments& arguments) {
  const Parameters parameters("joiner", arguments, {"sep"});
  const Value separator = parameters.find(0) == nullptr ? make_text(", ") : *parameters.find(0);
  const auto used = std::make_shared<bool>(false);
  return make_callable("joiner", depth_of(separator), [separator, used](Context&, const Arguments& given) {
    const Parameters none("joiner", given, {});
    if (*used) return separator;
    *used = true;
    return make_text("");
  });
}

Value raise_exception(Context& context, const Arguments& arguments) {
  const Parameters parameters("raise_exception", arguments, {"message"});
  throw Failure{ErrorCode::kInvalid, to_text(parameters.require(0), context.budget),
                "the template refuses this conversation; change the messages"};
}

Value strftime_now(Context& context, const Arguments& arguments) {
  const Parameters parameters("strftime_now", arguments, {"format"});
  parameters.require(0);
  const std::string format = parameters.text(0, "");
  context.budget.charge_bytes(format.size() * 8);
  return make_text(format_moment(context.clock(), format));
}

std::string digits(unsigned number, int width, bool padded, char filling = '0') {
  std::string text = std::to_string(number);
  while (padded && static_cast<int>(text.size()) < width) text.insert(text.begin(), filling);
  return text;
}

}  // namespace

std::string format_moment(std::chrono::local_seconds moment, std::string_view format) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  const std::size_t weekday = std::chrono::weekday(day).c_encoding();
  const auto month = static_cast<unsigned>(date.month());
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  const auto hour = static_cast<unsigned>(time.hours().count());
  const auto minute = static_cast<unsigned>(time.minutes().count());
  const auto second = static_cast<unsigned>(time.seconds().count());
  const auto ordinal =
      static_cast<unsigned>((day - std::chrono::local_days(date.year() / std::chrono::January / 1)).count() + 1);
  std::string text;
  for (std::size_t at = 0; at < format.size(); ++at) {
    if (format[at] != '%') {
      text.push_back(format[at]);
      continue;
    }
    const bool padded = at + 1 >= format.size() || format[at + 1] != '-';
    at += padded ? 1 : 2;
    const char directive = at < format.size() ? format[at] : ' ';
    const auto put = [&](unsigned number, int width) { text += digits(number, width, padded); };
    switch (directive) {
      case 'a':
        text += kWeekdays[weekday].substr(0, 3);
        break;
      case 'A':
        text += kWeekdays[weekday];
        break;
      case 'b':
        text += kMonths[month - 1].substr(0, 3);
        break;
      case 'B':
        text += kMonths[month - 1];
        break;
      case 'd':
        put(static_cast<unsigned>(date.day()), 2);
        break;
      case 'e':
        text += digits(static_cast<unsigned>(date.day()), 2, padded, ' ');
        break;
      case 'H':
        put(hour, 2);
        break;
      case 'I':
        put(hour % 12 == 0 ? 12 : hour % 12, 2);
        break;
      case 'j':
        put(ordinal, 3);
        break;
      case 'm':
        put(month, 2);
        break;
      case 'M':
        put(minute, 2);
        break;
      case 'p':
        text += hour < 12 ? "AM" : "PM";
        break;
      case 'S':
        put(second, 2);
        break;
      case 'y':
        put(year % 100, 2);
        break;
      case 'Y':
        put(year, 4);
        break;
      case 'F':
        text += digits(year, 4, true) + "-" + digits(month, 2, true) + "-" +
                digits(static_cast<unsigned>(date.day()), 2, true);
        break;
      case 'T':
        text += digits(hour, 2, true) + ":" + digits(minute, 2, true) + ":" + digits(second, 2, true);
        break;
      case '%':
        text.push_back('%');
        break;
      default:
        fail_unsupported("the directive '%" + std::string(1, directive) + "' of strftime_now is not supported");
    }
  }
  return text;
}

std::vector<std::pair<std::string, Value>> global_functions() {
  using Function = Value (*)(Context&, const Arguments&);
  static constexpr std::array<std::pair<const char*, Function>, 7> kFunctions = {{
      {"range", make_range},
      {"dict", make_dict},
      {"namespace", make_namespace},
      {"cycler", make_cycler},
      {"joiner", make_joiner},
      {"raise_exception", raise_exception},
      {"strftime_now", strftime_now},
  }};
  std::vector<std::pair<std::string, Value>> functions;
  for (const auto& [name, function] : kFunctions) functions.emplace_back(name, make_callable(name, 0, function));
  return functions;
}

}  // namespace oree::text::jinja
