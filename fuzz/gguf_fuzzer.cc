// Any bytes as a model file: an Error or a file whose every view lies inside the bytes.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "gguf/file.h"
#include "oree/error.h"

namespace {

using oree::gguf::File;

// Calls a reader of one type; a value of another type is an Error, and fine.
template <class Read>
void attempt(Read read) {
  try {
    read();
  } catch (const oree::Error&) {
  }
}

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

std::uint64_t sum(std::span<const std::byte> bytes) {
  std::uint64_t total = 0;
  for (const std::byte byte : bytes) {
    total += static_cast<std::uint64_t>(byte);
  }
  return total;
}

void read_everything(const File& file, std::span<const std::byte> bytes) {
  std::uint64_t total = 0;
  for (const std::string_view key : file.keys()) {
    require(file.has(key));
    attempt([&] { total += file.get_unsigned(key); });
    attempt([&] { file.get_float(key); });
    attempt([&] { file.find_bool(key); });
    attempt([&] { total += sum(std::as_bytes(std::span(file.get_string(key)))); });
    attempt([&] { file.find_floats(key); });
    attempt([&] { file.find_integers(key); });
    attempt([&] { file.find_bools(key); });
    attempt([&] {
      const auto strings = file.find_strings(key);
      for (const std::string_view text : *strings) {
        total += sum(std::as_bytes(std::span(text)));
      }
    });
  }
  for (const oree::gguf::TensorInfo& tensor : file.tensors()) {
    require(file.find_tensor(tensor.name) == &tensor);
    require(!tensor.shape.empty());
    require(tensor.data.empty() ||
            (tensor.file_offset <= bytes.size() && tensor.data.size() <= bytes.size() - tensor.file_offset &&
             tensor.data.data() == bytes.data() + tensor.file_offset));
    total += sum(tensor.data);
  }
  volatile std::uint64_t sink = total;  // so that no read is optimised away
  static_cast<void>(sink);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  try {
    read_everything(File::from_bytes(bytes), bytes);
  } catch (const oree::Error&) {
  }
  return 0;
}
