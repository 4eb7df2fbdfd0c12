// Reads the text of calls from its start to its end, for the parsers of the formats. Every function that finds
// something else than it should throws Error kInvalid, with what was expected, the byte and the form of the format.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "oree/tool.h"

namespace oree::text {

inline constexpr std::size_t kMaxCallsBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxReadCalls = 64;

// JSON in which no key stands twice in an object, nested at most 128 deep. where: for errors. Throws Error kInvalid,
// kLimit.
Json parse_strict_json(std::string_view json, std::size_t offset, std::string_view form);

class CallReader {
 public:
  // form: how calls are written, for errors. Throws Error kLimit beyond kMaxCallsBytes.
  CallReader(std::string_view text, std::string_view form);

  bool at_end() const noexcept { return offset_ == text_.size(); }
  // White space as JSON has it.
  void skip_space() noexcept;
  // Whether the text goes on with it, which is then read.
  bool take(std::string_view literal) noexcept;
  void expect(std::string_view literal);
  void expect_end();
  // Letters, digits, '_' and '-'.
  std::string read_name();
  // The JSON object or array that begins here.
  Json read_json();

  // {"name": NAME, KEY: {...}}, in any order, and an "id" that is left out where `with_id`.
  ToolCall read_call_object(std::string_view arguments_key, bool with_id = false);
  ToolCall call_of(Json object, std::string_view arguments_key, bool with_id) const;
  // Adds a call. Throws Error kLimit beyond kMaxReadCalls.
  void add(std::vector<ToolCall>& calls, ToolCall call) const;

  [[noreturn]] void fail(const std::string& what) const;

 private:
  std::string_view text_;
  std::string_view form_;
  std::size_t offset_ = 0;
};

// {"name": NAME, KEY: {...}} as prompts hold it.
std::string call_object(const ToolCall& call, std::string_view arguments_key);

}  // namespace oree::text
