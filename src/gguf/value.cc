#include "gguf/value.h"

#include <array>
#include <limits>
#include <string>
#include <type_traits>

#include "base/checked.h"
#include "gguf/limits.h"

namespace oree::gguf {
namespace {

struct TypeProperties {
  std::string_view name;
  std::uint32_t bytes;  // 0: of no fixed size
};

// In the order of ValueType.
constexpr std::array<TypeProperties, 13> kTypes = {{{"uint8", 1},
                                                    {"int8", 1},
                                                    {"uint16", 2},
                                                    {"int16", 2},
                                                    {"uint32", 4},
                                                    {"int32", 4},
                                                    {"float32", 4},
                                                    {"bool", 1},
                                                    {"string", 0},
                                                    {"array", 0},
                                                    {"uint64", 8},
                                                    {"int64", 8},
                                                    {"float64", 8}}};

const TypeProperties& properties(ValueType type) noexcept { return kTypes[static_cast<std::size_t>(type)]; }

ValueType read_type(ByteReader& reader, const std::string& subject) {
  const auto id = reader.read<std::uint32_t>("the type of " + subject);
  if (id >= kTypes.size()) {
    throw reader.corrupt(subject + " has the unknown type " + std::to_string(id));
  }
  return static_cast<ValueType>(id);
}

void skip_elements(ByteReader& reader, ValueType type, std::uint64_t count, const std::string& subject) {
  if (type == ValueType::kString) {
    for (std::uint64_t i = 0; i < count; ++i) {
      reader.read_string(subject, kMaxStringBytes, "kMaxStringBytes");
    }
    return;
  }
  const auto n_bytes = checked_multiply(count, properties(type).bytes);
  if (!n_bytes) {
    throw reader.corrupt(subject + " claims " + std::to_string(count) + " elements, more than any file can hold");
  }
  const auto elements = reader.take(*n_bytes, subject);
  if (type == ValueType::kBool) {
    for (const std::byte element : elements) {
      if (element > std::byte{1}) {
        throw reader.corrupt(subject + " holds a boolean that is neither 0 nor 1");
      }
    }
  }
}

template <class Number>
Number element(const Value& value, std::uint64_t index) noexcept {
  Number number;
  std::memcpy(&number, value.payload.data() + index * sizeof(Number), sizeof(Number));
  return number;
}

// Calls visit(element) with the integer at index, whatever its width; false when the elements are not integers.
template <class Visit>
bool visit_integer(const Value& value, std::uint64_t index, Visit visit) {
  switch (value.type) {
    case ValueType::kUint8:
      return visit(element<std::uint8_t>(value, index));
    case ValueType::kInt8:
      return visit(element<std::int8_t>(value, index));
    case ValueType::kUint16:
      return visit(element<std::uint16_t>(value, index));
    case ValueType::kInt16:
      return visit(element<std::int16_t>(value, index));
    case ValueType::kUint32:
      return visit(element<std::uint32_t>(value, index));
    case ValueType::kInt32:
      return visit(element<std::int32_t>(value, index));
    case ValueType::kUint64:
      return visit(element<std::uint64_t>(value, index));
    case ValueType::kInt64:
      return visit(element<std::int64_t>(value, index));
    case ValueType::kFloat32:
    case ValueType::kBool:
    case ValueType::kString:
    case ValueType::kArray:
    case ValueType::kFloat64:
      break;
  }
  return false;
}

bool is_integer(ValueType type) noexcept {
  switch (type) {
    case ValueType::kFloat32:
    case ValueType::kFloat64:
    case ValueType::kBool:
    case ValueType::kString:
    case ValueType::kArray:
      return false;
    default:
      return true;
  }
}

// The string at an offset of the payload; moves the offset on.
std::string_view string_at(const Value& value, std::uint64_t& offset) noexcept {
  std::uint64_t length = 0;
  std::memcpy(&length, value.payload.data() + offset, sizeof length);
  const auto* text = reinterpret_cast<const char*>(value.payload.data() + offset + sizeof length);
  offset += sizeof length + length;
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

Value read_value(ByteReader& reader, std::string_view key) {
  const std::string subject = "the value of \"" + std::string(key) + '"';
  Value value;
  const std::uint64_t begin = reader.offset();
  value.type = read_type(reader, subject);
  if (value.type == ValueType::kArray) {
    value.is_array = true;
    value.type = read_type(reader, "an element of \"" + std::string(key) + '"');
    if (value.type == ValueType::kArray) {
      throw Error(ErrorCode::kUnsupported, subject + " is an array of arrays, which Orée does not read", reader.where(),
                  "leave the key out when the file is made");
    }
    value.n_elements = reader.read<std::uint64_t>("the length of " + subject);
  }
  const std::uint64_t start = reader.offset();
  skip_elements(reader, value.type, value.n_elements, subject);
  reader.check_limit(value.n_elements, kMaxArrayElements, "kMaxArrayElements", subject + " has {} elements");
  value.payload = reader.bytes().subspan(start, reader.offset() - start);
  value.stored = reader.bytes().subspan(begin, reader.offset() - begin);
  return value;
}

std::string type_name(const Value& value) {
  return (value.is_array ? "array of " : "") + std::string(properties(value.type).name);
}

std::optional<std::uint64_t> as_unsigned(const Value& value) noexcept {
  std::uint64_t result = 0;
  const auto convert = [&](auto number) {
    result = static_cast<std::uint64_t>(number);
    return number >= 0;
  };
  return !value.is_array && visit_integer(value, 0, convert) ? std::optional(result) : std::nullopt;
}

std::optional<double> as_float(const Value& value) noexcept {
  if (!value.is_array && value.type == ValueType::kFloat32) {
    return element<float>(value, 0);
  }
  if (!value.is_array && value.type == ValueType::kFloat64) {
    return element<double>(value, 0);
  }
  return std::nullopt;
}

std::optional<bool> as_bool(const Value& value) noexcept {
  if (value.is_array || value.type != ValueType::kBool) {
    return std::nullopt;
  }
  return element<std::uint8_t>(value, 0) != 0;
}

std::optional<std::string_view> as_string(const Value& value) noexcept {
  if (value.is_array || value.type != ValueType::kString) {
    return std::nullopt;
  }
  std::uint64_t offset = 0;
  return string_at(value, offset);
}

std::optional<std::vector<std::string_view>> as_strings(const Value& value) {
  if (!value.is_array || value.type != ValueType::kString) {
    return std::nullopt;
  }
  std::vector<std::string_view> strings;
  strings.reserve(value.n_elements);
  std::uint64_t offset = 0;
  for (std::uint64_t i = 0; i < value.n_elements; ++i) {
    strings.push_back(string_at(value, offset));
  }
  return strings;
}

std::optional<std::vector<float>> as_floats(const Value& value) {
  if (!value.is_array || (value.type != ValueType::kFloat32 && value.type != ValueType::kFloat64)) {
    return std::nullopt;
  }
  std::vector<float> numbers(value.n_elements);
  for (std::uint64_t i = 0; i < value.n_elements; ++i) {
    numbers[i] =
        value.type == ValueType::kFloat32 ? element<float>(value, i) : static_cast<float>(element<double>(value, i));
  }
  return numbers;
}

std::optional<std::vector<std::int64_t>> as_integers(const Value& value) {
  if (!value.is_array || !is_integer(value.type)) {
    return std::nullopt;
  }
  std::vector<std::int64_t> numbers(value.n_elements);
  for (std::uint64_t i = 0; i < value.n_elements; ++i) {
    const bool fits = visit_integer(value, i, [&](auto number) {
      numbers[i] = static_cast<std::int64_t>(number);
      return std::is_signed_v<decltype(number)> || numbers[i] >= 0;
    });
    if (!fits) {
      return std::nullopt;
    }
  }
  return numbers;
}

std::optional<std::vector<bool>> as_bools(const Value& value) {
  if (!value.is_array || value.type != ValueType::kBool) {
    return std::nullopt;
  }
  std::vector<bool> flags(value.n_elements);
  for (std::uint64_t i = 0; i < value.n_elements; ++i) {
    flags[i] = element<std::uint8_t>(value, i) != 0;
  }
  return flags;
}

}  // namespace oree::gguf
