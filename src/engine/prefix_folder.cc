#include "engine/prefix_folder.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "base/atomic_file.h"

namespace oree::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kPartOfDisk = 4;

struct File {
  fs::path path;
  std::uint64_t bytes = 0;
  fs::file_time_type used;
};

std::vector<File> files_of(const fs::path& folder) {
  std::vector<File> files;
  for (const fs::path& path : prefix_files(folder, "")) {
    std::error_code failure;
    File file{.path = path, .bytes = fs::file_size(path, failure), .used = {}};
    if (!failure) {
      file.used = fs::last_write_time(path, failure);
    }
    if (!failure) {
      files.push_back(std::move(file));
    }
  }
  return files;
}

std::uint64_t total_bytes(const std::vector<File>& files) {
  std::uint64_t total = 0;
  for (const File& file : files) {
    total += file.bytes;
  }
  return total;
}

}  // namespace

std::vector<fs::path> prefix_files(const fs::path& folder, std::string_view beginning) {
  std::vector<fs::path> paths;
  std::error_code failure;
  for (auto entry = fs::directory_iterator(folder, failure); !failure && entry != fs::directory_iterator();
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(beginning) && name.ends_with(kPrefixFileSuffix)) {
      paths.push_back(entry->path());
    }
  }
  return paths;
}

std::uint64_t prefix_limit(const fs::path& folder, std::uint64_t max_bytes) {
  const std::uint64_t without_them = fs::space(folder).available + total_bytes(files_of(folder));
  return std::min(max_bytes, without_them / kPartOfDisk);
}

bool make_room(const fs::path& target, std::uint64_t limit, std::uint64_t n_bytes) {
  const fs::path folder = target.parent_path();
  std::error_code failure;
  if (n_bytes > limit) {
    return false;
  }
  for (auto entry = fs::directory_iterator(folder, failure); !failure && entry != fs::directory_iterator();
       entry.increment(failure)) {
    if (entry->path().filename().string().starts_with(kTemporaryPrefix)) {
      std::error_code ignored;
      fs::remove(entry->path(), ignored);
    }
  }
  std::vector<File> files = files_of(folder);
  std::erase_if(files, [&target](const File& file) { return file.path == target; });
  std::sort(files.begin(), files.end(), [](const File& one, const File& other) { return one.used < other.used; });
  std::uint64_t total = total_bytes(files);
  for (const File& file : files) {
    if (total + n_bytes <= limit) {
      break;
    }
    if (fs::remove(file.path, failure) || !failure) {
      total -= file.bytes;
    }
  }
  return total + n_bytes <= limit;
}

}  // namespace oree::engine
