// Values as text: str(), repr(), and JSON as Python's json.dumps writes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/jinja/value.h"

namespace oree::text::jinja {

// repr of a float: the shortest digits that read back as the same number.
std::string float_text(double number);

// str(value). Throws Failure for values whose spelling is a matter of the Python interpreter (functions, iterators,
// namespaces).
void print(TextBuilder& out, const Value& value);
std::string to_text(const Value& value, Budget& budget);
void represent(TextBuilder& out, const Value& value);

// & < > ' " as HTML entities.
std::string escape_html(std::string_view text, Budget& budget);

struct JsonStyle {
  bool ascii_only = false;
  std::optional<std::string> indent = {};  // of one level; nullopt: all on one line
  std::string item_separator = ", ";
  std::string key_separator = ": ";
  bool sort_keys = false;
};
// Throws Failure for values that JSON has not.
void write_json(TextBuilder& out, const Value& value, const JsonStyle& style, std::size_t level = 0);

}  // namespace oree::text::jinja
