// Reads little-endian values from bytes nobody vouches for.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "oree/error.h"

namespace oree::gguf {

static_assert(std::endian::native == std::endian::little, "the reader copies values as they lie in the file");

// A cursor that never leaves its bytes. Everything that throws, throws Error kCorrupt with the file and the byte.
class ByteReader {
 public:
  // name: what error messages call the file.
  ByteReader(std::span<const std::byte> bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

  std::uint64_t offset() const noexcept { return offset_; }
  std::uint64_t remaining() const noexcept { return bytes_.size() - offset_; }
  std::span<const std::byte> bytes() const noexcept { return bytes_; }

  // what: "the version", for the message.
  template <class Value>
  Value read(std::string_view what) {
    Value value;
    std::memcpy(&value, take(sizeof(Value), what).data(), sizeof(Value));
    return value;
  }

  std::span<const std::byte> take(std::uint64_t n_bytes, std::string_view what) {
    if (n_bytes > remaining()) {
      throw corrupt(std::string(what) + " needs " + std::to_string(n_bytes) + " bytes, but the file ends after " +
                    std::to_string(remaining()));
    }
    const auto taken = bytes_.subspan(offset_, n_bytes);
    offset_ += n_bytes;
    return taken;
  }

  // A length (8 bytes) and that many bytes; throws Error kLimit beyond limit_bytes.
  std::string_view read_string(std::string_view what, std::uint64_t limit_bytes, std::string_view limit_name) {
    const auto length = read<std::uint64_t>("the length of " + std::string(what));
    const auto taken = take(length, what);
    check_limit(length, limit_bytes, limit_name, std::string(what) + " has {} bytes");
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
  }

  // Throws Error kLimit. message: with {} for the value.
  void check_limit(std::uint64_t value, std::uint64_t limit, std::string_view limit_name, std::string message) const {
    if (value > limit) {
      message.replace(message.find("{}"), 2, std::to_string(value));
      throw Error(ErrorCode::kLimit,
                  message + ", more than the limit " + std::string(limit_name) + " = " + std::to_string(limit), where(),
                  "the file is damaged, or not made for a language model");
    }
  }

  std::string where() const { return name_ + ", byte " + std::to_string(offset_); }
  const std::string& name() const noexcept { return name_; }

  Error corrupt(const std::string& what) const {
    return Error(ErrorCode::kCorrupt, what, where(), "the file is incomplete or damaged; fetch or convert it again");
  }

 private:
  std::span<const std::byte> bytes_;
  std::uint64_t offset_ = 0;  // at most bytes_.size()
  std::string name_;
};

}  // namespace oree::gguf
