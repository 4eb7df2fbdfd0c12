#include "base/program_sandbox.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <sstream>

#include "base/file_descriptor.h"
#include "base/landlock.h"
#include "base/system_call_filter.h"
#include "oree/error.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

// What programs need of the system: code, and of /etc what says nothing of the user.
const std::vector<fs::path> kSystemFolders = {"/usr",
                                              "/lib",
                                              "/lib32",
                                              "/lib64",
                                              "/bin",
                                              "/sbin",
                                              "/etc/ld.so.cache",
                                              "/etc/ld.so.conf",
                                              "/etc/ld.so.conf.d",
                                              "/etc/alternatives",
                                              "/etc/localtime",
                                              "/etc/timezone",
                                              "/etc/ssl/openssl.cnf",
                                              "/etc/mime.types",
                                              "/etc/python3",
                                              "/etc/python3.11",
                                              "/proc/self",
                                              "/proc/meminfo",
                                              "/proc/cpuinfo",
                                              "/proc/stat",
                                              "/proc/loadavg",
                                              "/proc/uptime",
                                              "/proc/version",
                                              "/proc/filesystems",
                                              "/proc/sys/vm/overcommit_memory",
                                              "/sys/devices/system/cpu"};
// And of names and certificates.
const std::vector<fs::path> kNetworkFiles = {"/etc/resolv.conf",   "/etc/hosts",     "/etc/host.conf",
                                             "/etc/nsswitch.conf", "/etc/gai.conf",  "/etc/services",
                                             "/etc/protocols",     "/etc/ssl/certs", "/etc/ca-certificates"};
const std::vector<fs::path> kDevices = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
constexpr std::uint16_t kDnsPort = 53;

// grace: how much beyond it the program is ended for good, after it was told.
void limit(int resource, rlim_t value, const char* what, rlim_t grace = 0) {
  struct rlimit now {};
  ::getrlimit(static_cast<__rlimit_resource>(resource), &now);
  // Never above what this process was given itself.
  const rlim_t bound = now.rlim_max == RLIM_INFINITY ? value : std::min(value, now.rlim_max);
  const struct rlimit wanted = {bound,
                                now.rlim_max == RLIM_INFINITY ? bound + grace : std::min(bound + grace, now.rlim_max)};
  if (::setrlimit(static_cast<__rlimit_resource>(resource), &wanted) != 0) {
    throw system_error(std::string("cannot limit ") + what, "sandbox", errno);
  }
}

void set_limits(const ProgramLimits& limits) {
  limit(RLIMIT_CORE, 0, "core files");
  // Address space itself is no measure: some runtimes reserve more of it than any machine has.
  limit(RLIMIT_DATA, limits.memory_bytes, "memory");
  limit(RLIMIT_NOFILE, static_cast<rlim_t>(limits.open_files), "open files");
  limit(RLIMIT_FSIZE, limits.file_bytes, "the size of files");
  limit(RLIMIT_MSGQUEUE, 0, "message queues");
  if (limits.cpu_seconds > 0) {
    limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds), "CPU time", 1);
  }
}

// Also of root, which loses what makes it more than the owner of its files.
void drop_capabilities() {
  for (int capability = 0; capability <= 63; ++capability) {
    ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);  // fails for a user who has none
  }
  ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> none{};
  if (::syscall(SYS_capset, &header, none.data()) != 0) {
    throw system_error("cannot give up capabilities", "sandbox", errno);
  }
}

void refuse_sockets(SystemCallFilter& filter, bool network) {
  constexpr std::uint32_t kRefuse = SCMP_ACT_ERRNO(EPERM);
  constexpr int kHighestFamily = 63;  // beyond it there is none; they are refused as one
  filter.refuse(SCMP_SYS(socketpair), kRefuse, {SCMP_A0(SCMP_CMP_NE, AF_UNIX)}, "sockets");
  if (!network) {
    filter.refuse(SCMP_SYS(socket), kRefuse, {}, "sockets");
    return;
  }
  // Local sockets stay closed: behind them are programs that may do anything, the container daemon say.
  for (int family = 0; family <= kHighestFamily; ++family) {
    if (family != AF_INET && family != AF_INET6 && family != AF_NETLINK) {
      filter.refuse(SCMP_SYS(socket), kRefuse, {SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family))}, "sockets");
    }
  }
  filter.refuse(SCMP_SYS(socket), kRefuse, {SCMP_A0(SCMP_CMP_GT, kHighestFamily)}, "sockets");
}

