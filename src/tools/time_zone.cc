#include "tools/time_zone.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/atomic_file.h"
#include "oree/error.h"
#include "tools/posix_zone.h"

namespace oree::tools {
namespace {

constexpr std::uint64_t kMaxZoneFileBytes = 1u << 20;
constexpr std::size_t kHeaderBytes = 44;  // RFC 8536, section 3.1

// Big-endian numbers of a zone file; reading past the end is an error.
class ZoneBytes {
 public:
  ZoneBytes(std::string_view bytes, const std::string& path) : bytes_(bytes), path_(path) {}

  std::int64_t number(std::size_t at, std::size_t width) const {
    if (width > bytes_.size() || at > bytes_.size() - width) {
      throw Error(ErrorCode::kCorrupt, "the time zone file is cut short", path_, "reinstall tzdata");
    }
    std::uint64_t value = (static_cast<unsigned char>(bytes_[at]) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    return static_cast<std::int64_t>(value);
  }
  std::size_t count(std::size_t at) const { return static_cast<std::size_t>(number(at, 4) & 0xffffffff); }

 private:
  std::string_view bytes_;
  const std::string& path_;
};

bool is_zone_name(const std::string& name) {
  if (name.empty() || name.size() > 100 || name.front() == '/' || name.find("..") != std::string::npos) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+';
  });
}

}  // namespace

struct TimeZone::State {
  std::vector<std::int64_t> transitions;  // seconds since 1970, ascending
  std::vector<std::int64_t> offsets;      // from each transition on, seconds east
  std::int64_t first_offset = 0;          // before the first transition
  std::optional<PosixZone> rule;          // after the last
};

TimeZone::TimeZone(const std::string& name) : name_(name) {
  auto state = std::make_unique<State>();
  if (name != "UTC") {
    const std::string hint = "set TZ to an IANA name such as Europe/Paris";
    if (!is_zone_name(name)) {
      throw Error(ErrorCode::kInvalid, "\"" + name + "\" is not the name of a time zone", "TZ", hint);
    }
    const std::string path = "/usr/share/zoneinfo/" + name;
    std::string file;
    try {
      file = read_file(path, kMaxZoneFileBytes);
    } catch (const Error&) {
      throw Error(ErrorCode::kInvalid, "this system does not know the time zone \"" + name + "\"", path,
                  hint + ", and see that tzdata is installed");
    }
    if (!file.starts_with("TZif") || file.size() < kHeaderBytes || file[4] < '2') {
      throw Error(ErrorCode::kInvalid, "\"" + name + "\" is not a time zone", path, hint);
    }
    const ZoneBytes bytes(file, path);
    // The first block has 32-bit times; the second, with 64 bits, follows it.
    const auto block_bytes = [&](std::size_t header, std::size_t width) {
      return bytes.count(header + 20) + bytes.count(header + 24) + bytes.count(header + 28) * (width + 4) +
             bytes.count(header + 32) * (width + 1) + bytes.count(header + 36) * 6 + bytes.count(header + 40);
    };
    const std::size_t header = kHeaderBytes + block_bytes(0, 4);
    const std::size_t n_transitions = bytes.count(header + 32), n_types = bytes.count(header + 36);
    const std::size_t times = header + kHeaderBytes, indices = times + n_transitions * 8;
    const std::size_t types = indices + n_transitions;
    const auto offset_of = [&](std::size_t type) {
      if (type >= n_types)
        throw Error(ErrorCode::kCorrupt, "the time zone file is malformed", path, "reinstall tzdata");
      return bytes.number(types + type * 6, 4);
    };
    state->first_offset = offset_of(0);
    for (std::size_t i = 0; i < n_transitions; ++i) {
      state->transitions.push_back(bytes.number(times + i * 8, 8));
      state->offsets.push_back(offset_of(static_cast<std::size_t>(bytes.number(indices + i, 1) & 0xff)));
    }
    const std::size_t footer = header + kHeaderBytes + block_bytes(header, 8);
    if (footer < file.size() && file[footer] == '\n') {
      const std::size_t end = file.find('\n', footer + 1);
      if (end != std::string::npos) state->rule = PosixZone::parse(file.substr(footer + 1, end - footer - 1));
    }
  }
  state_ = std::move(state);
}

TimeZone::~TimeZone() = default;
TimeZone::TimeZone(TimeZone&&) noexcept = default;

std::chrono::seconds TimeZone::offset_at(std::chrono::sys_seconds instant) const {
  const std::int64_t seconds = instant.time_since_epoch().count();
  const auto after = std::upper_bound(state_->transitions.begin(), state_->transitions.end(), seconds);
  if (after == state_->transitions.end() && state_->rule) return std::chrono::seconds(state_->rule->offset_at(seconds));
  if (after == state_->transitions.begin()) return std::chrono::seconds(state_->first_offset);
  return std::chrono::seconds(state_->offsets[static_cast<std::size_t>(after - state_->transitions.begin()) - 1]);
}

LocalTime TimeZone::to_local(std::chrono::sys_seconds instant) const {
  const std::chrono::local_seconds local((instant + offset_at(instant)).time_since_epoch());
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {day, local - day};
}

bool TimeZone::skips(std::chrono::local_seconds local) const { return to_local(to_instant(local)).seconds() != local; }

std::chrono::sys_seconds TimeZone::to_instant(std::chrono::local_seconds local) const {
  const std::chrono::sys_seconds as_utc(local.time_since_epoch());
  // No zone changes its clock twice within these two days.
  const std::chrono::seconds before = offset_at(as_utc - std::chrono::days(1));
  const std::chrono::seconds after = offset_at(as_utc + std::chrono::days(1));
  for (const std::chrono::seconds offset : {std::max(before, after), std::min(before, after)}) {
    if (offset_at(as_utc - offset) == offset) return as_utc - offset;
  }
  return as_utc - before;
}

std::string iso_with_offset(std::chrono::sys_seconds instant, const TimeZone& zone) {
  const LocalTime local = zone.to_local(instant);
  const std::chrono::year_month_day date(local.day);
  const std::chrono::hh_mm_ss time(local.time);
  const long offset_minutes = static_cast<long>(zone.offset_at(instant).count() / 60);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld%c%02ld:%02ld",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                time.hours().count(), time.minutes().count(), time.seconds().count(), offset_minutes < 0 ? '-' : '+',
                std::labs(offset_minutes) / 60, std::labs(offset_minutes) % 60);
  return text.data();
}

std::string human_day(std::chrono::local_days day) {
  static constexpr std::array<const char*, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date(day);
  return std::string(kWeekdays[std::chrono::weekday(day).c_encoding()]) + " " +
         std::to_string(static_cast<unsigned>(date.day())) + " " + kMonths[static_cast<unsigned>(date.month()) - 1] +
         " " + std::to_string(static_cast<int>(date.year()));
}

std::string human_time(std::chrono::seconds time_of_day) {
  std::array<char, 32> text{};
  const long minutes = static_cast<long>(time_of_day.count() / 60);
  std::snprintf(text.data(), text.size(), "%02ld:%02ld", minutes / 60, minutes % 60);
  return text.data();
}

}  // namespace oree::tools
