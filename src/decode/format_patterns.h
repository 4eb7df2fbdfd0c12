// The parts that the languages of formats are made of: ECMA-262 patterns of whole texts, and what no pattern says
// briefly.
#pragma once

#include <string>

#include "decode/language.h"

namespace oree::decode {

// RFC 3339: real days, an offset always, second 60 only where UTC is at 23:59:60.
LanguageId build_date(LanguagePool& pool);
LanguageId build_time(LanguagePool& pool);
LanguageId build_date_time(LanguagePool& pool);
// RFC 3339, appendix A.
std::string duration_pattern();

std::string ipv4_pattern();  // RFC 2673, 3.2
std::string ipv6_pattern();  // RFC 4291, 2.2
// RFC 1123 without the overall length; no label has "--" where internationalised ones (RFC 5891, 4.2.3.1) have it,
// because whether those are valid takes more than a regular language.
std::string hostname_pattern();
std::string email_local_pattern();
std::string email_domain_pattern();

std::string uri_pattern();  // RFC 3986
std::string uri_reference_pattern();
std::string iri_pattern();  // RFC 3987
std::string iri_reference_pattern();
std::string uri_template_pattern();  // RFC 6570

}  // namespace oree::decode
