#include "base/landlock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/file_descriptor.h"
#include "oree/error.h"
#include "oree/launcher.h"

namespace oree {
namespace {

// The kernel's interface as of version 6; the headers of Debian 12 know version 2. Source: Linux,
// Documentation/userspace-api/landlock.rst.
struct RulesetAttributes {
  std::uint64_t handled_access_fs;
  std::uint64_t handled_access_net;
  std::uint64_t scoped;
};
struct [[gnu::packed]] PathRule {
  std::uint64_t allowed_access;
  std::int32_t parent_descriptor;
};
struct PortRule {
  std::uint64_t allowed_access;
  std::uint64_t port;
};
constexpr int kPathRule = 1;
constexpr int kPortRule = 2;
constexpr unsigned kAskVersion = 1;

constexpr std::uint64_t kExecute = 1u << 0;
constexpr std::uint64_t kWriteFile = 1u << 1;
constexpr std::uint64_t kReadFile = 1u << 2;
constexpr std::uint64_t kReadFolder = 1u << 3;
constexpr std::uint64_t kMakeCharacterDevice = 1u << 6;
constexpr std::uint64_t kMakeBlockDevice = 1u << 11;
constexpr std::uint64_t kRefer = 1u << 13;          // version 2
constexpr std::uint64_t kTruncate = 1u << 14;       // version 3
constexpr std::uint64_t kControlDevice = 1u << 15;  // version 5
constexpr std::uint64_t kOfFiles = kExecute | kWriteFile | kReadFile | kTruncate | kControlDevice;
constexpr std::uint64_t kBindTcp = 1u << 0;  // version 4
constexpr std::uint64_t kConnectTcp = 1u << 1;
constexpr std::uint64_t kScopeAbstractSockets = 1u << 0;  // version 6
constexpr std::uint64_t kScopeSignals = 1u << 1;

std::uint64_t file_rights(int version) noexcept {
  std::uint64_t rights = kRefer - 1;
  rights |= version >= 2 ? kRefer : 0;
  rights |= version >= 3 ? kTruncate : 0;
  rights |= version >= 5 ? kControlDevice : 0;
  return rights;
}

[[noreturn]] void fail(const char* step, int error_number) {
  throw Error(ErrorCode::kUnsupported,
              std::string("the program's files cannot be confined: ") + step + ": " +
                  std::generic_category().message(error_number),
              "sandbox", "Orée starts other programs only on Linux 5.13 or later with Landlock switched on");
}

class Ruleset {
 public:
  explicit Ruleset(const FileGrants& grants) : version_(landlock_version()) {
    if (version_ < 1) {
      fail("there is no Landlock", ENOSYS);
    }
    RulesetAttributes attributes{file_rights(version_), 0, 0};
    std::size_t size = sizeof attributes.handled_access_fs;
    if (version_ >= 4) {
      size = 2 * sizeof(std::uint64_t);
      attributes.handled_access_net = grants.tcp_ports ? kBindTcp | kConnectTcp : 0;
    }
    if (version_ >= 6) {
      size = sizeof attributes;
      attributes.scoped = kScopeAbstractSockets | kScopeSignals;
    }
    ruleset_ = FileDescriptor(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0u)));
    if (ruleset_.get() < 0) {
      fail("making the rules", errno);
    }
    if (version_ >= 4 && grants.tcp_ports) {
      for (const std::uint16_t port : *grants.tcp_ports) {
        const PortRule rule{kConnectTcp, port};
        add(kPortRule, &rule, "a port");
      }
    }
  }

  // needed: one that does not exist is an error.
  void allow(const std::filesystem::path& path, std::uint64_t rights, bool needed) {
    const FileDescriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (place.get() < 0) {
      if (!needed) {
        return;
      }
      throw system_error("cannot grant", path, errno);
    }
    struct stat status {};
    if (::fstat(place.get(), &status) != 0) {
      throw system_error("cannot grant", path, errno);
    }
    rights &= file_rights(version_) & (S_ISDIR(status.st_mode) ? ~std::uint64_t{0} : kOfFiles);
    const PathRule rule{rights, place.get()};
    add(kPathRule, &rule, path.c_str());
  }

  void enforce() {
    if (::syscall(SYS_landlock_restrict_self, ruleset_.get(), 0u) != 0) {
      fail("enforcing the rules", errno);
    }
  }

 private:
  void add(int kind, const void* rule, const char* what) {
    if (::syscall(SYS_landlock_add_rule, ruleset_.get(), kind, rule, 0u) != 0) {
      fail(what, errno);
    }
  }

  int version_;
  FileDescriptor ruleset_;
};

}  // namespace

int landlock_version() noexcept {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
  return version > 0 ? static_cast<int>(version) : 0;
}

void restrict_files(const FileGrants& grants) {
  constexpr std::uint64_t kReading = kReadFile | kReadFolder | kExecute;
  Ruleset rules(grants);
  for (const auto& path : grants.system) {
    rules.allow(path, kReading, false);
  }
  for (const auto& path : grants.devices) {
    rules.allow(path, kReadFile | kWriteFile, false);
  }
  for (const auto& path : grants.read) {
    rules.allow(path, kReading, true);
  }
  for (const auto& path : grants.write) {
    rules.allow(path, ~(kMakeCharacterDevice | kMakeBlockDevice | kControlDevice), true);
  }
  rules.enforce();
}

}  // namespace oree
