// Any bytes as the calls of a turn, in any format: an Error that says where, or calls that are written and read again
// the same. Input: a byte for the format, the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "oree/error.h"
#include "text/tool_formats/call_reader.h"
#include "text/tool_formats/tool_format.h"

namespace {

using oree::Error;
using oree::ErrorCode;
using oree::ToolCall;
using oree::text::ToolFormat;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

std::vector<ToolFormat> all_formats() {
  std::vector<ToolFormat> formats;
  for (const std::string_view name : oree::text::tool_format_names()) {
    formats.push_back(oree::text::find_tool_format(name, {}));
  }
  return formats;
}

// Whether the format can write them again: names are read from JSON as they are.
bool can_be_written(const ToolFormat& format, const std::vector<ToolCall>& calls) {
  return calls.size() == 1 || format.syntaxes.front().takes_several();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<ToolFormat> formats = all_formats();
  if (size == 0) {
    return 0;
  }
  const ToolFormat& format = formats[data[0] % formats.size()];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    const std::vector<ToolCall> calls = format.parse(text);
    require(!calls.empty() && calls.size() <= oree::text::kMaxReadCalls);
    for (const ToolCall& call : calls) {
      require(call.arguments.is_object());
    }
    if (can_be_written(format, calls)) {
      require(format.parse(format.write(calls)) == calls);
    }
  } catch (const Error& error) {
    require(error.code() == ErrorCode::kInvalid || error.code() == ErrorCode::kLimit);
    require(error.code() == ErrorCode::kLimit || !error.where().empty());
  }
  return 0;
}
