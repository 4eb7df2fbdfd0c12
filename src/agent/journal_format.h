// The journal's format: its tables, the names of its rows, and the hash that chains them (docs/journal.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/journal_store.h"

namespace oree::agent {

inline constexpr std::int64_t kFormatVersion = 2;

// Format 1, and what format 2 adds to it: every journal is made by both, so that all have the same tables.
extern const char* const kTables;
extern const char* const kTablesOfFormat2;

std::optional<RowKind> parse_row_kind(std::string_view name) noexcept;

// SHA-256 in hexadecimal over the hash of the row before and every field of this one.
std::string hash_row(std::string_view previous_hash, const JournalRow& row);

}  // namespace oree::agent
