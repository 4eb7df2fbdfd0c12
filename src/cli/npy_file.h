// A NumPy file of float32 rows, written row by row. Source: NumPy's NEP 1, format version 1.0.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>

namespace oree::cli {

class NpyFile {
 public:
  // Throws Error kIo, as do the others.
  NpyFile(const std::filesystem::path& path, std::size_t n_rows, std::size_t n_columns);
  void write(std::span<const float> values);
  void finish();

 private:
  void check() const;

  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace oree::cli
