// Addresses of servers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace oree::mcp {

struct Url {
  bool secure = false;  // https
  std::string host;     // a name, or an address without brackets
  std::uint16_t port = 0;
  std::string path;  // with the query; at least "/"

  // "https://host:8443".
  std::string origin() const;
};

// Throws Error kInvalid: only http and https, no user and password, no fragment.
Url parse_url(std::string_view text);

}  // namespace oree::mcp
