// What the process holds of the machine's memory.
#pragma once

#include <cstdint>

namespace oree {

// Resident bytes now, the touched parts of mapped files included; 0 when the system does not tell.
std::uint64_t resident_bytes() noexcept;

}  // namespace oree
