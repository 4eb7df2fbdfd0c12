// Reading lines on a terminal: editing, history, Ctrl-C.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace oree::cli {

// One at a time in a process.
class LineEditor {
 public:
  // history_file: read now and written after each line, for the user alone (0600). Its folder must exist.
  explicit LineEditor(const std::filesystem::path& history_file);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  enum class Event { kLine, kInterrupt, kEnd };
  // kLine: the line without its end, remembered in the history. kInterrupt: Ctrl-C. kEnd: Ctrl-D or a lost terminal.
  Event read(std::string& line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace oree::cli
