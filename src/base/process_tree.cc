#include "base/process_tree.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace oree {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBytesOfKilobyte = 1024;

}  // namespace

std::vector<int> children(int process) {
  std::vector<int> found;
  std::error_code failure;
  const fs::path tasks = "/proc/" + std::to_string(process) + "/task";
  for (fs::directory_iterator task(tasks, failure), end; !failure && task != end; task.increment(failure)) {
    std::ifstream list(task->path() / "children");
    for (int child; list >> child;) {
      found.push_back(child);
    }
  }
  return found;
}

std::vector<int> descendants(int process, std::size_t max) {
  std::vector<int> found = children(process);
  for (std::size_t index = 0; index < found.size() && found.size() < max; ++index) {
    const std::vector<int> next = children(found[index]);
    found.insert(found.end(), next.begin(), next.end());
  }
  return found;
}

ProcessUse process_use(int process) {
  ProcessUse use;
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string name; status >> name;) {
    if (name == "RssAnon:" || name == "RssShmem:") {
      std::uint64_t kilobytes = 0;
      status >> kilobytes;
      use.memory_bytes += kilobytes * kBytesOfKilobyte;
    } else if (name == "Threads:") {
      status >> use.threads;
    }
  }
  return use;
}

}  // namespace oree
