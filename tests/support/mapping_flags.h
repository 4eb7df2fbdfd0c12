// What the kernel says of a part of this process's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>

namespace oree::test {

// The flags of the mapping that an address lies in (proc(5), VmFlags), a space around each: "hg" is asked for in huge
// pages, "nh" never. Empty when there is none.
inline std::string mapping_flags(const std::byte* address) {
  std::ifstream mappings("/proc/self/smaps");
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  bool found = false;
  for (std::string line; std::getline(mappings, line);) {
    const std::size_t dash = line.find('-');
    if (dash != std::string::npos && dash < line.find(' ') && dash < line.find(':')) {
      const std::uintptr_t begin = std::stoull(line.substr(0, dash), nullptr, 16);
      const std::uintptr_t end = std::stoull(line.substr(dash + 1), nullptr, 16);
      found = begin <= wanted && wanted < end;
    } else if (found && line.starts_with("VmFlags:")) {
      return line + " ";
    }
  }
  return "";
}

}  // namespace oree::test
