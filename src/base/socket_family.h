// Names of address families, for messages. Safe in a signal handler.
#pragma once

#include <sys/socket.h>

#include <string_view>

namespace oree {

// "AF_INET"; "" for one that has no name here.
constexpr std::string_view socket_family_name(int family) noexcept {
  switch (family) {
    case AF_UNIX:
      return "AF_UNIX";
    case AF_INET:
      return "AF_INET";
    case AF_INET6:
      return "AF_INET6";
    case AF_NETLINK:
      return "AF_NETLINK";
    case AF_PACKET:
      return "AF_PACKET";
    case AF_VSOCK:
      return "AF_VSOCK";
    case AF_BLUETOOTH:
      return "AF_BLUETOOTH";
    default:
      return {};
  }
}

}  // namespace oree
