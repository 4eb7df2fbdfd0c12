// Agent files as the commands under `oree agent` handle them.
#pragma once

#include <filesystem>
#include <vector>

#include "oree/agent.h"

namespace oree::cli {

// All that is wrong with an agent, in the order of its file: what the text says, and what the device does not bear out.
std::vector<AgentFileMistake> mistakes_of(const AgentFileReading& reading);
// Throws Error as read_agent_file.
std::vector<AgentFileMistake> mistakes_of(const std::filesystem::path& path);

}  // namespace oree::cli
