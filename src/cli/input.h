// What enters the program: text from files and stdin, within limits.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oree/cancel.h"

namespace oree::cli {

// The largest file or input read as a whole.
inline constexpr std::size_t kMaxInputBytes = std::size_t{64} << 20;
// The longest line read as one request.
inline constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;

// Throws Error kNotFound, kPermission, kIo, kLimit.
std::string read_text_file(const std::filesystem::path& path);
std::vector<std::string> read_text_files(const std::vector<std::string>& paths);
std::string read_stdin();

// The next line of stdin without its end; nullopt at the end of the input, or when `cancel` is set while it waits.
// Throws Error kLimit on a line beyond kMaxLineBytes, which is skipped, and kIo.
std::optional<std::string> read_line(const CancelFlag* cancel);

// Prompt text as an argument, --file, or stdin when it is not a terminal. Throws Error kUsage without any or with two.
std::string read_text(const std::optional<std::string>& argument, const std::string& file);

}  // namespace oree::cli
