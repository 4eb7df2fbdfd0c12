#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "oree/clock.h"
#include "oree/error.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDatabase = "/usr/share/zoneinfo";
constexpr std::size_t kMaxZoneName = 64;

bool is_zone(std::string_view name) {
  if (name.empty() || name.size() > kMaxZoneName || name.front() == '/' || name.find("..") != std::string_view::npos ||
      name.find('\0') != std::string_view::npos) {
    return false;
  }
  std::ifstream file(fs::path(kDatabase) / name, std::ios::binary);
  char magic[4] = {};
  return file.read(magic, sizeof magic) && std::string_view(magic, sizeof magic) == "TZif";
}

// "/usr/share/zoneinfo/Europe/Paris" -> "Europe/Paris"; "" when the path is not in a zone database.
std::string name_in_database(const std::string& path) {
  constexpr std::string_view kFolder = "/zoneinfo/";
  const std::size_t at = path.rfind(kFolder);
  return at == std::string::npos ? std::string() : path.substr(at + kFolder.size());
}

std::string zone_of_variable(const char* value) {
  std::string name = value;
  if (!name.empty() && name.front() == ':') {
    name.erase(0, 1);
  }
  if (!name.empty() && name.front() == '/') {
    name = name_in_database(name);
  }
  if (name.empty() && *value == '\0') {
    return "UTC";  // what POSIX says of an empty TZ
  }
  if (name == "UTC" || is_zone(name)) {
    return name;
  }
  throw Error(ErrorCode::kInvalid, "the time zone " + std::string(value) + " is not known", "TZ",
              "set TZ to a name such as Europe/Paris (Debian package tzdata), or unset it");
}

// Reads "2026-11-23T09:00:30+01:00" from the left.
class MomentReader {
 public:
  explicit MomentReader(std::string_view text) : rest_(text) {}

  int number(std::size_t n_digits, int low, int high) {
    int value = 0;
    const char* end = rest_.data() + std::min(n_digits, rest_.size());
    if (rest_.size() < n_digits || rest_.front() == '-' || rest_.front() == '+' ||
        std::from_chars(rest_.data(), end, value).ptr != end || value < low || value > high) {
      ok_ = false;
      return low;
    }
    rest_.remove_prefix(n_digits);
    return value;
  }
  bool take(char wanted) {
    const bool found = !rest_.empty() && rest_.front() == wanted;
    if (found) {
      rest_.remove_prefix(1);
    }
    return found;
  }
  void expect(char wanted) { ok_ = take(wanted) && ok_; }
  bool at_end() const noexcept { return rest_.empty(); }
  bool ok() const noexcept { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

struct Moment {
  std::chrono::year_month_day date;
  std::chrono::seconds time{0};
  std::optional<std::chrono::seconds> offset;
};

std::optional<Moment> read_moment(std::string_view text) {
  using namespace std::chrono;
  MomentReader reader(text);
  Moment moment;
  const int y = reader.number(4, 1, 9999);
  reader.expect('-');
  const int m = reader.number(2, 1, 12);
  reader.expect('-');
  const int d = reader.number(2, 1, 31);
  moment.date = year{y} / month{static_cast<unsigned>(m)} / day{static_cast<unsigned>(d)};
  if (!reader.at_end()) {
    if (!reader.take('T') && !reader.take('t')) {
      reader.expect(' ');
    }
    moment.time += hours(reader.number(2, 0, 23));
    reader.expect(':');
    moment.time += minutes(reader.number(2, 0, 59));
    if (reader.take(':')) {
      moment.time += seconds(reader.number(2, 0, 59));
    }
    if (reader.take('Z') || reader.take('z')) {
      moment.offset = seconds(0);
    } else if (!reader.at_end()) {
      const bool west = reader.take('-');
      if (!west) {
        reader.expect('+');
      }
      seconds offset = hours(reader.number(2, 0, 23));
      reader.take(':');
      offset += minutes(reader.number(2, 0, 59));
      moment.offset = west ? -offset : offset;
    }
  }
  if (!reader.ok() || !reader.at_end() || !moment.date.ok()) {
    return std::nullopt;
  }
  return moment;
}

}  // namespace

std::string local_time_zone() {
  if (const char* value = std::getenv("TZ")) {
    return zone_of_variable(value);
  }
  std::error_code failure;
  if (const fs::path target = fs::read_symlink("/etc/localtime", failure); !failure) {
    if (std::string name = name_in_database(target.string()); is_zone(name)) {
      return name;
    }
  }
  std::ifstream file("/etc/timezone");
  std::string name;
  if (std::getline(file, name) && is_zone(name)) {
    return name;
  }
  return "UTC";
}

std::chrono::sys_seconds parse_moment(std::string_view iso_8601) {
  const std::optional<Moment> moment = read_moment(iso_8601);
  const auto refused = [&](const std::string& why) {
    return Error(ErrorCode::kInvalid, "\"" + std::string(iso_8601.substr(0, 64)) + "\" " + why, "moment",
                 "write it as 2026-11-23T09:00, with Z or an offset such as +01:00 when it is not a local time");
  };
  if (!moment) {
    throw refused("is not an ISO 8601 date or time");
  }
  const std::chrono::sys_seconds as_utc = std::chrono::sys_days(moment->date) + moment->time;
  if (moment->offset) {
    return as_utc - *moment->offset;
  }
  std::time_t wanted = as_utc.time_since_epoch().count();
  std::tm fields{};
  gmtime_r(&wanted, &fields);
  fields.tm_isdst = -1;
  std::tm normalised = fields;
  const std::time_t instant = std::mktime(&normalised);
  if (normalised.tm_hour != fields.tm_hour || normalised.tm_min != fields.tm_min ||
      normalised.tm_mday != fields.tm_mday) {
    throw refused("does not exist: the clock skips it");
  }
  return std::chrono::sys_seconds(std::chrono::seconds(instant));
}

}  // namespace oree
