#include "workbench/convert/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "base/checked.h"
#include "base/mapped_file.h"
#include "oree/error.h"
#include "workbench/convert/safetensors_header.h"

namespace oree::workbench {
namespace {

static_assert(std::endian::native == std::endian::little, "the header's length is copied as it lies in the file");

constexpr const char* kHint = "download the file again";

struct StoredType {
  std::string_view name;
  std::uint64_t bits;
};

// Those of the format, also the ones that no model weight comes in: enough to check any file.
constexpr std::array kStoredTypes = {
    StoredType{"F64", 64},        StoredType{"F32", 32},    StoredType{"F16", 16},    StoredType{"BF16", 16},
    StoredType{"F8_E4M3", 8},     StoredType{"F8_E5M2", 8}, StoredType{"F8_E8M0", 8}, StoredType{"F8_E4M3FNUZ", 8},
    StoredType{"F8_E5M2FNUZ", 8}, StoredType{"F6_E2M3", 6}, StoredType{"F6_E3M2", 6}, StoredType{"F4", 4},
    StoredType{"I64", 64},        StoredType{"I32", 32},    StoredType{"I16", 16},    StoredType{"I8", 8},
    StoredType{"U64", 64},        StoredType{"U32", 32},    StoredType{"U16", 16},    StoredType{"U8", 8},
    StoredType{"BOOL", 8},        StoredType{"C64", 64},
};

[[noreturn]] void corrupt(const std::string& what, const std::string& where) {
  throw Error(ErrorCode::kCorrupt, what, where, kHint);
}

// Bytes of so many numbers of the type. nullopt when that overflows or is no whole number of bytes.
std::optional<std::uint64_t> stored_bytes(const std::vector<std::uint64_t>& shape, std::uint64_t bits) {
  std::uint64_t n = bits;
  for (const std::uint64_t extent : shape) {
    const std::optional<std::uint64_t> product = checked_multiply(n, extent);
    if (!product) {
      return std::nullopt;
    }
    n = *product;
  }
  return n % 8 == 0 ? std::optional(n / 8) : std::nullopt;
}

SafetensorsTensor checked_tensor(SafetensorsEntry entry, std::span<const std::byte> data,
                                 const std::filesystem::path& path) {
  const std::string where = path.string() + ", tensor " + entry.name;
  const auto type = std::find_if(kStoredTypes.begin(), kStoredTypes.end(),
                                 [&](const StoredType& each) { return each.name == entry.type; });
  if (type == kStoredTypes.end()) {
    throw Error(ErrorCode::kUnsupported, "the tensor's element type \"" + entry.type + "\" is not known", where,
                "use a copy of the model in BF16, F16 or F32");
  }
  const auto [begin, end] = entry.offsets;
  if (begin > end || end > data.size()) {
    corrupt("its bytes from " + std::to_string(begin) + " to " + std::to_string(end) + " do not lie in the " +
                std::to_string(data.size()) + " bytes behind the header",
            where);
  }
  const std::optional<std::uint64_t> needed = stored_bytes(entry.shape, type->bits);
  if (!needed || *needed != end - begin) {
    corrupt("its " + std::to_string(end - begin) + " bytes do not fit its shape and element type", where);
  }
  return {std::move(entry.name), std::move(entry.type), std::move(entry.shape), data.subspan(begin, end - begin)};
}

// The format has neither overlaps nor holes.
void check_tiling(const std::vector<SafetensorsTensor>& tensors, std::span<const std::byte> data,
                  const std::filesystem::path& path) {
  std::vector<const SafetensorsTensor*> ordered;
  for (const SafetensorsTensor& tensor : tensors) {
    ordered.push_back(&tensor);
  }
  std::sort(ordered.begin(), ordered.end(), [](const SafetensorsTensor* a, const SafetensorsTensor* b) {
    return std::pair(a->data.data(), a->data.size()) < std::pair(b->data.data(), b->data.size());
  });
  const std::byte* expected = data.data();
  for (const SafetensorsTensor* tensor : ordered) {
    if (tensor->data.data() != expected) {
      corrupt(tensor->data.data() < expected ? "its bytes overlap those of another tensor"
                                             : "there are bytes before it that belong to no tensor",
              path.string() + ", tensor " + tensor->name);
    }
    expected += tensor->data.size();
  }
  if (expected != data.data() + data.size()) {
    corrupt("there are bytes behind the last tensor", path.string());
  }
}

std::vector<SafetensorsTensor> read_tensors(std::span<const std::byte> bytes, const std::filesystem::path& path) {
  std::uint64_t header_bytes = 0;
  if (bytes.size() < sizeof header_bytes) {
    corrupt("the file is shorter than the length of its header", path.string() + ", byte 0");
  }
  std::memcpy(&header_bytes, bytes.data(), sizeof header_bytes);
  if (header_bytes > kMaxSafetensorsHeaderBytes) {
    throw Error(
        ErrorCode::kLimit,
        "the header has more than kMaxSafetensorsHeaderBytes, " + std::to_string(kMaxSafetensorsHeaderBytes) + " bytes",
        path.string() + ", byte 0", "this may be no safetensors file; download it again");
  }
  if (header_bytes > bytes.size() - sizeof header_bytes) {
    corrupt("the header is longer than the file", path.string() + ", byte 0");
  }
  const std::span<const std::byte> header = bytes.subspan(sizeof header_bytes, header_bytes);
  const std::span<const std::byte> data = bytes.subspan(sizeof header_bytes + header_bytes);
  if (header.empty() || header.front() != std::byte{'{'}) {
    corrupt("the header does not begin with {", path.string() + ", byte " + std::to_string(sizeof header_bytes));
  }
  std::vector<SafetensorsTensor> tensors;
  for (SafetensorsEntry& entry :
       read_safetensors_header({reinterpret_cast<const char*>(header.data()), header.size()}, path)) {
    tensors.push_back(checked_tensor(std::move(entry), data, path));
  }
  check_tiling(tensors, data, path);
  return tensors;
}

}  // namespace

struct SafetensorsFile::State {
  std::filesystem::path path;
  std::optional<MappedFile> map;
  std::vector<SafetensorsTensor> tensors;
};

SafetensorsFile::SafetensorsFile(std::unique_ptr<const State> state) : state_(std::move(state)) {}
SafetensorsFile::~SafetensorsFile() = default;
SafetensorsFile::SafetensorsFile(SafetensorsFile&&) noexcept = default;

SafetensorsFile SafetensorsFile::open(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->map.emplace(path);
  state->tensors = read_tensors(state->map->bytes(), path);
  return SafetensorsFile(std::move(state));
}

SafetensorsFile SafetensorsFile::from_bytes(std::span<const std::byte> bytes, const std::filesystem::path& name) {
  auto state = std::make_unique<State>();
  state->path = name;
  state->tensors = read_tensors(bytes, name);
  return SafetensorsFile(std::move(state));
}

const std::filesystem::path& SafetensorsFile::path() const noexcept { return state_->path; }
const std::vector<SafetensorsTensor>& SafetensorsFile::tensors() const noexcept { return state_->tensors; }
void SafetensorsFile::release(std::span<const std::byte> part) const noexcept {
  if (state_->map) {
    state_->map->release(part);
  }
}

}  // namespace oree::workbench
