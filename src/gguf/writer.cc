#include "gguf/writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>
#include <type_traits>
#include <vector>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/huge_pages.h"
#include "gguf/ggml_types.h"
#include "gguf/limits.h"
#include "oree/error.h"

namespace oree::gguf {
namespace {

static_assert(std::endian::native == std::endian::little, "the writer copies values as they lie in memory");

constexpr std::uint32_t kVersion = 3;
constexpr std::array<std::byte, kDefaultAlignment> kPadding{};

// Written whole, a piece may become a huge page of the system's cache, where the model is then read faster.
constexpr std::size_t kPieceBytes = kHugePageBytes;

template <class Number>
void put(std::string& bytes, Number number) {
  static_assert(std::is_arithmetic_v<Number>);
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void put_text(std::string& bytes, std::string_view text) {
  put(bytes, std::uint64_t{text.size()});
  bytes += text;
}

// The type and the value of a key, as they follow its name.
template <class Number>
std::string scalar(ValueType type, Number number) {
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(type));
  put(bytes, number);
  return bytes;
}

std::string array_head(ValueType type, std::size_t n_elements) {
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(ValueType::kArray));
  put(bytes, static_cast<std::uint32_t>(type));
  put(bytes, std::uint64_t{n_elements});
  return bytes;
}

template <class Number>
std::string numbers(ValueType type, std::span<const Number> values) {
  std::string bytes = array_head(type, values.size());
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return bytes;
}

template <class Text>
std::string strings(std::span<const Text> values) {
  std::string bytes = array_head(ValueType::kString, values.size());
  for (const Text& value : values) {
    put_text(bytes, value);
  }
  return bytes;
}

std::uint64_t padding_of(std::uint64_t n_bytes) noexcept {
  return (kDefaultAlignment - n_bytes % kDefaultAlignment) % kDefaultAlignment;
}

}  // namespace

struct Writer::State {
  struct Tensor {
    std::string name;
    std::vector<std::uint64_t> shape;
    std::uint32_t type;
    std::uint64_t n_bytes;
  };

  explicit State(const std::filesystem::path& path) : file(path, AtomicFile::Readers::kByUmask) {}

  void set(std::string_view key, std::string value) {
    check(!data_begun, "a key is set after the header was written");
    const auto [place, inserted] = key_index.emplace(std::string(key), keys.size());
    if (inserted) {
      keys.emplace_back(std::string(key), std::move(value));
    } else {
      keys[place->second].second = std::move(value);
    }
  }

  void write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      if (piece.empty()) {
        piece.reserve(kPieceBytes);
      }
      const std::size_t n = std::min(bytes.size(), kPieceBytes - piece.size());
      piece.insert(piece.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
      bytes = bytes.subspan(n);
      if (piece.size() == kPieceBytes) {
        flush();
      }
    }
  }

  void flush() {
    file.write(std::span<const std::byte>(piece));
    piece.clear();
  }

  void pad(std::uint64_t n_bytes) { write(std::span(kPadding).first(padding_of(n_bytes))); }

  AtomicFile file;
  std::vector<std::byte> piece;                           // of the file, not yet written
  std::vector<std::pair<std::string, std::string>> keys;  // name; type and value
  std::map<std::string, std::size_t, std::less<>> key_index;
  std::vector<Tensor> tensors;
  std::map<std::string, std::size_t, std::less<>> tensor_index;
  bool data_begun = false;
  std::size_t current = 0;            // the tensor under way
  std::uint64_t n_written_bytes = 0;  // of it
};

Writer::Writer(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;

void Writer::set_uint32(std::string_view key, std::uint32_t value) {
  state_->set(key, scalar(ValueType::kUint32, value));
}
void Writer::set_float32(std::string_view key, float value) { state_->set(key, scalar(ValueType::kFloat32, value)); }
void Writer::set_bool(std::string_view key, bool value) {
  state_->set(key, scalar(ValueType::kBool, static_cast<std::uint8_t>(value)));
}
void Writer::set_string(std::string_view key, std::string_view value) {
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(ValueType::kString));
  put_text(bytes, value);
  state_->set(key, std::move(bytes));
}
void Writer::set_strings(std::string_view key, std::span<const std::string> values) {
  state_->set(key, strings(values));
}
void Writer::set_strings(std::string_view key, std::span<const std::string_view> values) {
  state_->set(key, strings(values));
}
void Writer::set_float32s(std::string_view key, std::span<const float> values) {
  state_->set(key, numbers(ValueType::kFloat32, values));
}
void Writer::set_int32s(std::string_view key, std::span<const std::int32_t> values) {
  state_->set(key, numbers(ValueType::kInt32, values));
}
void Writer::set_uint32s(std::string_view key, std::span<const std::uint32_t> values) {
  state_->set(key, numbers(ValueType::kUint32, values));
}
void Writer::set_bytes(std::string_view key, std::span<const std::uint8_t> values) {
  state_->set(key, numbers(ValueType::kUint8, values));
}
void Writer::set_bools(std::string_view key, const std::vector<bool>& values) {
  std::string bytes = array_head(ValueType::kBool, values.size());
  for (const bool value : values) {
    put(bytes, static_cast<std::uint8_t>(value));
  }
  state_->set(key, std::move(bytes));
}

