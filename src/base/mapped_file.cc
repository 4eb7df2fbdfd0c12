#include "base/mapped_file.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "base/file_descriptor.h"
#include "base/huge_pages.h"
#include "base/thread_pool.h"

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
  // Where a huge page could begin, for hold_in_huge_pages(); what the file does not fill of the last stays reserved.
  const auto n_bytes = static_cast<std::size_t>(size_bytes);
  const std::size_t n_reserved = n_bytes < kHugePageBytes ? 0 : whole_huge_pages(n_bytes);
  std::byte* place = n_reserved > 0 ? reserve_huge_pages(n_reserved) : nullptr;
  void* start = ::mmap(place, n_bytes, PROT_READ, MAP_SHARED | (place != nullptr ? MAP_FIXED : 0), file.get(), 0);
  if (start == MAP_FAILED) {
    const int error = errno;
    if (place != nullptr) {
      ::munmap(place, n_reserved);
    }
    throw system_error("cannot map the file", path, error);
  }
  n_owned_ = place != nullptr ? n_reserved : n_bytes;
  bytes_ = {static_cast<const std::byte*>(start), static_cast<std::size_t>(size_bytes)};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) {
    ::munmap(const_cast<std::byte*>(bytes_.data()), n_owned_);
  }
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, {})),
      identity_(other.identity_),
      n_owned_(other.n_owned_),
      held_(other.held_) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(identity_, other.identity_);
  std::swap(n_owned_, other.n_owned_);
  std::swap(held_, other.held_);
  return *this;
}

void MappedFile::ask_for_huge_pages(std::span<const std::byte> part) const noexcept {
  if (part.empty()) {
    return;
  }
  const auto* begin = bytes_.data();
  const std::size_t n_mapped = n_owned_ % kHugePageBytes == 0 ? n_owned_ : 0;  // 0: no huge page begins here
  const std::size_t first = whole_huge_pages(static_cast<std::size_t>(part.data() - begin));
  const auto end = static_cast<std::size_t>(part.data() + part.size() - begin);
  const std::size_t last = end == bytes_.size() ? n_mapped : end / kHugePageBytes * kHugePageBytes;
  if (first < last && last <= n_mapped) {
    ::madvise(const_cast<std::byte*>(begin) + first, std::min(last, bytes_.size()) - first, MADV_HUGEPAGE);
  }
}

void MappedFile::release(std::span<const std::byte> part) const noexcept {
  if (held_ || part.empty() || part.data() < bytes_.data() ||
      part.data() + part.size() > bytes_.data() + bytes_.size()) {
    return;
  }
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t before = static_cast<std::size_t>(part.data() - bytes_.data()) % page;
  ::madvise(const_cast<std::byte*>(part.data() - before), part.size() + before, MADV_DONTNEED);
}

void MappedFile::hold_in_huge_pages(ThreadPool& threads) const {
  const std::size_t n_bytes = whole_huge_pages(bytes_.size());
  if (held_ || n_owned_ < n_bytes) {
    return;  // smaller than a huge page, or nowhere to begin one
  }
  std::byte* held = reserve_huge_pages(n_bytes);
  if (held == nullptr || ::mprotect(held, n_bytes, PROT_READ | PROT_WRITE) != 0) {
    if (held != nullptr) {
      ::munmap(held, n_bytes);
    }
    throw Error(ErrorCode::kLimit, "there is no memory for " + std::to_string(bytes_.size()) + " bytes of the file",
                "--huge-pages", "leave it out: the file is mapped then");
  }
  if (::madvise(held, n_bytes, MADV_HUGEPAGE) != 0) {
    ::munmap(held, n_bytes);
    throw Error(ErrorCode::kUnsupported, "this system offers no huge pages", "huge pages",
                "leave --huge-pages out: the file is mapped then");
  }
  // The file's own pages go as soon as they are copied, so that the bytes are never held twice.
  const auto n_pieces = static_cast<std::int64_t>(n_bytes / kHugePageBytes);
  threads.parallel_for(n_pieces, 1, [&](int, std::int64_t begin, std::int64_t end) {
    for (auto piece = static_cast<std::size_t>(begin); piece < static_cast<std::size_t>(end); ++piece) {
      const std::size_t at = piece * kHugePageBytes;
      const std::size_t n = std::min(kHugePageBytes, bytes_.size() - at);
      std::memcpy(held + at, bytes_.data() + at, n);
      ::madvise(const_cast<std::byte*>(bytes_.data()) + at, n, MADV_DONTNEED);
    }
  });
  ::mprotect(held, n_bytes, PROT_READ);
  if (::mremap(held, n_bytes, n_bytes, MREMAP_MAYMOVE | MREMAP_FIXED, const_cast<std::byte*>(bytes_.data())) ==
      MAP_FAILED) {
    ::munmap(held, n_bytes);
    throw Error(ErrorCode::kLimit, "the file's bytes cannot be moved into huge pages", "huge pages",
                "leave --huge-pages out: the file is mapped then");
  }
  held_ = true;
}

}  // namespace oree
