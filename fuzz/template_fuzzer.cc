// Any bytes as a chat template, rendered for a conversation with tools: a text or an Error, within the limits.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "oree/error.h"
#include "text/chat_template.h"
#include "text/utf8.h"

namespace {

using oree::Error;
using oree::ErrorCode;
using oree::Json;

const Json& variables() {
  static const Json conversation = Json::parse(R"({
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Où?"},
                 {"role": "assistant", "content": null,
                  "tool_calls": [{"id": "abcdef123", "function": {"name": "f", "arguments": {"x": [1, 2.5, true]}}}]},
                 {"role": "tool", "content": "here", "tool_call_id": "abcdef123"}],
    "tools": [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}}],
    "bos_token": "<s>", "eos_token": "</s>", "add_generation_prompt": true})");
  return conversation;
}

std::chrono::local_seconds clock_at_zero() { return {}; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  try {
    const std::string text = oree::text::ChatTemplate(source).render(variables(), clock_at_zero);
    if (oree::text::find_invalid_utf8(text)) std::abort();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInternal) std::abort();
  }
  return 0;
}
