// Any bytes as a date phrase, at any time in any zone: an Error that helps, or a span that keeps its promises.
// Input: a byte for the zone, four for the clock (seconds since 1970, little-endian), the phrase.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

#include "oree/error.h"
#include "tools/date_phrase.h"

namespace {

using oree::Error;
using oree::ErrorCode;
using oree::tools::DateKind;
using oree::tools::DateSpan;
using oree::tools::TimeZone;
using std::chrono::hours;
using std::chrono::sys_seconds;

constexpr std::size_t kHeaderBytes = 5;
constexpr sys_seconds kFirstWholeMinutes = std::chrono::sys_days(std::chrono::year(1973) / 1 / 1);
constexpr sys_seconds kLastYear = std::chrono::sys_days(std::chrono::year(2200) / 1 / 1);

// Half hours, both hemispheres, a zone that skipped a day, one that puts the clock forward at midnight.
const TimeZone& zone_of(std::uint8_t choice) {
  static const std::array<TimeZone, 8> zones = {
      TimeZone("UTC"),
      TimeZone("Europe/Paris"),
      TimeZone("America/New_York"),
      TimeZone("Asia/Kathmandu"),
      TimeZone("Pacific/Apia"),
      TimeZone("Australia/Lord_Howe"),
      TimeZone("America/Havana"),
      TimeZone("Africa/Casablanca"),
  };
  return zones[choice % zones.size()];
}

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check_span(const DateSpan& span, sys_seconds now, const TimeZone& zone) {
  switch (span.kind) {
    case DateKind::kMoment:
      require(span.begin == span.end);
      break;
    case DateKind::kDay:
      require(span.begin + hours(22) <= span.end && span.end <= span.begin + hours(26));
      break;
    case DateKind::kPeriod:
      require(span.begin + hours(24) < span.end);
      break;
  }
  require(span.has_day || (span.begin >= now && span.begin <= now + hours(49)));
  // What a tool writes into its result is read back as the same instant; offsets once had seconds, which ISO 8601 has
  // not.
  if (span.begin < kFirstWholeMinutes || span.begin > kLastYear) {
    return;
  }
  const DateSpan again = oree::tools::resolve_date(oree::tools::iso_with_offset(span.begin, zone), now, zone);
  require(again.begin == span.begin && again.kind == DateKind::kMoment);
}

template <class Resolve>
void attempt(Resolve resolve, sys_seconds now, const TimeZone& zone) {
  std::optional<DateSpan> span;
  try {
    span = resolve();
  } catch (const Error& error) {
    require(error.code() == ErrorCode::kInvalid || error.code() == ErrorCode::kLimit);
    require(!error.hint().empty());
  }
  if (span) {
    check_span(*span, now, zone);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kHeaderBytes) {
    return 0;
  }
  const TimeZone& zone = zone_of(data[0]);
  std::uint32_t clock = 0;
  std::memcpy(&clock, data + 1, sizeof clock);
  const sys_seconds now{std::chrono::seconds(clock)};
  const std::string_view phrase(reinterpret_cast<const char*>(data) + kHeaderBytes, size - kHeaderBytes);
  attempt([&] { return oree::tools::resolve_date(phrase, now, zone); }, now, zone);
  attempt(
      [&] {
        const DateSpan end = oree::tools::resolve_end(phrase, now, now, zone);
        require(end.has_day || end.begin > now);
        return end;
      },
      now, zone);
  return 0;
}
