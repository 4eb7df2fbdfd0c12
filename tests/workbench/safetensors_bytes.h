// Writes safetensors files for tests, honest ones and lying ones. Written from the format's description.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "oree/json.h"

namespace oree::test {

// The length of the header, the header, the data.
inline std::string safetensors_bytes(std::string_view header, std::string_view data) {
  const std::uint64_t length = header.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes.append(header).append(data);
}

// A file of F32 tensors, one after the other.
class SafetensorsBuilder {
 public:
  SafetensorsBuilder& add(const std::string& name, const std::vector<std::uint64_t>& shape,
                          const std::vector<float>& values, const std::string& type = "F32") {
    const std::size_t begin = data_.size();
    data_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
    header_[name] = {{"dtype", type}, {"shape", shape}, {"data_offsets", {begin, data_.size()}}};
    return *this;
  }
  std::string bytes() const { return safetensors_bytes(header_.dump(), data_); }

 private:
  Json header_ = Json::object();
  std::string data_;
};

}  // namespace oree::test
