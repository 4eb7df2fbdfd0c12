// The tables of an agent file: [cache], [permissions], [folders], [database.NAME], [mcp.NAME], [context].
#pragma once

#include <toml++/toml.h>

#include "oree/agent.h"

namespace oree::agent {

// Each reads one table of the file into reading.file and notes what is wrong with it.
void read_cache(const toml::table& file, AgentFileReading& reading);
void read_permissions(const toml::table& file, AgentFileReading& reading);
void read_folders(const toml::table& file, AgentFileReading& reading);
void read_databases(const toml::table& file, AgentFileReading& reading);
void read_servers(const toml::table& file, AgentFileReading& reading);
// `context = 8192`, or a table [context] with tokens and when_full: TOML has one of them in a file.
void read_context(const toml::table& file, AgentFileReading& reading);
// `memory = "4GiB"`.
void read_memory(const toml::table& file, AgentFileReading& reading);

}  // namespace oree::agent
