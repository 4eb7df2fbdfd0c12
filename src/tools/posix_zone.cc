#include "tools/posix_zone.h"

#include <chrono>

namespace oree::tools {

// Reads the rule character by character; `fine` falls when something else stands there.
struct PosixZoneReader {
  std::string_view text;
  std::size_t at = 0;
  bool fine = true;

  bool take(char c) {
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    return true;
  }
  void name() {
    const std::size_t begin = at;
    if (take('<')) {
      while (at < text.size() && text[at] != '>') ++at;
      fine = fine && take('>');
    } else {
      while (at < text.size() && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z')) ++at;
    }
    fine = fine && at > begin;
  }
  int number() {
    const std::size_t begin = at;
    int value = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 5)
      value = value * 10 + (text[at++] - '0');
    fine = fine && at > begin;
    return value;
  }
  std::int64_t clock() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t value = number() * 3600;
    if (take(':')) value += number() * 60;
    if (take(':')) value += number();
    return negative ? -value : value;
  }
  PosixZone::Change change() {
    PosixZone::Change result;
    if (take('M')) {
      result.month = number();
      fine = fine && take('.');
      result.week = number();
      fine = fine && take('.');
      result.weekday = number();
      fine = fine && result.month >= 1 && result.month <= 12 && result.week >= 1 && result.week <= 5 &&
             result.weekday <= 6;
    } else {
      result.kind = take('J') ? PosixZone::Change::Kind::kJulian : PosixZone::Change::Kind::kDayOfYear;
      result.day = number();
    }
    if (take('/')) result.time = clock();
    return result;
  }
};

std::optional<PosixZone> PosixZone::parse(std::string_view text) {
  PosixZoneReader reader{text};
  PosixZone zone;
  reader.name();
  zone.standard_ = -reader.clock();
  zone.summer_ = zone.standard_ + 3600;
  if (reader.fine && reader.at < text.size()) {
    zone.has_summer_ = true;
    reader.name();
    if (reader.at < text.size() && text[reader.at] != ',') zone.summer_ = -reader.clock();
    reader.fine = reader.fine && reader.take(',');
    zone.begin_ = reader.change();
    reader.fine = reader.fine && reader.take(',');
    zone.end_ = reader.change();
  }
  if (!reader.fine || reader.at != text.size()) return std::nullopt;
  return zone;
}

std::int64_t PosixZone::Change::day_in(int year) const {
  using namespace std::chrono;
  const sys_days first = sys_days(std::chrono::year(year) / 1 / 1);
  if (kind == Kind::kDayOfYear) return (first + days(day)).time_since_epoch().count();
  if (kind == Kind::kJulian) {
    // 29 February is not counted.
    const bool later = std::chrono::year(year).is_leap() && day >= 60;
    return (first + days(day - 1 + (later ? 1 : 0))).time_since_epoch().count();
  }
  const std::chrono::month m(static_cast<unsigned>(month));
  const std::chrono::weekday w(static_cast<unsigned>(weekday));
  const sys_days found = week == 5 ? sys_days(std::chrono::year(year) / m / w[last])
                                   : sys_days(std::chrono::year(year) / m / w[static_cast<unsigned>(week)]);
  return found.time_since_epoch().count();
}

std::int64_t PosixZone::offset_at(std::int64_t seconds) const {
  if (!has_summer_) return standard_;
  using namespace std::chrono;
  const auto local_day = floor<days>(sys_seconds(std::chrono::seconds(seconds + standard_)));
  const int year = static_cast<int>(year_month_day(local_day).year());
  const std::int64_t begin = begin_.day_in(year) * 86400 + begin_.time - standard_;
  const std::int64_t end = end_.day_in(year) * 86400 + end_.time - summer_;
  // South of the equator summer goes over the new year.
  const bool summer = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
  return summer ? summer_ : standard_;
}

}  // namespace oree::tools
