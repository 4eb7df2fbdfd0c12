#include "tools/mcp/elicitation.h"

#include <algorithm>

namespace oree::mcp {

Json with_defaults(Json content, const Json& schema) {
  if (!content.is_object()) {
    content = Json::object();
  }
  const auto properties = schema.find("properties");
  if (properties == schema.end() || !properties->is_object()) {
    return content;
  }
  for (const auto& [name, property] : properties->items()) {
    if (property.is_object() && property.contains("default") && !content.contains(name)) {
      content[name] = property["default"];
    }
  }
  return content;
}

std::string file_uri(std::string_view absolute_path) {
  constexpr std::string_view kKept = "-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = "file://";
  for (const char c : absolute_path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kKept.find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += kDigits[byte >> 4];
      uri += kDigits[byte & 15];
    }
  }
  return uri;
}

}  // namespace oree::mcp
