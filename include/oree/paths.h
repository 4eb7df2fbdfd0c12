// Where Orée keeps its files (CONTRACTS.md, "Files"). Nothing is written anywhere else.
#pragma once

#include <filesystem>

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

}  // namespace oree
