// Rows of the journal as the effects they tell of.
#pragma once

#include <string>
#include <vector>

#include "agent/journal_store.h"

namespace oree::agent {

// A row of that kind, now.
JournalRow make_row(std::int64_t entry, RowKind kind, std::string text = {});
// One that carries a call.
JournalRow make_call_row(std::int64_t entry, RowKind kind, const JournalRequest& request, std::string text);

// What a refusal's row says: the summary, and why.
std::string refusal_text(std::string summary, const std::string& why);

// Works an entry out of its rows: the call from the first, the state from what followed. Throws Error kCorrupt.
JournalEntry make_entry(const std::vector<JournalRow>& rows);

// Whether it is something that undo could take back.
bool is_in_force(const JournalEntry& entry) noexcept;

}  // namespace oree::agent
