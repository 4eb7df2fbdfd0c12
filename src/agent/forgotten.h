// What a conversation no longer holds, in the journal.
#pragma once

#include <chrono>
#include <string>

#include "oree/chat_model.h"
#include "oree/journal.h"

namespace oree::agent {

// Of messages that are longer, the journal keeps the oldest so far, and says so.
inline constexpr std::size_t kMaxForgottenBytes = std::size_t{256} << 10;

// An entry of the tool "context" and the effect "note"; its arguments are what went. Nothing undoes it.
// Throws as Journal::begin_outside.
void record_forgotten(Journal& journal, const std::string& agent, const Forgotten& forgotten, std::int64_t session,
                      std::chrono::sys_seconds now);

}  // namespace oree::agent
