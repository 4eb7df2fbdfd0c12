// Folders for the user's eyes alone.
#pragma once

#include <filesystem>

namespace oree {

// Creates the folder, and those above it that are missing, with mode 0700. One that exists keeps its mode.
// Throws Error kNotFound, kPermission, kIo.
void create_private_folders(const std::filesystem::path& path);

// Whether nobody else can put files there: a folder of this very user (or what a symbolic link leads to) that neither
// its group nor others may write to. False when it does not exist.
bool is_private_folder(const std::filesystem::path& path) noexcept;

}  // namespace oree
