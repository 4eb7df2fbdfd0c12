// Sizes in bytes as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oree {

// Bytes of "KiB", "MiB", "GiB" (1024 each) or "kB", "MB", "GB" (1000 each). nullopt for anything else.
std::optional<double> bytes_of_unit(std::string_view unit) noexcept;

// "4GiB", "1.5GB" or "4294967296". nullopt when it is no size, or not from 1 to 2^62 bytes.
std::optional<std::uint64_t> parse_byte_size(std::string_view text) noexcept;

// "512 bytes", "3.25 MiB", "13.0 GiB": three digits.
std::string byte_size_text(std::uint64_t bytes);

}  // namespace oree
