// Base64 (RFC 4648), strict: no white space, padding where it belongs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace oree::workbench {

// nullopt when the text is no base64.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace oree::workbench
