#include "gguf/parser.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "base/checked.h"
#include "gguf/byte_reader.h"
#include "gguf/ggml_types.h"
#include "gguf/limits.h"

namespace oree::gguf {
namespace {

// The fewest bytes an entry can take: an early end shows before a count is believed.
constexpr std::uint64_t kSmallestKeyValue = 8 + 1 + 4 + 1;        // length, one character, type, value
constexpr std::uint64_t kSmallestTensor = 8 + 1 + 4 + 8 + 4 + 8;  // name, dimensions, one size, type, offset

struct Header {
  std::uint32_t version;
  std::uint64_t n_tensors;
  std::uint64_t n_keys;
};

std::uint64_t read_count(ByteReader& reader, std::string_view what, std::uint64_t smallest_bytes, std::uint64_t limit,
                         std::string_view limit_name) {
  const auto count = reader.read<std::uint64_t>("the number of " + std::string(what));
  if (count > reader.remaining() / smallest_bytes) {
    throw reader.corrupt("the file claims " + std::to_string(count) + ' ' + std::string(what) +
                         ", more than its size can hold");
  }
  reader.check_limit(count, limit, limit_name, "the file has {} " + std::string(what));
  return count;
}

Header read_header(ByteReader& reader) {
  constexpr std::uint32_t kMagic = 0x46554747;  // "GGUF"
  if (reader.remaining() < sizeof kMagic || reader.read<std::uint32_t>("the magic number") != kMagic) {
    throw Error(ErrorCode::kCorrupt, "this is not a GGUF file: it does not start with \"GGUF\"",
                reader.name() + ", byte 0", "give the path of a model in GGUF format");
  }
  const auto version = reader.read<std::uint32_t>("the version");
  if (version != 0 && (version & 0xffffu) == 0) {
    throw Error(ErrorCode::kUnsupported, "the file is big-endian; Orée reads little-endian files", reader.where(),
                "convert the model again for a little-endian machine");
  }
  if (version < 2 || version > 3) {
    throw Error(ErrorCode::kUnsupported,
                "the file has GGUF version " + std::to_string(version) + "; versions 2 and 3 are supported",
                reader.where(), "convert the model again with a current converter");
  }
  // Tensors come later in the file than keys, but their count comes first.
  const std::uint64_t n_tensors = read_count(reader, "tensors", kSmallestTensor, kMaxTensors, "kMaxTensors");
  const std::uint64_t n_keys =
      read_count(reader, "metadata keys", kSmallestKeyValue, kMaxMetadataKeys, "kMaxMetadataKeys");
  return {version, n_tensors, n_keys};
}

bool is_printable_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string_view read_name(ByteReader& reader, std::string_view what, std::uint64_t limit_bytes,
                           std::string_view limit_name) {
  const std::string_view name = reader.read_string(what, limit_bytes, limit_name);
  if (name.empty()) {
    throw reader.corrupt(std::string(what) + " is empty");
  }
  // Names are shown to people and become part of error messages.
  if (!is_printable_ascii(name)) {
    throw reader.corrupt(std::string(what) + " holds characters that are not printable ASCII");
  }
  return name;
}

void read_metadata(ByteReader& reader, std::uint64_t n_keys, ParsedFile& file) {
  for (std::uint64_t i = 0; i < n_keys; ++i) {
    const std::string_view key = read_name(reader, "a metadata key", kMaxKeyBytes, "kMaxKeyBytes");
    const Value value = read_value(reader, key);
    if (!file.metadata.emplace(key, value).second) {
      throw reader.corrupt("the metadata key \"" + std::string(key) + "\" is there twice");
    }
    file.keys.push_back(key);
  }
}

std::uint64_t read_alignment(const ByteReader& reader, const ParsedFile& file) {
  const auto found = file.metadata.find("general.alignment");
  if (found == file.metadata.end()) {
    return kDefaultAlignment;
  }
  const auto alignment = as_unsigned(found->second);
  if (!alignment || !std::has_single_bit(*alignment) || *alignment < kMinAlignment) {
    throw reader.corrupt("general.alignment is not a power of two of at least " + std::to_string(kMinAlignment));
  }
  reader.check_limit(*alignment, kMaxAlignment, "kMaxAlignment", "general.alignment is {}");
  return *alignment;
}

// What a tensor takes in the file; nullopt for an unknown type.
std::optional<std::uint64_t> read_size(const ByteReader& reader, const TensorInfo& tensor) {
  const auto too_large = [&] {
    return reader.corrupt("the tensor \"" + std::string(tensor.name) +
                          "\" claims more elements than any file can hold");
  };
  std::uint64_t n_rows = 1;
  for (std::size_t i = 1; i < tensor.shape.size(); ++i) {
    const auto product = checked_multiply(n_rows, tensor.shape[i]);
    if (!product) {
      throw too_large();
    }
    n_rows = *product;
  }
  const auto n_elements = checked_multiply(n_rows, tensor.shape[0]);
  if (!n_elements || *n_elements > INT64_MAX) {
    throw too_large();
  }
  const GgmlType* type = find_ggml_type(tensor.type);
  if (type == nullptr) {
    return std::nullopt;
  }
  if (tensor.shape[0] % type->block_size != 0) {
    throw reader.corrupt("the tensor \"" + std::string(tensor.name) + "\" has rows of " +
                         std::to_string(tensor.shape[0]) + " elements, not a multiple of the " +
                         std::to_string(type->block_size) + " of a block of " + std::string(type->name));
  }
  const auto n_bytes = checked_multiply(*n_elements / type->block_size, type->block_bytes);
  if (!n_bytes) {
    throw too_large();
  }
  return n_bytes;
}

struct Extent {
  std::uint64_t begin;    // relative to the data section
  std::uint64_t n_bytes;  // 0 when the type is unknown
  std::size_t tensor;
};

Extent read_tensor(ByteReader& reader, ParsedFile& file) {
  TensorInfo tensor{};
  tensor.name = read_name(reader, "a tensor's name", kMaxTensorNameBytes, "kMaxTensorNameBytes");
  const std::string subject = "the tensor \"" + std::string(tensor.name) + '"';
  const auto n_dimensions = reader.read<std::uint32_t>("the number of dimensions of " + subject);
  if (n_dimensions == 0) {
    throw reader.corrupt(subject + " has no dimensions");
  }
  reader.check_limit(n_dimensions, kMaxDimensions, "kMaxDimensions", subject + " has {} dimensions");
  for (std::uint32_t i = 0; i < n_dimensions; ++i) {
    tensor.shape.push_back(reader.read<std::uint64_t>("the shape of " + subject));
    if (tensor.shape.back() == 0) {
      throw reader.corrupt(subject + " has a dimension of size 0");
    }
  }
  tensor.type = reader.read<std::uint32_t>("the type of " + subject);
  const auto offset = reader.read<std::uint64_t>("the offset of " + subject);
  const auto n_bytes = read_size(reader, tensor);
  const std::size_t index = file.tensors.size();
  if (!file.tensor_index.emplace(tensor.name, index).second) {
    throw reader.corrupt(subject + " is there twice");
  }
  file.tensors.push_back(std::move(tensor));
  return {offset, n_bytes.value_or(0), index};
}

// Gives every tensor its bytes, after checking that they are inside the data section.
void bind_data(const ByteReader& reader, std::uint64_t alignment, const std::vector<Extent>& extents,
               ParsedFile& file) {
  const std::uint64_t padding = (alignment - reader.offset() % alignment) % alignment;
  if (padding > reader.remaining()) {
    throw reader.corrupt("the file ends before its tensor data begins");
  }
  const std::uint64_t data_begin = reader.offset() + padding;
  const auto data = reader.bytes().subspan(data_begin);
  for (const Extent& extent : extents) {
    TensorInfo& tensor = file.tensors[extent.tensor];
    const std::string subject = "the tensor \"" + std::string(tensor.name) + '"';
    if (extent.begin % alignment != 0) {
      throw reader.corrupt(subject + " lies at offset " + std::to_string(extent.begin) +
                           ", not a multiple of the alignment " + std::to_string(alignment));
    }
    const auto end = checked_add(extent.begin, extent.n_bytes);
    if (!end || *end > data.size()) {
      throw reader.corrupt(subject + " needs " + std::to_string(extent.n_bytes) + " bytes at offset " +
                           std::to_string(extent.begin) + ", but the data section has " + std::to_string(data.size()));
    }
    tensor.file_offset = data_begin + extent.begin;
    tensor.data = data.subspan(extent.begin, extent.n_bytes);
  }
}

void check_overlaps(const ByteReader& reader, std::vector<Extent> extents, const ParsedFile& file) {
  std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) { return a.begin < b.begin; });
  for (std::size_t i = 1; i < extents.size(); ++i) {
    const Extent& before = extents[i - 1];
    const Extent& after = extents[i];
    // A tensor of unknown type has at least one byte.
    if (before.begin + std::max<std::uint64_t>(before.n_bytes, 1) > after.begin) {
      throw reader.corrupt("the tensors \"" + std::string(file.tensors[before.tensor].name) + "\" and \"" +
                           std::string(file.tensors[after.tensor].name) + "\" overlap");
    }
  }
}

}  // namespace

ParsedFile parse(std::span<const std::byte> bytes, const std::string& name) {
  ByteReader reader(bytes, name);
  ParsedFile file;
  const Header header = read_header(reader);
  file.version = header.version;
  read_metadata(reader, header.n_keys, file);
  const std::uint64_t alignment = read_alignment(reader, file);
  std::vector<Extent> extents;
  for (std::uint64_t i = 0; i < header.n_tensors; ++i) {
    extents.push_back(read_tensor(reader, file));
  }
  if (!extents.empty()) {
    bind_data(reader, alignment, extents, file);
    check_overlaps(reader, std::move(extents), file);
  }
  return file;
}

}  // namespace oree::gguf
