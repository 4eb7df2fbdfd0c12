#include "gguf/file.h"

#include <string>
#include <utility>

#include "base/mapped_file.h"
#include "gguf/parser.h"
#include "gguf/value.h"
#include "oree/error.h"

namespace oree::gguf {

struct File::State {
  std::filesystem::path path;
  std::optional<MappedFile> map;  // none when the bytes are the caller's
  std::uint64_t size_bytes = 0;
  ParsedFile parsed;

  const Value* find(std::string_view key) const noexcept {
    const auto found = parsed.metadata.find(key);
    return found == parsed.metadata.end() ? nullptr : &found->second;
  }

  // Looks a key up and converts its value with `convert`, which returns nullopt on another type.
  template <class Convert>
  auto find_as(std::string_view key, const char* wanted, Convert convert) const -> decltype(convert(Value())) {
    const Value* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    auto converted = convert(*value);
    if (!converted) {
      throw Error(ErrorCode::kCorrupt,
                  "the metadata key \"" + std::string(key) + "\" should hold " + wanted + ", but holds " +
                      type_name(*value) + (value->is_array ? "" : " or a value out of range"),
                  path.string(), "convert the model again");
    }
    return converted;
  }

  template <class Found>
  auto required(std::string_view key, const Found& found) const {
    if (!found) {
      throw Error(ErrorCode::kCorrupt, "the metadata key \"" + std::string(key) + "\" is missing", path.string(),
                  "convert the model again");
    }
    return *found;
  }
};

File::File(std::unique_ptr<const State> state) : state_(std::move(state)) {}
File::~File() = default;
File::File(File&&) noexcept = default;

File File::open(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->map.emplace(path);
  state->size_bytes = state->map->bytes().size();
  state->parsed = parse(state->map->bytes(), path.string());
  return File(std::move(state));
}

File File::from_bytes(std::span<const std::byte> bytes, const std::filesystem::path& name) {
  auto state = std::make_unique<State>();
  state->path = name;
  state->size_bytes = bytes.size();
  state->parsed = parse(bytes, name.string());
  return File(std::move(state));
}

const std::filesystem::path& File::path() const noexcept { return state_->path; }
std::uint32_t File::version() const noexcept { return state_->parsed.version; }
std::uint64_t File::size_bytes() const noexcept { return state_->size_bytes; }

const FileIdentity* File::identity() const noexcept { return state_->map ? &state_->map->identity() : nullptr; }

bool File::has(std::string_view key) const noexcept { return state_->find(key) != nullptr; }
std::vector<std::string_view> File::keys() const { return state_->parsed.keys; }

std::optional<std::uint64_t> File::find_unsigned(std::string_view key) const {
  return state_->find_as(key, "an unsigned integer", as_unsigned);
}
std::optional<double> File::find_float(std::string_view key) const {
  return state_->find_as(key, "a floating-point number", as_float);
}
std::optional<bool> File::find_bool(std::string_view key) const { return state_->find_as(key, "a boolean", as_bool); }
std::optional<std::string_view> File::find_string(std::string_view key) const {
  return state_->find_as(key, "a string", as_string);
}

std::uint64_t File::get_unsigned(std::string_view key) const { return state_->required(key, find_unsigned(key)); }
double File::get_float(std::string_view key) const { return state_->required(key, find_float(key)); }
std::string_view File::get_string(std::string_view key) const { return state_->required(key, find_string(key)); }

std::optional<std::vector<std::string_view>> File::find_strings(std::string_view key) const {
  return state_->find_as(key, "an array of strings", as_strings);
}
std::optional<std::vector<float>> File::find_floats(std::string_view key) const {
  return state_->find_as(key, "an array of floating-point numbers", as_floats);
}
std::optional<std::vector<std::int64_t>> File::find_integers(std::string_view key) const {
  return state_->find_as(key, "an array of 64-bit integers", as_integers);
}
std::optional<std::vector<bool>> File::find_bools(std::string_view key) const {
  return state_->find_as(key, "an array of booleans", as_bools);
}

bool File::is_array(std::string_view key) const noexcept {
  const Value* value = state_->find(key);
  return value != nullptr && value->is_array;
}

std::span<const std::byte> File::stored_value(std::string_view key) const noexcept {
  const Value* value = state_->find(key);
  return value == nullptr ? std::span<const std::byte>() : value->stored;
}

void File::ask_for_huge_pages(const TensorInfo* but) const noexcept {
  if (!state_->map) {
    return;
  }
  const std::span<const std::byte> all = state_->map->bytes();
  const std::span<const std::byte> left_out = but != nullptr ? but->data : all.subspan(all.size());
  const auto before = static_cast<std::size_t>(left_out.data() - all.data());
  state_->map->ask_for_huge_pages(all.first(before));
  state_->map->ask_for_huge_pages(all.subspan(before + left_out.size()));
}

void File::hold_in_huge_pages(ThreadPool& threads) const {
  if (state_->map) {
    state_->map->hold_in_huge_pages(threads);
  }
}

void File::release(std::span<const std::byte> part_of_a_tensor) const noexcept {
  if (state_->map) {
    state_->map->release(part_of_a_tensor);
  }
}

const std::vector<TensorInfo>& File::tensors() const noexcept { return state_->parsed.tensors; }

const TensorInfo* File::find_tensor(std::string_view name) const noexcept {
  const auto found = state_->parsed.tensor_index.find(name);
  return found == state_->parsed.tensor_index.end() ? nullptr : &state_->parsed.tensors[found->second];
}

}  // namespace oree::gguf
