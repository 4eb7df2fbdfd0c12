// What a process has started, read off /proc.
#pragma once

#include <cstdint>
#include <vector>

namespace oree {

// Its children, and theirs, in no order; without the process itself. At most max of them.
std::vector<int> descendants(int process, std::size_t max);
std::vector<int> children(int process);

struct ProcessUse {
  std::uint64_t memory_bytes = 0;  // resident, without mapped files
  int threads = 0;
};
// Zeros when it is gone.
ProcessUse process_use(int process);

}  // namespace oree
