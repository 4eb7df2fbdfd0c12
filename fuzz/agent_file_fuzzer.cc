// Any bytes as an agent file: mistakes that say where and how to mend them, or an agent that survives being written
// out.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "oree/agent.h"

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxBytes = 64 * 1024;  // what is read of a file
  if (size > kMaxBytes) {
    return 0;
  }
  ::setenv("HOME", "/home/nobody", 1);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const oree::AgentFileReading reading = oree::read_agent_text(text, "fuzzed.toml");
  for (const oree::AgentFileMistake& mistake : reading.mistakes) {
    require(!mistake.what.empty() && !mistake.hint.empty());
    require(mistake.position.line >= 1 && mistake.position.column >= 0);
  }
  if (!reading.mistakes.empty()) {
    return 0;
  }
  const std::string written = oree::agent_file_text(reading.file);
  const oree::AgentFileReading again = oree::read_agent_text(written, "fuzzed.toml");
  require(again.mistakes.empty());
  require(oree::agent_file_text(again.file) == written);
  require(again.file.permissions == reading.file.permissions);
  return 0;
}
