#include "workbench/convert/config_reader.h"

#include <cmath>

#include "oree/error.h"

namespace oree::workbench {
namespace {

// As it is written, cut where it is long.
std::string shown(const Json& value) {
  constexpr std::size_t kMaxShown = 60;
  const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() <= kMaxShown ? text : text.substr(0, kMaxShown) + "...";
}

}  // namespace

const Json* ConfigReader::find(std::string_view key) const {
  const auto found = object_->find(std::string(key));
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

std::string ConfigReader::where(std::string_view key) const { return file_ + ", key " + prefix_ + std::string(key); }

void ConfigReader::corrupt(std::string_view key, const std::string& what) const {
  throw Error(ErrorCode::kCorrupt, what, where(key), "compare the file with the published one");
}

void ConfigReader::unsupported(std::string_view key, const std::string& what, const std::string& hint) const {
  throw Error(ErrorCode::kUnsupported, what, where(key), hint);
}

std::optional<ConfigReader> ConfigReader::find_object(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_object()) {
    corrupt(key, "the value is " + shown(*value) + ", not an object");
  }
  return ConfigReader(*value, file_, prefix_ + std::string(key) + ".");
}

std::optional<std::uint64_t> ConfigReader::find_unsigned(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_number_unsigned()) {
    corrupt(key, "the value is " + shown(*value) + ", not a whole number of 0 or more");
  }
  return value->get<std::uint64_t>();
}

std::optional<double> ConfigReader::find_number(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_number()) {
    corrupt(key, "the value is " + shown(*value) + ", not a number");
  }
  return value->get<double>();
}

std::optional<bool> ConfigReader::find_bool(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_boolean()) {
    corrupt(key, "the value is " + shown(*value) + ", not true or false");
  }
  return value->get<bool>();
}

std::optional<std::string> ConfigReader::find_string(std::string_view key) const {
  const Json* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_string()) {
    corrupt(key, "the value is " + shown(*value) + ", not a string");
  }
  return value->get<std::string>();
}

std::optional<int> ConfigReader::find_dimension(std::string_view key) const {
  const std::optional<std::uint64_t> value = find_unsigned(key);
  if (!value) {
    return std::nullopt;
  }
  if (*value == 0) {
    corrupt(key, "the value is 0");
  }
  if (*value > kMaxDimension) {
    throw Error(
        ErrorCode::kLimit,
        "the value " + std::to_string(*value) + " is larger than kMaxDimension, " + std::to_string(kMaxDimension),
        where(key));
  }
  return static_cast<int>(*value);
}

int ConfigReader::get_dimension(std::string_view key) const {
  const std::optional<int> value = find_dimension(key);
  if (!value) {
    corrupt(key, "the key is missing");
  }
  return *value;
}

std::optional<double> ConfigReader::find_positive(std::string_view key) const {
  const std::optional<double> value = find_number(key);
  const auto single = static_cast<float>(value.value_or(1.0));
  if (!std::isnormal(single) || single < 0) {
    corrupt(key, "the value is " + shown(*find(key)) + ", not a positive number");
  }
  return value;
}

double ConfigReader::get_positive(std::string_view key) const {
  const std::optional<double> value = find_positive(key);
  if (!value) {
    corrupt(key, "the key is missing");
  }
  return *value;
}

}  // namespace oree::workbench
