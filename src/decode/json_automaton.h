// The JSON texts of a schema as a part of an automaton.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "decode/automaton.h"
#include "decode/schema.h"

namespace oree::decode {

// Schemas that allow more than this are written narrower: a counted part costs states for each count.
inline constexpr std::uint64_t kMaxWrittenLength = 4096;  // characters of a string with a maxLength
inline constexpr std::uint64_t kMaxWrittenItems = 64;     // items of an array with a maxItems

// Every text is written as text::dump_spaced writes it, NUL excluded from strings. Integers have at most 15 digits
// unless their bounds ask for more; numbers have 15 digits before and 15 behind the point and two in the exponent.
// quotable: what strings marked kQuotedKeyword quote (add_quotation); nullopt leaves them free.
// Returns the state that begins the value; next follows it. where: a JSON pointer for errors.
// Throws Error kLimit, kUnsupported (integer bounds beyond 64 bits).
StateId add_value(AutomatonBuilder& builder, const Schema& schema, std::optional<std::string_view> quotable,
                  StateId next, const std::string& where);

}  // namespace oree::decode
