// Writes small GGUF files for tests, honest ones and lying ones. Written from the specification, not from the reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace oree::test {

// Appends values as they lie in a file.
class ByteWriter {
 public:
  template <class Number>
  requires std::is_arithmetic_v<Number> ByteWriter& put(Number number) {
    const auto* bytes = reinterpret_cast<const std::byte*>(&number);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof number);
    return *this;
  }
  ByteWriter& put_text(std::string_view text) { return put_bytes(std::as_bytes(std::span(text))); }
  ByteWriter& put_string(std::string_view text) { return put(std::uint64_t{text.size()}).put_text(text); }
  ByteWriter& put_bytes(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  ByteWriter& pad_to(std::size_t alignment) {
    bytes_.resize((bytes_.size() + alignment - 1) / alignment * alignment);
    return *this;
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

// GGUF's value types, by number.
enum GgufType : std::uint32_t {
  kGgufUint8,
  kGgufInt8,
  kGgufUint16,
  kGgufInt16,
  kGgufUint32,
  kGgufInt32,
  kGgufFloat32,
  kGgufBool,
  kGgufString,
  kGgufArray,
  kGgufUint64,
  kGgufInt64,
  kGgufFloat64
};

// The calls may come in any order; metadata and tensors keep theirs. After the last tensor's bytes there is no padding.
class GgufWriter {
 public:
  // A field that is set replaces what would be written: a header can lie.
  std::uint32_t version = 3;
  std::uint32_t alignment = 32;  // of the tensor data; set "general.alignment" as well when it is another
  std::string magic = "GGUF";
  std::int64_t claimed_keys = -1;
  std::int64_t claimed_tensors = -1;

  GgufWriter& add_uint32(std::string_view key, std::uint32_t value) { return add_number(key, kGgufUint32, value); }
  GgufWriter& add_int32(std::string_view key, std::int32_t value) { return add_number(key, kGgufInt32, value); }
  GgufWriter& add_uint64(std::string_view key, std::uint64_t value) { return add_number(key, kGgufUint64, value); }
  GgufWriter& add_int64(std::string_view key, std::int64_t value) { return add_number(key, kGgufInt64, value); }
  GgufWriter& add_float32(std::string_view key, float value) { return add_number(key, kGgufFloat32, value); }
  GgufWriter& add_float64(std::string_view key, double value) { return add_number(key, kGgufFloat64, value); }
  GgufWriter& add_bool(std::string_view key, bool value) {
    return add_number(key, kGgufBool, static_cast<std::uint8_t>(value));
  }
  GgufWriter& add_string(std::string_view key, std::string_view value) {
    return add_raw(key, kGgufString, ByteWriter().put_string(value).bytes());
  }
  GgufWriter& add_strings(std::string_view key, const std::vector<std::string>& values) {
    ByteWriter elements;
    for (const std::string& value : values) {
      elements.put_string(value);
    }
    return add_array(key, kGgufString, values.size(), elements.bytes());
  }
  GgufWriter& add_floats(std::string_view key, const std::vector<float>& values) {
    return add_array(key, kGgufFloat32, values.size(), std::as_bytes(std::span(values)));
  }
  GgufWriter& add_int32s(std::string_view key, const std::vector<std::int32_t>& values) {
    return add_array(key, kGgufInt32, values.size(), std::as_bytes(std::span(values)));
  }
  GgufWriter& add_uint64s(std::string_view key, const std::vector<std::uint64_t>& values) {
    return add_array(key, kGgufUint64, values.size(), std::as_bytes(std::span(values)));
  }
  GgufWriter& add_bools(std::string_view key, const std::vector<bool>& values) {
    ByteWriter elements;
    for (const bool value : values) {
      elements.put(static_cast<std::uint8_t>(value));
    }
    return add_array(key, kGgufBool, values.size(), elements.bytes());
  }
  // Any element type, count and bytes.
  GgufWriter& add_array(std::string_view key, std::uint32_t type, std::uint64_t count,
                        std::span<const std::byte> elements) {
    return add_raw(key, kGgufArray, ByteWriter().put(type).put(count).put_bytes(elements).bytes());
  }
  GgufWriter& add_raw(std::string_view key, std::uint32_t type, std::span<const std::byte> payload) {
    metadata_.put_string(key).put(type).put_bytes(payload);
    ++n_keys_;
    return *this;
  }

  // shape: the row length first (ggml's order). type: ggml's id.
  GgufWriter& add_tensor(std::string_view name, const std::vector<std::uint64_t>& shape, std::uint32_t type,
                         std::span<const std::byte> data) {
    data_.pad_to(alignment);
    return add_tensor_at(name, shape, type, data_.bytes().size(), data);
  }
  GgufWriter& add_f32(std::string_view name, const std::vector<std::uint64_t>& shape,
                      const std::vector<float>& values) {
    return add_tensor(name, shape, 0, std::as_bytes(std::span(values)));
  }
  // Lists the tensor at any offset, and appends its bytes.
  GgufWriter& add_tensor_at(std::string_view name, const std::vector<std::uint64_t>& shape, std::uint32_t type,
                            std::uint64_t offset, std::span<const std::byte> data) {
    tensors_.put_string(name).put(static_cast<std::uint32_t>(shape.size()));
    for (const std::uint64_t size : shape) {
      tensors_.put(size);
    }
    tensors_.put(type).put(offset);
    data_.put_bytes(data);
    ++n_tensors_;
    return *this;
  }

  std::vector<std::byte> bytes() const {
    ByteWriter file;
    file.put_text(magic).put(version);
    file.put(claimed_tensors >= 0 ? claimed_tensors : n_tensors_);
    file.put(claimed_keys >= 0 ? claimed_keys : n_keys_);
    file.put_bytes(metadata_.bytes()).put_bytes(tensors_.bytes());
    if (n_tensors_ > 0) {
      file.pad_to(alignment).put_bytes(data_.bytes());
    }
    return file.bytes();
  }

  void save(const std::filesystem::path& path) const {
    const std::vector<std::byte> all = bytes();
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(all.data()), static_cast<std::streamsize>(all.size()));
  }

 private:
  template <class Number>
  GgufWriter& add_number(std::string_view key, std::uint32_t type, Number value) {
    return add_raw(key, type, ByteWriter().put(value).bytes());
  }

  std::int64_t n_keys_ = 0;
  std::int64_t n_tensors_ = 0;
  ByteWriter metadata_;
  ByteWriter tensors_;
  ByteWriter data_;
};

}  // namespace oree::test
