// The questions of the Berkeley Function Calling Leaderboard and what is accepted as their answers, from its own files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "oree/tool.h"

namespace oree::workbench {

inline constexpr std::uint64_t kMaxBfclBytes = std::uint64_t{64} << 20;

struct BfclQuestion {
  std::string id;
  Json messages;   // [{"role": "system" | "user" | "assistant", "content"}], the last of the user
  Json functions;  // as the file has them
  std::vector<ToolDescription> tools;
  Json accepted;  // as find_mistake takes it; empty: no call is right
};

// folder: BFCL_v4_*.json, and those of possible_answer/. category: one of bfcl_categories(). limit: 0 reads all.
// Throws Error kNotFound, kIo, kLimit, kCorrupt (file, line and key).
std::vector<BfclQuestion> read_bfcl_questions(const std::filesystem::path& folder, const std::string& category,
                                              int limit);

}  // namespace oree::workbench
