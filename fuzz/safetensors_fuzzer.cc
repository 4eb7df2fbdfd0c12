// Any bytes as a safetensors file: an Error, or tensors that lie side by side inside the bytes.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "oree/error.h"
#include "workbench/convert/safetensors.h"

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  try {
    const auto file = oree::workbench::SafetensorsFile::from_bytes(bytes);
    std::size_t n_bytes = 0;
    for (const auto& tensor : file.tensors()) {
      require(tensor.data.data() >= bytes.data() &&
              tensor.data.data() + tensor.data.size() <= bytes.data() + bytes.size());
      n_bytes += tensor.data.size();
    }
    require(n_bytes < bytes.size());
  } catch (const oree::Error&) {
  }
  return 0;
}
