// Plain values in and out of bytes, as snapshots hold them: little-endian, without gaps.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <type_traits>
#include <vector>

#include "base/mapped_file.h"

namespace oree::cache {

static_assert(std::endian::native == std::endian::little, "snapshots hold the machine's own order");

using ByteSink = std::function<void(std::span<const std::byte>)>;

template <class Value>
void put(const ByteSink& sink, const Value& value) {
  static_assert(std::is_trivially_copyable_v<Value>);
  sink(std::as_bytes(std::span(&value, 1)));
}

// Its length, then the values.
template <class Value>
void put(const ByteSink& sink, std::span<const Value> values) {
  put(sink, static_cast<std::uint64_t>(values.size()));
  sink(std::as_bytes(values));
}
template <class Value>
void put(const ByteSink& sink, const std::vector<Value>& values) {
  put(sink, std::span<const Value>(values));
}

// Reads what put() wrote. Once something does not fit, ok() is false and what is read is empty.
class ByteSource {
 public:
  explicit ByteSource(std::span<const std::byte> bytes) : rest_(bytes) {}
  // bytes: of that file, which must outlive this object. What was read is given back to the system as it goes, so that
  // a large file is never in memory beside what is made of it.
  ByteSource(std::span<const std::byte> bytes, const MappedFile& file)
      : rest_(bytes), file_(&file), first_held_(bytes.data()) {}

  bool ok() const noexcept { return ok_; }
  std::size_t n_left() const noexcept { return rest_.size(); }

  std::span<const std::byte> take(std::size_t n_bytes) noexcept {
    if (n_bytes > rest_.size()) {
      ok_ = false;
      return {};
    }
    if (file_ != nullptr && rest_.data() - first_held_ >= kHeldBytes) {
      file_->release({first_held_, rest_.data()});
      first_held_ = rest_.data();
    }
    const auto taken = rest_.first(n_bytes);
    rest_ = rest_.subspan(n_bytes);
    return taken;
  }

  template <class Value>
  Value get() noexcept {
    Value value{};
    if (const auto bytes = take(sizeof(Value)); !bytes.empty()) {
      std::memcpy(&value, bytes.data(), sizeof(Value));
    }
    return value;
  }

  template <class Value>
  std::vector<Value> get_vector() {
    const auto n = get<std::uint64_t>();
    if (n > rest_.size() / sizeof(Value)) {
      ok_ = false;
      return {};
    }
    std::vector<Value> values(static_cast<std::size_t>(n));
    const auto bytes = take(values.size() * sizeof(Value));
    if (!bytes.empty()) {
      std::memcpy(values.data(), bytes.data(), bytes.size());
    }
    return values;
  }

 private:
  static constexpr std::ptrdiff_t kHeldBytes = std::ptrdiff_t{1} << 20;

  std::span<const std::byte> rest_;
  const MappedFile* file_ = nullptr;
  const std::byte* first_held_ = nullptr;  // of the file
  bool ok_ = true;
};

}  // namespace oree::cache
