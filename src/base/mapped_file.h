// A file's bytes in memory, read only, without reading them first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace oree {

// Tells a file from what replaces or changes it later, without looking at its bytes. A copy differs too.
struct FileIdentity {
  std::uint64_t inode = 0;
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970
  std::int64_t changed = 0;   // the same; of bytes, mode or name, and nobody can set it back
};

class ThreadPool;

class MappedFile {
 public:
  // Throws Error kNotFound, kPermission, kIo (a folder, FIFO or device too); where() is the path.
  // If another program shortens the file while it is mapped, reading the lost part ends the process (SIGBUS).
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  // Page-aligned; empty for an empty file. Valid as long as this object, also after it was moved.
  std::span<const std::byte> bytes() const noexcept { return bytes_; }

  // As it was when the file was opened.
  const FileIdentity& identity() const noexcept { return identity_; }

  // Gives the memory of a part back that has been read and will hardly be again: it no longer counts as this
  // process's, and is read from the file once more if it is touched.
  void release(std::span<const std::byte> part) const noexcept;

  // For a part that is read from end to end, again and again, before it is touched: what is not in the system's cache
  // yet comes in huge pages, where kernel and file system know those of files (Linux 6.16 and ext4, XFS before). They
  // stay the file's, shared, but a byte that is touched brings 2 MiB along. Other systems ignore it.
  void ask_for_huge_pages(std::span<const std::byte> part) const noexcept;

  // Moves the bytes, where they are, into memory of this process's own in huge pages, which is read faster from end to
  // end but belongs to no other process and cannot be dropped. release() does nothing from then on.
  // Throws Error kLimit (no memory for it), kUnsupported (a system without huge pages).
  void hold_in_huge_pages(ThreadPool& threads) const;

 private:
  std::span<const std::byte> bytes_;
  FileIdentity identity_;
  std::size_t n_owned_ = 0;  // bytes of addresses from bytes_.data() on
  mutable bool held_ = false;
};

}  // namespace oree
