// JSON Schema's formats as languages.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "decode/language.h"

namespace oree::decode {

// The texts (UTF-8 values, not JSON) of a JSON Schema format; nullopt: not a format we know.
std::optional<LanguageId> format_language(LanguagePool& pool, std::string_view name);

// Sorted.
std::span<const std::string_view> known_formats() noexcept;

}  // namespace oree::decode
