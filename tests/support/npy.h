// Reads the .npy files of tests/golden: little-endian float32 or int32, C order.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace oree::test {

template <class Element>
struct Array {
  std::vector<std::size_t> shape;
  std::vector<Element> values;
};

// Throws std::runtime_error when the file is not such an array.
template <class Element>
Array<Element> read_npy(const std::filesystem::path& path) {
  static_assert(std::is_same_v<Element, float> || std::is_same_v<Element, std::int32_t>);
  const auto fail = [&](const char* what) -> std::runtime_error {
    return std::runtime_error(path.string() + ": " + what);
  };
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  constexpr std::size_t kHeaderStart = 10;  // magic, version, length of the header in 16 bits
  if (bytes.size() < kHeaderStart || bytes.compare(0, 7, std::string("\x93NUMPY\x01", 7)) != 0) {
    throw fail("not an .npy file of version 1");
  }
  const std::size_t header_size =
      static_cast<unsigned char>(bytes[8]) + static_cast<std::size_t>(static_cast<unsigned char>(bytes[9])) * 256;
  const std::string header = bytes.substr(kHeaderStart, header_size);
  if (header.find(std::is_same_v<Element, float> ? "'<f4'" : "'<i4'") == std::string::npos ||
      header.find("'fortran_order': False") == std::string::npos) {
    throw fail("another element type or order");
  }
  Array<Element> array;
  std::size_t n = 1;
  const std::size_t open = header.find('(');
  const std::string shape = header.substr(open + 1, header.find(')') - open - 1);
  for (std::size_t i = 0; i < shape.size();) {
    if (shape[i] < '0' || shape[i] > '9') {
      ++i;
      continue;
    }
    std::size_t used = 0;
    array.shape.push_back(std::stoul(shape.substr(i), &used));
    n *= array.shape.back();
    i += used;
  }
  if (bytes.size() != kHeaderStart + header_size + n * sizeof(Element)) {
    throw fail("its size does not fit its shape");
  }
  array.values.resize(n);
  std::memcpy(array.values.data(), bytes.data() + kHeaderStart + header_size, n * sizeof(Element));
  return array;
}

}  // namespace oree::test