void Writer::copy_metadata(const File& file) {
  for (const std::string_view key : file.keys()) {
    if (key == "general.alignment") {
      continue;  // of that file's data; this one has the default
    }
    const std::span<const std::byte> stored = file.stored_value(key);
    state_->set(key, std::string(reinterpret_cast<const char*>(stored.data()), stored.size()));
  }
}

bool Writer::has(std::string_view key) const noexcept { return state_->key_index.contains(key); }

void Writer::add_tensor(std::string_view name, std::span<const std::uint64_t> shape, std::uint32_t type) {
  check(!state_->data_begun, "a tensor is added after the header was written");
  const std::string where = "tensor " + std::string(name);
  if (name.empty() || name.size() > kMaxTensorNameBytes) {
    throw Error(ErrorCode::kInvalid, "a tensor's name has 1 to " + std::to_string(kMaxTensorNameBytes) + " bytes",
                where);
  }
  const GgmlType* const known = find_ggml_type(type);
  if (known == nullptr) {
    throw Error(ErrorCode::kInvalid, "no tensor type has the number " + std::to_string(type), where);
  }
  if (shape.empty() || shape.size() > kMaxDimensions) {
    throw Error(ErrorCode::kInvalid, "a tensor has 1 to " + std::to_string(kMaxDimensions) + " dimensions", where);
  }
  std::uint64_t n_bytes = shape[0] / known->block_size;
  bool too_large = __builtin_mul_overflow(n_bytes, std::uint64_t{known->block_bytes}, &n_bytes);
  for (const std::uint64_t extent : shape.subspan(1)) {
    too_large = too_large || __builtin_mul_overflow(n_bytes, extent, &n_bytes);
  }
  if (shape[0] % known->block_size != 0) {
    throw Error(ErrorCode::kInvalid,
                "rows of " + std::to_string(shape[0]) + " values are no whole number of " + std::string(known->name) +
                    " blocks of " + std::to_string(known->block_size),
                where, "choose another type for it");
  }
  if (too_large || n_bytes == 0) {
    throw Error(ErrorCode::kInvalid, "a tensor holds at least one value and fewer than 2^64 bytes", where);
  }
  if (!state_->tensor_index.emplace(std::string(name), state_->tensors.size()).second) {
    throw Error(ErrorCode::kInvalid, "two tensors have the same name", where);
  }
  state_->tensors.push_back({std::string(name), {shape.begin(), shape.end()}, type, n_bytes});
}

std::uint64_t Writer::tensor_bytes() const noexcept {
  std::uint64_t total = 0;
  for (const State::Tensor& tensor : state_->tensors) {
    total += tensor.n_bytes;
  }
  return total;
}

void Writer::begin_data() {
  check(!state_->data_begun, "the header is written twice");
  std::string header = "GGUF";
  put(header, kVersion);
  put(header, std::uint64_t{state_->tensors.size()});
  put(header, std::uint64_t{state_->keys.size()});
  for (const auto& [key, value] : state_->keys) {
    put_text(header, key);
    header += value;
  }
  std::uint64_t offset = 0;
  for (const State::Tensor& tensor : state_->tensors) {
    put_text(header, tensor.name);
    put(header, static_cast<std::uint32_t>(tensor.shape.size()));
    for (const std::uint64_t extent : tensor.shape) {
      put(header, extent);
    }
    put(header, tensor.type);
    put(header, offset);
    offset += tensor.n_bytes + padding_of(tensor.n_bytes);
  }
  state_->write(std::as_bytes(std::span(header)));
  state_->pad(header.size());
  state_->data_begun = true;
}

void Writer::write(std::span<const std::byte> bytes) {
  check(state_->data_begun && state_->current < state_->tensors.size(), "bytes are written outside of a tensor");
  const std::uint64_t n_bytes = state_->tensors[state_->current].n_bytes;
  check(bytes.size() <= n_bytes - state_->n_written_bytes, "a tensor gets more bytes than it has");
  state_->write(bytes);
  state_->n_written_bytes += bytes.size();
  if (state_->n_written_bytes == n_bytes) {
    state_->pad(n_bytes);
    state_->n_written_bytes = 0;
    ++state_->current;
  }
}

void Writer::finish(const std::function<void(const std::filesystem::path&)>& verify) {
  check(state_->data_begun && state_->current == state_->tensors.size(), "a file is finished before its tensors are");
  state_->flush();
  if (verify) {
    verify(state_->file.temporary_path());
  }
  state_->file.commit();
}

}  // namespace oree::gguf
