#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

namespace oree {

FileLock::FileLock(const std::filesystem::path& path, int timeout_ms)
    : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600)) {
  if (file_.get() < 0) {
    throw system_error("cannot open the lock file", path, errno);
  }
  // flock() has no timeout, so it is asked again and again, ever more rarely.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  constexpr std::chrono::milliseconds kLongestPause{50};
  std::chrono::milliseconds pause{1};
  while (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) {
      continue;
    }
    if (errno != EWOULDBLOCK) {
      throw system_error("cannot lock the file", path, errno);
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      throw Error(ErrorCode::kConflict,
                  "another process holds the lock for longer than " + std::to_string(timeout_ms) + " ms", path.string(),
                  "wait until the other one has finished, or end it");
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
}

}  // namespace oree
