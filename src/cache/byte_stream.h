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
void put(const ByteSink& sink, const std::vector<Value>& values) {
  put(sink, static_cast<std::uint64_t>(values.size()));
  sink(std::as_bytes(std::span(values)));
}

// Reads what put() wrote. Once something does not fit, ok() is false and what is read is empty.
class ByteSource {
 public:
  explicit ByteSource(std::span<const std::byte> bytes) : rest_(bytes) {}

  bool ok() const noexcept { return ok_; }
  std::size_t n_left() const noexcept { return rest_.size(); }

  std::span<const std::byte> take(std::size_t n_bytes) noexcept {
    if (n_bytes > rest_.size()) {
      ok_ = false;
      return {};
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
  std::span<const std::byte> rest_;
  bool ok_ = true;
};

}  // namespace oree::cache
