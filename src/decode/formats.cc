#include "decode/formats.h"

#include <algorithm>
#include <array>

#include "decode/format_patterns.h"
#include "decode/regular_expression.h"

namespace oree::decode {
namespace {

struct Format {
  std::string_view name;
  LanguageId (*build)(LanguagePool& pool);
};

template <std::string (*pattern)()>
LanguageId build(LanguagePool& pool) {
  return parse_regular_expression(pool, pattern(), true);
}

// RFC 4122.
std::string uuid_pattern() { return "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"; }
// RFC 6901.
std::string json_pointer_pattern() { return "(/([^~/]|~[01])*)*"; }
// draft-bhutton-relative-json-pointer-00.
std::string relative_json_pointer_pattern() { return "(0|[1-9]\\d*)(#|" + json_pointer_pattern() + ")"; }

// RFC 1123, at most 253 characters in all.
LanguageId build_hostname(LanguagePool& pool) {
  const std::array<LanguageId, 2> both{parse_regular_expression(pool, hostname_pattern(), true),
                                       pool.repeat(pool.any_character(), 1, 253)};
  return pool.intersect(both);
}

// RFC 5321, 4.1.2 and 4.5.3.1.1.
LanguageId build_email(LanguagePool& pool) {
  const std::array<LanguageId, 2> local{parse_regular_expression(pool, email_local_pattern(), true),
                                        pool.repeat(pool.any_character(), 1, 64)};
  return pool.concatenate(pool.intersect(local), parse_regular_expression(pool, "@" + email_domain_pattern(), true));
}

// Sorted by name.
constexpr std::array kFormats{
    Format{"date", build_date},
    Format{"date-time", build_date_time},
    Format{"duration", build<duration_pattern>},
    Format{"email", build_email},
    Format{"hostname", build_hostname},
    Format{"ipv4", build<ipv4_pattern>},
    Format{"ipv6", build<ipv6_pattern>},
    Format{"iri", build<iri_pattern>},
    Format{"iri-reference", build<iri_reference_pattern>},
    Format{"json-pointer", build<json_pointer_pattern>},
    Format{"relative-json-pointer", build<relative_json_pointer_pattern>},
    Format{"time", build_time},
    Format{"uri", build<uri_pattern>},
    Format{"uri-reference", build<uri_reference_pattern>},
    Format{"uri-template", build<uri_template_pattern>},
    Format{"uuid", build<uuid_pattern>},
};

}  // namespace

std::optional<LanguageId> format_language(LanguagePool& pool, std::string_view name) {
  const auto format = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& f) { return f.name == name; });
  if (format == kFormats.end()) return std::nullopt;
  const std::string known_as = "format " + std::string(name);
  if (const auto known = pool.find_named(known_as)) return known;
  const LanguageId language = format->build(pool);
  pool.set_name(known_as, language);
  return language;
}

std::span<const std::string_view> known_formats() noexcept {
  static const auto names = [] {
    std::array<std::string_view, kFormats.size()> list;
    std::transform(kFormats.begin(), kFormats.end(), list.begin(), [](const Format& format) { return format.name; });
    return list;
  }();
  return names;
}

}  // namespace oree::decode
