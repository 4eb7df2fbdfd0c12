// URI references (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace oree::decode {

// Section 5.2; an empty base leaves the reference as it is. Not checked for syntax.
std::string resolve_uri(std::string_view base, std::string_view reference);

// "%41" as "A"; what is no such triple stays as it is.
std::string percent_decode(std::string_view text);

}  // namespace oree::decode
