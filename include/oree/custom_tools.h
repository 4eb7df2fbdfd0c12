// Tools without C++: a manifest NAME.toml and a program that reads arguments and writes a result
// (docs/custom-tools.md).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oree/agent.h"
#include "oree/launcher.h"
#include "oree/tool.h"

namespace oree {

struct ToolManifest {
  std::filesystem::path path;
  ToolDescription description;  // source "manifest"
  SandboxedProgram program;
};

// A manifest with all that is wrong with it.
struct ManifestReading {
  ToolManifest manifest;
  std::vector<AgentFileMistake> mistakes;  // in the order of the file
};

// Throws Error kNotFound, kPermission, kIo, kLimit (the file itself cannot be read).
ManifestReading read_tool_manifest(const std::filesystem::path& path);
// Throws the first mistake as Error kCorrupt, kInvalid, kNotFound (the program), kUnsupported (its schema).
ToolManifest load_tool_manifest(const std::filesystem::path& path);

// The manifests of the folder in the order of their names; none without the folder. One that does not load is logged
// and left out.
std::vector<ToolManifest> find_tool_manifests(const std::filesystem::path& folder);
// Those that the agent names, by name or a prefix; "*" alone means no programs of others.
std::vector<ToolManifest> named_by(const AgentFile& agent, std::vector<ToolManifest> manifests);

// launcher: nullptr for tools that are only described; calling one is then an Error kUnsupported.
std::unique_ptr<Tool> make_custom_tool(ToolManifest manifest, std::shared_ptr<Launcher> launcher);

}  // namespace oree
