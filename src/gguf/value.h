// One metadata value as it lies in the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gguf/byte_reader.h"
#include "gguf/file.h"

namespace oree::gguf {

// Checked when it is read: every element lies inside the file, booleans are 0 or 1, strings keep to their limits.
struct Value {
  ValueType type = ValueType::kUint8;  // of the elements when is_array
  bool is_array = false;
  std::uint64_t n_elements = 1;        // 1 unless is_array
  std::span<const std::byte> payload;  // the elements, one after the other; strings with their lengths
  std::span<const std::byte> stored;   // all that follows the key: types, length and payload
};

// Throws Error kCorrupt, kLimit, kUnsupported (arrays of arrays). key: for messages.
Value read_value(ByteReader& reader, std::string_view key);

// "uint32", "array of string"
std::string type_name(const Value& value);

// Nothing where the value has another type or does not fit; the wider integers convert when they fit.
std::optional<std::uint64_t> as_unsigned(const Value& value) noexcept;
std::optional<double> as_float(const Value& value) noexcept;
std::optional<bool> as_bool(const Value& value) noexcept;
std::optional<std::string_view> as_string(const Value& value) noexcept;
std::optional<std::vector<std::string_view>> as_strings(const Value& value);
std::optional<std::vector<float>> as_floats(const Value& value);
std::optional<std::vector<std::int64_t>> as_integers(const Value& value);
std::optional<std::vector<bool>> as_bools(const Value& value);

}  // namespace oree::gguf
