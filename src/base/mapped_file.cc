#include "base/mapped_file.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include "base/file_descriptor.h"

namespace oree {
namespace {

std::int64_t nanoseconds(const timespec& time) noexcept { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

FileIdentity identity_of(const FileDescriptor& file, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    throw system_error("cannot look at the file", path, errno);
  }
  return {.inode = status.st_ino,
          .bytes = static_cast<std::uint64_t>(status.st_size),
          .modified = nanoseconds(status.st_mtim),
          .changed = nanoseconds(status.st_ctim)};
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  std::uintmax_t size_bytes = 0;
  const FileDescriptor file = open_regular_file(path, size_bytes);
  identity_ = identity_of(file, path);
  if (size_bytes == 0) {
    return;  // mmap refuses a length of 0
  }
  if (size_bytes > SIZE_MAX) {
    throw Error(ErrorCode::kLimit, "the file is larger than the address space", path.string());
  }
  void* start = ::mmap(nullptr, static_cast<std::size_t>(size_bytes), PROT_READ, MAP_SHARED, file.get(), 0);
  if (start == MAP_FAILED) {
    throw system_error("cannot map the file", path, errno);
  }
  bytes_ = {static_cast<const std::byte*>(start), static_cast<std::size_t>(size_bytes)};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) {
    ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  }
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, {})), identity_(other.identity_) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(identity_, other.identity_);
  return *this;
}

void MappedFile::release(std::span<const std::byte> part) const noexcept {
  if (part.empty() || part.data() < bytes_.data() || part.data() + part.size() > bytes_.data() + bytes_.size()) {
    return;
  }
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t before = static_cast<std::size_t>(part.data() - bytes_.data()) % page;
  ::madvise(const_cast<std::byte*>(part.data() - before), part.size() + before, MADV_DONTNEED);
}

}  // namespace oree
