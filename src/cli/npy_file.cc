#include "cli/npy_file.h"

#include <bit>
#include <cerrno>
#include <cstring>
#include <string>

#include "oree/error.h"

namespace oree::cli {
namespace {

static_assert(std::endian::native == std::endian::little, "the header says '<f4'");

constexpr std::size_t kHeaderAlignment = 64;

}  // namespace

NpyFile::NpyFile(const std::filesystem::path& path, std::size_t n_rows, std::size_t n_columns)
    : path_(path), file_(path, std::ios::binary | std::ios::trunc) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(n_rows) + ", " +
                       std::to_string(n_columns) + "), }";
  constexpr std::size_t kPreamble = 10;  // magic, version, length
  header.resize((kPreamble + header.size() + kHeaderAlignment) / kHeaderAlignment * kHeaderAlignment - kPreamble, ' ');
  header.back() = '\n';
  file_ << "\x93NUMPY" << '\x01' << '\0' << static_cast<char>(header.size() & 0xFF)
        << static_cast<char>(header.size() >> 8) << header;
  check();
}

void NpyFile::write(std::span<const float> values) {
  file_.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size_bytes()));
  check();
}

void NpyFile::finish() {
  file_.close();
  check();
}

void NpyFile::check() const {
  if (!file_) {
    throw Error(ErrorCode::kIo, std::string("cannot write the logits: ") + std::strerror(errno), path_.string(),
                "choose a file in a folder that exists and has space");
  }
}

}  // namespace oree::cli