// Landlock holds back neither these nor older kernels' truncate: with a path alone they change, or watch, files outside
// what was granted. A program may do to what it opened what a descriptor lets it do, but for its owner and attributes.
void refuse_metadata(SystemCallFilter& filter) {
  constexpr std::uint32_t kRefuse = SCMP_ACT_ERRNO(EPERM);
  for (const char* name : {"chmod", "fchmodat", "chown", "lchown", "fchown", "fchownat", "setxattr", "lsetxattr",
                           "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "utime", "utimes", "futimesat",
                           "truncate", "inotify_add_watch"}) {
    filter.refuse(name);
  }
  // Younger than some libseccomp, hence by number, which is the same on every machine that Orée runs on.
  constexpr int kYounger[] = {452 /* fchmodat2 */, 463 /* setxattrat */, 466 /* removexattrat */,
                              469 /* file_setattr */};
  for (const int call : kYounger) {
    filter.refuse(call, kRefuse, {}, "metadata");
  }
  // Without a path it is of an open file.
  filter.refuse(SCMP_SYS(utimensat), kRefuse, {SCMP_A1(SCMP_CMP_NE, 0)}, "times of files");
  // Node.js copies files with fchmod; nobody needs it to lend the owner's rights.
  for (const scmp_datum_t bit : {S_ISUID, S_ISGID}) {
    filter.refuse(SCMP_SYS(fchmod), kRefuse, {SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)}, "modes of files");
  }
}

// Limits and priorities of other processes; a limit of CPU time ends them. 0 is the caller.
void refuse_other_processes(SystemCallFilter& filter) {
  constexpr std::uint32_t kRefuse = SCMP_ACT_ERRNO(EPERM);
  for (const int call : {SCMP_SYS(prlimit64), SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_setscheduler),
                         SCMP_SYS(sched_setparam), SCMP_SYS(sched_setattr)}) {
    filter.refuse(call, kRefuse, {SCMP_A0(SCMP_CMP_NE, 0)}, "other processes");
  }
  constexpr std::uint64_t kLowHalf = 0xFFFFFFFF;
  constexpr std::uint64_t kIoPriorityOfUser = 3;
  // 0 is the caller there as well, unless all of the user's processes are meant.
  filter.refuse(SCMP_SYS(setpriority), kRefuse, {SCMP_A1(SCMP_CMP_NE, 0)}, "priorities");
  filter.refuse(SCMP_SYS(setpriority), kRefuse, {SCMP_A0(SCMP_CMP_MASKED_EQ, kLowHalf, PRIO_USER)}, "priorities");
  filter.refuse(SCMP_SYS(ioprio_set), kRefuse, {SCMP_A1(SCMP_CMP_NE, 0)}, "priorities");
  filter.refuse(SCMP_SYS(ioprio_set), kRefuse, {SCMP_A0(SCMP_CMP_MASKED_EQ, kLowHalf, kIoPriorityOfUser)},
                "priorities");
}

