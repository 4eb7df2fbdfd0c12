#include "base/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <optional>

#include "base/file_descriptor.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxSymbolicLinks = 40;  // the kernel's own limit
constexpr mode_t kPrivateMode = 0600;

// Asked of the kernel, since umask() itself would change it for every thread.
mode_t mode_by_umask() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    unsigned mask = 0;
    if (std::sscanf(line.c_str(), "Umask: %o", &mask) == 1) {
      return 0666 & ~static_cast<mode_t>(mask);
    }
  }
  return kPrivateMode;
}

// Blocks SIGXFSZ, so that a write beyond the file size limit fails with EFBIG instead of ending the process.
class FileSizeSignalBlock {
 public:
  FileSizeSignalBlock() noexcept {
    sigemptyset(&signal_);
    sigaddset(&signal_, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signal_, &before_);
  }
  ~FileSizeSignalBlock() {
    if (sigismember(&before_, SIGXFSZ) == 0) {
      const timespec now{};
      while (sigtimedwait(&signal_, nullptr, &now) > 0) {
      }
      pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
  }
  FileSizeSignalBlock(const FileSizeSignalBlock&) = delete;
  FileSizeSignalBlock& operator=(const FileSizeSignalBlock&) = delete;

 private:
  sigset_t signal_{};
  sigset_t before_{};
};

// A temporary file, removed unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& folder)
      : name_((folder / (std::string(kTemporaryPrefix) + "XXXXXX")).string()) {
    file_ = FileDescriptor(::mkostemp(name_.data(), O_CLOEXEC));
    if (file_.get() < 0) {
      throw system_error("cannot create a file in the folder", folder, errno);
    }
  }
  ~TemporaryFile() {
    if (!renamed_) {
      ::unlink(name_.c_str());
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  int descriptor() const noexcept { return file_.get(); }
  const std::string& name() const noexcept { return name_; }
  void rename_to(const fs::path& path) {
    if (::rename(name_.c_str(), path.c_str()) != 0) {
      throw system_error("cannot replace the file", path, errno);
    }
    renamed_ = true;
  }

 private:
  std::string name_;
  FileDescriptor file_;
  bool renamed_ = false;
};

void write_all(int descriptor, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      throw system_error("cannot write the file", path, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

FileDescriptor open_folder(const fs::path& folder) {
  FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.get() < 0) {
    throw system_error("cannot open the folder", folder, errno);
  }
  return file;
}

// Makes a rename or removal last through a power cut. Some file systems cannot sync a folder; the change is then as
// safe as they make it.
void sync_folder(const FileDescriptor& file, const fs::path& folder) {
  if (::fsync(file.get()) != 0 && errno != EINVAL && errno != ENOTSUP) {
    throw system_error("cannot sync the folder", folder, errno);
  }
}

// Where the bytes belong: the end of a chain of symbolic links.
fs::path follow_links(fs::path path) {
  std::error_code failure;
  for (int i = 0; i < kMaxSymbolicLinks; ++i) {
    const fs::path target = fs::read_symlink(path, failure);
    if (failure) {
      return path;
    }
    path = path.parent_path() / target;
  }
  throw system_error("cannot follow the symbolic link", path, ELOOP);
}

}  // namespace

std::string read_file(const fs::path& path, std::uint64_t limit_bytes) {
  std::uintmax_t size_bytes = 0;
  const FileDescriptor file = open_regular_file(path, size_bytes);
  std::string bytes;
  // One byte more shows the end without another round; the size is a hint, as files of /proc say 0 and others may grow.
  constexpr std::uint64_t kFirstRead = 4096;
  std::uint64_t wanted = std::max<std::uint64_t>(size_bytes, kFirstRead);
  while (true) {
    const std::size_t start = bytes.size();
    bytes.resize(static_cast<std::size_t>(std::min(wanted, limit_bytes) + 1));
    if (size_bytes > limit_bytes || start == bytes.size()) {
      throw Error(ErrorCode::kLimit, "the file is larger than the limit of " + std::to_string(limit_bytes) + " bytes",
                  path.string());
    }
    const ssize_t got = ::read(file.get(), bytes.data() + start, bytes.size() - start);
    if (got < 0 && errno != EINTR) {
      throw system_error("cannot read the file", path, errno);
    }
    bytes.resize(start + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) {
      return bytes;
    }
    if (bytes.size() > wanted) {
      wanted *= 2;
    }
  }
}

struct AtomicFile::State {
  State(const fs::path& path, Readers readers, Links links)
      : target(links == Links::kFollow ? follow_links(path) : path),
        folder(folder_of(target)),
        mode(mode_of(target, readers)),
        folder_file(open_folder(folder)) {
    const FileSizeSignalBlock no_signal;
    temporary.emplace(folder);
  }

  // An existing file keeps its mode.
  static mode_t mode_of(const fs::path& target, Readers readers) {
    struct stat existing;
    if (::lstat(target.c_str(), &existing) != 0) {
      return readers == Readers::kByUmask ? mode_by_umask() : kPrivateMode;
    }
    if (!S_ISREG(existing.st_mode)) {
      throw Error(ErrorCode::kIo, "only a regular file can be replaced", target.string(), "choose another path");
    }
    return existing.st_mode & 07777;
  }

  fs::path target;
  fs::path folder;
  mode_t mode;
  // Opened before anything changes: a folder that cannot be synced is found out while the old content is in place.
  FileDescriptor folder_file;
  std::optional<TemporaryFile> temporary;
};

AtomicFile::AtomicFile(const fs::path& path, Readers readers, Links links)
    : state_(std::make_unique<State>(path, readers, links)) {}
AtomicFile::~AtomicFile() = default;
AtomicFile::AtomicFile(AtomicFile&&) noexcept = default;

void AtomicFile::write(std::string_view bytes) {
  const FileSizeSignalBlock no_signal;
  write_all(state_->temporary->descriptor(), bytes, state_->target);
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::filesystem::path AtomicFile::temporary_path() const { return state_->temporary->name(); }

void AtomicFile::commit_unsynced() {
  if (::fchmod(state_->temporary->descriptor(), state_->mode) != 0) {
    throw system_error("cannot set the mode of the file", state_->target, errno);
  }
  state_->temporary->rename_to(state_->target);
}

void AtomicFile::commit() {
  const FileSizeSignalBlock no_signal;
  if (::fchmod(state_->temporary->descriptor(), state_->mode) != 0) {
    throw system_error("cannot set the mode of the file", state_->target, errno);
  }
  if (::fsync(state_->temporary->descriptor()) != 0) {
    throw system_error("cannot sync the file", state_->target, errno);
  }
  state_->temporary->rename_to(state_->target);
  sync_folder(state_->folder_file, state_->folder);
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

void write_file_atomically(const fs::path& path, std::span<const std::byte> bytes) {
  write_file_atomically(path, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void replace_file_atomically(const fs::path& path, std::string_view bytes) {
  AtomicFile file(path, AtomicFile::Readers::kUserAlone, AtomicFile::Links::kRefuse);
  file.write(bytes);
  file.commit();
}

bool remove_file(const fs::path& path) {
  const fs::path folder = folder_of(path);
  std::error_code failure;
  if (!fs::exists(fs::symlink_status(path, failure))) {
    return false;
  }
  const FileDescriptor folder_file = open_folder(folder);
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) {
      return false;
    }
    throw system_error("cannot remove the file", path, errno);
  }
  sync_folder(folder_file, folder);
  return true;
}

}  // namespace oree
