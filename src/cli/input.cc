#include "cli/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/output.h"
#include "oree/error.h"

namespace oree::cli {
namespace {

Error read_error(const std::string& where) {
  const ErrorCode code = errno == ENOENT || errno == ENOTDIR ? ErrorCode::kNotFound
                         : errno == EACCES || errno == EPERM ? ErrorCode::kPermission
                                                             : ErrorCode::kIo;
  return {code, std::string("cannot read the input: ") + std::strerror(errno), where,
          "check that it exists and may be read"};
}

std::string read_all(int file, const std::string& where) {
  std::string text;
  char buffer[1 << 16];
  while (true) {
    const ssize_t n_read = read(file, buffer, sizeof buffer);
    if (n_read < 0) {
      throw read_error(where);
    }
    if (n_read == 0) {
      return text;
    }
    text.append(buffer, static_cast<std::size_t>(n_read));
    if (text.size() > kMaxInputBytes) {
      throw Error(ErrorCode::kLimit, "the input is longer than 64 MiB", where, "give it in parts");
    }
  }
}

}  // namespace

std::string read_text_file(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    throw read_error(path.string());
  }
  // Opening must not wait for the writer of a pipe that nobody writes to; reading one that is written to must.
  fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK);
  const auto close_file = [](const int* descriptor) { close(*descriptor); };
  const std::unique_ptr<const int, decltype(close_file)> closer(&file, close_file);
  return read_all(file, path.string());
}

std::vector<std::string> read_text_files(const std::vector<std::string>& paths) {
  std::vector<std::string> texts;
  for (const std::string& path : paths) {
    texts.push_back(read_text_file(path));
  }
  return texts;
}

std::string read_stdin() { return read_all(STDIN_FILENO, "standard input"); }

std::optional<std::string> read_line(const CancelFlag* cancel) {
  std::string line;
  bool too_long = false;
  while (true) {
    char byte = 0;
    const ssize_t n_read = read(STDIN_FILENO, &byte, 1);
    if (n_read < 0 && errno == EINTR && !(cancel != nullptr && cancel->cancelled())) {
      continue;
    }
    if (n_read < 0 && errno != EINTR) {
      throw read_error("standard input");
    }
    const bool at_end = n_read <= 0;
    if (!at_end && byte != '\n') {
      too_long = too_long || line.size() >= kMaxLineBytes;
      if (!too_long) {
        line += byte;
      }
      continue;
    }
    if (too_long) {
      throw Error(ErrorCode::kLimit, "the line is longer than 1 MiB", "standard input", "write a shorter request");
    }
    if (at_end && (line.empty() || n_read < 0)) {
      return std::nullopt;
    }
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    return line;
  }
}

std::string read_text(const std::optional<std::string>& argument, const std::string& file) {
  if (argument && !file.empty()) {
    throw Error(ErrorCode::kUsage, "the text is given twice: as an argument and with --file", "--file",
                "give one of them");
  }
  if (argument) {
    return *argument;
  }
  if (!file.empty()) {
    return read_text_file(file);
  }
  if (stdin_is_terminal()) {
    throw Error(ErrorCode::kUsage, "there is no text", "arguments", "give it as an argument, with --file or on stdin");
  }
  return read_stdin();
}

}  // namespace oree::cli
