#include "base/byte_size.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace oree {
namespace {

constexpr double kMaxBytes = 0x1p62;

struct Unit {
  std::string_view name;
  double bytes;
};

constexpr Unit kUnits[] = {{"KiB", 0x1p10}, {"MiB", 0x1p20}, {"GiB", 0x1p30}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}};

}  // namespace

std::optional<double> bytes_of_unit(std::string_view unit) noexcept {
  for (const Unit& known : kUnits) {
    if (unit == known.name) {
      return known.bytes;
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> parse_byte_size(std::string_view text) noexcept {
  double amount = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (failure != std::errc{} || !std::isfinite(amount)) {
    return std::nullopt;
  }
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const std::optional<double> factor = unit.empty() ? 1 : bytes_of_unit(unit);
  if (!factor) {
    return std::nullopt;
  }
  const double bytes = amount * *factor;
  if (!(bytes >= 1) || bytes > kMaxBytes) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(bytes);
}

std::string byte_size_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 4> kNames = {"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) {
    return std::to_string(bytes) + " bytes";
  }
  double amount = static_cast<double>(bytes) / 1024;
  std::size_t name = 0;
  while (amount >= 1000 && name + 1 < kNames.size()) {
    amount /= 1024;
    ++name;
  }
  char text[40];
  std::snprintf(text, sizeof text, "%.*f %s", amount < 10 ? 2 : amount < 100 ? 1 : 0, amount, kNames[name]);
  return text;
}

}  // namespace oree
