// Runs the built program in a home of its own.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oree/json.h"

namespace oree::cli_test {

struct Result {
  int status = -1;  // exit status; 128 + signal when killed
  std::string output;
  std::string errors;

  Json json() const { return Json::parse(output); }
};

// A folder with data, config and cache, removed at the end, and the environment that points there.
class Home {
 public:
  Home();
  ~Home();
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  std::map<std::string, std::string> environment;
  std::string input;        // what the program reads from stdin
  std::string output_file;  // stdout goes here instead of into the result, when not empty

  Result run(const std::vector<std::string>& arguments) const;

  const std::filesystem::path& folder() const noexcept { return folder_; }
  std::filesystem::path data() const { return folder_ / "data" / "oree"; }
  // Writes a file below the folder and returns its path.
  std::string write(const std::string& name, const std::string& bytes) const;

 private:
  std::filesystem::path folder_;
};

// The program on a terminal of its own.
class Terminal {
 public:
  Terminal(const Home& home, const std::vector<std::string>& arguments);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Reads until the text appears; returns everything read since the last call. Fails the test after 30 s.
  std::string wait_for(const std::string& text);
  void type(const std::string& keys) const;
  // Waits for the end; the exit status.
  int finish();

 private:
  int terminal_ = -1;
  int process_ = -1;
};

std::filesystem::path shipped_model();
bool has_shipped_model();
std::string read_file(const std::filesystem::path& path);

}  // namespace oree::cli_test
