#include "base/resident_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <string_view>

#include "base/file_descriptor.h"

namespace oree {

std::uint64_t resident_bytes() noexcept {
  const FileDescriptor file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
  char buffer[128];
  const ssize_t size = file.get() < 0 ? -1 : ::read(file.get(), buffer, sizeof buffer);
  if (size <= 0) {
    return 0;
  }
  // "SIZE RESIDENT ...", in pages.
  const std::string_view text(buffer, static_cast<std::size_t>(size));
  const std::size_t space = text.find(' ');
  std::uint64_t pages = 0;
  if (space == std::string_view::npos ||
      std::from_chars(text.data() + space + 1, text.data() + text.size(), pages).ec != std::errc{}) {
    return 0;
  }
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace oree
