// Typed access to config.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "oree/json.h"

namespace oree::workbench {

// A key that is null counts as absent. The `find_` forms return nullopt when the key is absent and the `get_` forms
// throw Error kCorrupt; both throw kCorrupt, naming the key, when the value has another type or is out of range.
class ConfigReader {
 public:
  static constexpr std::uint64_t kMaxDimension = std::uint64_t{1} << 24;

  // object: must outlive the reader. file: for errors. prefix: of the keys in them, "text_config.".
  ConfigReader(const Json& object, std::string file, std::string prefix = {})
      : object_(&object), file_(std::move(file)), prefix_(std::move(prefix)) {}

  // nullptr when absent.
  const Json* find(std::string_view key) const;
  std::optional<ConfigReader> find_object(std::string_view key) const;
  std::optional<std::uint64_t> find_unsigned(std::string_view key) const;
  std::optional<double> find_number(std::string_view key) const;
  std::optional<bool> find_bool(std::string_view key) const;
  std::optional<std::string> find_string(std::string_view key) const;

  // 1 to kMaxDimension.
  std::optional<int> find_dimension(std::string_view key) const;
  int get_dimension(std::string_view key) const;
  // Larger than 0 and finite, also as a float.
  std::optional<double> find_positive(std::string_view key) const;
  double get_positive(std::string_view key) const;

  const Json& object() const noexcept { return *object_; }
  // "config.json, key text_config.hidden_size"
  std::string where(std::string_view key) const;
  [[noreturn]] void corrupt(std::string_view key, const std::string& what) const;
  [[noreturn]] void unsupported(std::string_view key, const std::string& what, const std::string& hint) const;

 private:
  const Json* object_;
  std::string file_;
  std::string prefix_;
};

}  // namespace oree::workbench
