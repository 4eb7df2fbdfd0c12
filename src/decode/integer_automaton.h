// The decimal integers of a range as a part of an automaton.
#pragma once

#include <optional>
#include <string>

#include "decode/automaton.h"

namespace oree::decode {

// Integers from minimum to maximum, without leading zeros or "-0". An absent bound is the largest number of 15 digits,
// or of 64 bits where the other bound lies beyond that. Bounds are cut to 64 bits.
// Throws Error kUnsupported when no 64-bit integer is between them. where: the schema's JSON pointer.
StateId add_integer(AutomatonBuilder& builder, std::optional<long double> minimum, std::optional<long double> maximum,
                    StateId next, const std::string& where);

}  // namespace oree::decode
