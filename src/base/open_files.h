// Who else has a file open.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace oree {

// "name (process 123)" of another process that has the file open, as far as /proc shows it to this user; nullopt when
// there is none, or no such file. Cost: a look at every open file of the user's processes.
std::optional<std::string> process_with_open_file(const std::filesystem::path& path);

}  // namespace oree
