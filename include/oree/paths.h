// Where Orée keeps its files (CONTRACTS.md, "Files"). Nothing is written anywhere else.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace oree {

// $XDG_DATA_HOME/oree, else $HOME/.local/share/oree. Throws Error kInvalid when neither variable is set (or relative).
std::filesystem::path data_directory();
// $XDG_CONFIG_HOME/oree, else $HOME/.config/oree.
std::filesystem::path config_directory();
// $XDG_CACHE_HOME/oree, else $HOME/.cache/oree: what can be made again and is safe to delete.
std::filesystem::path cache_directory();
// The folder of prefix snapshots there (docs/prefix-snapshots.md).
std::filesystem::path prefix_snapshot_directory();

// Orée's model when none is named: $OREE_MODEL, else models/oree-mini.gguf of the checkout the program was built in or
// of the installation beside the program (../share/oree). Throws Error kNotFound with what was tried.
std::filesystem::path default_model();

// The folder of ready-made agents, found as the shipped model is; "" when there is none.
std::filesystem::path ready_made_agents_directory();

// $HOME. Throws Error kInvalid when it is not set or relative.
std::filesystem::path home_directory();

// "~" and "~/x" with the home folder written out; any other text as it is. Throws as home_directory.
std::string expand_home(std::string_view text);

}  // namespace oree
