#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cli/program.h"

namespace oree::cli_test {
namespace {

namespace fs = std::filesystem;

struct Words {
  explicit Words(std::vector<std::string> words) : strings(std::move(words)) {
    for (std::string& word : strings) {
      pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
  }
  std::vector<std::string> strings;
  std::vector<char*> pointers;
};

Words command_line(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {OREE_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return Words(std::move(words));
}

Words environment_of(const Home& home) {
  std::vector<std::string> words;
  for (const auto& [name, value] : home.environment) {
    words.push_back(name + "=" + value);
  }
  // The environment is the home's own, but for what a sanitizer is told.
  if (const char* options = std::getenv("LSAN_OPTIONS")) {
    words.push_back(std::string("LSAN_OPTIONS=") + options);
  }
  return Words(std::move(words));
}

int exit_status(int process) {
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

fs::path shipped_model() { return fs::path(OREE_SOURCE_DIR) / "models" / "oree-mini.gguf"; }
bool has_shipped_model() { return fs::exists(shipped_model()); }

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Home::Home() {
  char name[] = "/tmp/oree-cli-XXXXXX";
  folder_ = mkdtemp(name);
  environment = {{"HOME", folder_.string()},
                 {"XDG_DATA_HOME", (folder_ / "data").string()},
                 {"XDG_CONFIG_HOME", (folder_ / "config").string()},
                 {"XDG_CACHE_HOME", (folder_ / "cache").string()},
                 {"TZ", "Europe/Paris"},
                 {"PATH", "/usr/bin:/bin"},
                 {"LANG", "C.UTF-8"},
                 {"TERM", "dumb"}};
}

Home::~Home() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Home::write(const std::string& name, const std::string& bytes) const {
  const fs::path path = folder_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

Result Home::run(const std::vector<std::string>& arguments) const {
  const std::string input_path = write("stdin", input);
  const std::string output_path = output_file.empty() ? (folder_ / "stdout").string() : output_file;
  const std::string errors_path = (folder_ / "stderr").string();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, input_path.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, errors_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  Words command = command_line(arguments);
  Words variables = environment_of(*this);
  pid_t process = -1;
  const int failure =
      posix_spawn(&process, OREE_BINARY, &actions, nullptr, command.pointers.data(), variables.pointers.data());
  posix_spawn_file_actions_destroy(&actions);
  Result result;
  if (failure != 0) {
    ADD_FAILURE() << OREE_BINARY << " cannot be started";
    return result;
  }
  result.status = exit_status(process);
  result.output = output_file.empty() ? read_file(output_path) : std::string();
  result.errors = read_file(errors_path);
  return result;
}

Terminal::Terminal(const Home& home, const std::vector<std::string>& arguments) {
  Words command = command_line(arguments);
  Words variables = environment_of(home);
  process_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
  if (process_ == 0) {
    execve(OREE_BINARY, command.pointers.data(), variables.pointers.data());
    _exit(127);
  }
}

Terminal::~Terminal() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  close(terminal_);
}

std::string Terminal::wait_for(const std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::string seen;
  while (seen.find(text) == std::string::npos) {
    pollfd wait = {terminal_, POLLIN, 0};
    char buffer[4096];
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "no \"" << text << "\" in: " << seen;
      break;
    }
    if (poll(&wait, 1, 100) <= 0) {
      continue;
    }
    const ssize_t n_read = read(terminal_, buffer, sizeof buffer);
    if (n_read <= 0) {
      ADD_FAILURE() << "the program ended without \"" << text << "\": " << seen;
      break;
    }
    seen.append(buffer, static_cast<std::size_t>(n_read));
  }
  return seen;
}

void Terminal::type(const std::string& keys) const {
  ASSERT_EQ(::write(terminal_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
}

int Terminal::finish() {
  char buffer[4096];
  while (read(terminal_, buffer, sizeof buffer) > 0) {
  }
  const int status = exit_status(process_);
  process_ = -1;
  return status;
}

}  // namespace oree::cli_test