void filter_system_calls(bool network) {
  SystemCallFilter filter;
  filter.refuse_ways_around(true);
  // What changes the machine, looks into other processes, or has often been a way out of a sandbox.
  for (const char* name : {"process_vm_readv",
                           "process_madvise",
                           "kcmp",
                           "mount",
                           "umount2",
                           "pivot_root",
                           "chroot",
                           "move_mount",
                           "open_tree",
                           "fsopen",
                           "fsconfig",
                           "fsmount",
                           "fspick",
                           "mount_setattr",
                           "unshare",
                           "setns",
                           "keyctl",
                           "add_key",
                           "request_key",
                           "bpf",
                           "perf_event_open",
                           "userfaultfd",
                           "kexec_load",
                           "kexec_file_load",
                           "init_module",
                           "finit_module",
                           "delete_module",
                           "swapon",
                           "swapoff",
                           "reboot",
                           "sethostname",
                           "setdomainname",
                           "settimeofday",
                           "clock_settime",
                           "clock_adjtime",
                           "adjtimex",
                           "acct",
                           "quotactl",
                           "quotactl_fd",
                           "syslog",
                           "open_by_handle_at",
                           "name_to_handle_at",
                           "fanotify_init",
                           "iopl",
                           "ioperm",
                           "modify_ldt",
                           "vhangup",
                           "lookup_dcookie",
                           "nfsservctl",
                           "personality",
                           "mbind",
                           "migrate_pages",
                           "move_pages",
                           "shmget",
                           "shmat",
                           "msgget",
                           "semget",
                           "mq_open",
                           "msgsnd",
                           "msgrcv",
                           "semop",
                           "semtimedop"}) {
    filter.refuse(name);
  }
  // Its flags lie in memory, where no filter sees them; programs fall back to clone.
  filter.refuse("clone3", SCMP_ACT_ERRNO(ENOSYS));
  constexpr std::uint64_t kNewNamespaces[] = {0x00000080, 0x00020000, 0x02000000, 0x04000000,
                                              0x08000000, 0x10000000, 0x20000000, 0x40000000};  // CLONE_NEW*
  for (const std::uint64_t flag : kNewNamespaces) {
    filter.refuse(SCMP_SYS(clone), SCMP_ACT_ERRNO(EPERM), {SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag)}, "namespaces");
  }
  // Characters typed into a terminal on behalf of the user.
  constexpr std::uint64_t kLowHalf = 0xFFFFFFFF;
  for (const std::uint64_t request : {0x5412u /* TIOCSTI */, 0x541Cu /* TIOCLINUX */}) {
    filter.refuse(SCMP_SYS(ioctl), SCMP_ACT_ERRNO(EPERM), {SCMP_A1(SCMP_CMP_MASKED_EQ, kLowHalf, request)},
                  "terminals");
  }
  refuse_sockets(filter, network);
  refuse_metadata(filter);
  refuse_other_processes(filter);
  filter.load(false);
}

}  // namespace

fs::path find_program(const std::string& name) {
  if (name.empty()) {
    throw Error(ErrorCode::kInvalid, "the command is empty", "command", "name a program");
  }
  if (name.find('/') != std::string::npos) {
    struct stat status {};
    if (::stat(name.c_str(), &status) != 0) {
      throw system_error("cannot start the program", name, errno);
    }
    if (!S_ISREG(status.st_mode) || ::access(name.c_str(), X_OK) != 0) {
      throw Error(ErrorCode::kPermission, "cannot start the program: it is not executable", name, "chmod +x it");
    }
    return fs::absolute(name);
  }
  std::istringstream folders(kProgramPath);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path path = fs::path(folder) / name;
    if (::access(path.c_str(), X_OK) == 0) {
      return path;
    }
  }
  throw Error(ErrorCode::kNotFound, "there is no program \"" + name + "\" in " + kProgramPath, name,
              "install it, or write its whole path");
}

void enter_sandbox(const SandboxedProgram& program, const fs::path& executable, const fs::path& own_folder) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    throw system_error("cannot give up new privileges", "sandbox", errno);
  }
  set_limits(program.limits);
  drop_capabilities();
  FileGrants grants;
  grants.system = kSystemFolders;
  if (program.network) {
    grants.system.insert(grants.system.end(), kNetworkFiles.begin(), kNetworkFiles.end());
  }
  grants.devices = kDevices;
  grants.read = program.read;
  grants.read.push_back(executable);
  grants.write = program.write;
  grants.write.push_back(own_folder);
  if (!program.network) {
    grants.tcp_ports.emplace();
  } else if (program.tcp_port) {
    grants.tcp_ports = {*program.tcp_port, kDnsPort};
  }
  restrict_files(grants);
  filter_system_calls(program.network);
}

}  // namespace oree
