// What leaves the program: documents and text on stdout, errors and progress on stderr.
#pragma once

#include <string>
#include <string_view>

#include "oree/chat_model.h"
#include "oree/error.h"
#include "oree/json.h"

namespace oree::cli {

// Writes to stdout. Throws Error kIo when it is closed or full.
void print(std::string_view text);
void flush_output();

// One document, one line.
void print_json(const Json& document);

// The text with control characters, and those that reorder text, made visible: what a model or a file says must not
// steer the terminal or disguise a question. Line ends and tabs stay.
std::string for_terminal(std::string_view text);
// The same, and line feeds and tabs made visible too: a value cannot look like lines of the program's own.
std::string for_terminal_line(std::string_view text);

// {"error": {...}} on stdout with json, otherwise lines on stderr. Never throws.
void report_error(const Error& error, bool json) noexcept;
Json error_json(const Error& error);
int exit_status(const Error& error) noexcept;

Json usage_json(const Usage& usage);

// The "cache" of a measurement in words.
std::string cache_line(const Json& cache);

// A line on stderr.
void warn(std::string_view text);
// Lines of the library's log go there.
void install_log_sink();

bool stdin_is_terminal() noexcept;

// A bar on stderr while it is a terminal; nothing otherwise.
class Progress {
 public:
  explicit Progress(std::string label);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(int done, int total);

 private:
  std::string label_;
  bool on_terminal_;
  int last_percent_ = -1;
};

}  // namespace oree::cli
