// Units of measure by the names people give them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oree::tools {

// value in the unit -> value * factor + offset in the quantity's base unit.
struct Unit {
  std::string_view symbol;    // "km"
  std::string_view quantity;  // "length"
  double factor = 1;
  double offset = 0;  // temperatures
};

// By symbol, name or plural in English and French, without regard to case or accents where that leaves one unit.
// nullptr: there is no such unit.
const Unit* find_unit(std::string_view name);

// The symbols of a quantity, for messages; "" for all.
std::vector<std::string> unit_symbols(std::string_view quantity);

}  // namespace oree::tools
