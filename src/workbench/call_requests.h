// The requests of evaluate_calls: JSON lines, evaluation/README.md.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "oree/chat_model.h"
#include "oree/engine.h"
#include "oree/tool.h"

namespace oree::workbench {

inline constexpr std::uint64_t kMaxRequestsBytes = std::uint64_t{64} << 20;

struct ExpectedCall {
  ToolCall call;
  Json accept;  // {ARGUMENT: [other values that are as right; null: the argument may be left out]}
};

struct CallRequest {
  std::string id;
  std::string category;
  std::string phrasing;  // "seen" or "reserved" in training; may be empty
  std::string language;  // may be empty
  std::string now;       // ISO 8601
  Json messages;         // what was said before
  std::string request;
  std::vector<ToolDescription> tools;  // what the model sees, in this order
  std::vector<ExpectedCall> expected;  // empty: an answer in words
};

// tools: those that a line may name; others are described in the line. limit: 0 reads all. Throws Error kNotFound, kIo,
// kLimit, kCorrupt (line and field).
std::vector<CallRequest> read_call_requests(const std::filesystem::path& path,
                                            const std::vector<ToolDescription>& tools, int limit);

// A conversation that stands before the model's answer.
std::unique_ptr<ChatModel> conversation_of(const Engine& engine, const CallRequest& request,
                                           const SamplingOptions& sampling);

}  // namespace oree::workbench
