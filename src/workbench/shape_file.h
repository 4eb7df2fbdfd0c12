// A model file of a known shape whose weights mean nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "oree/json.h"
#include "workbench/model_shapes.h"

namespace oree::workbench {

// Writes a file that any program for GGUF files of the architecture loads: weights drawn from N(0, 1 / row length), so
// that nothing overflows, norms of 1, and a byte-level BPE vocabulary of the shape's size. A tensor repeats a few
// dozen rows, which no speed depends on. The same bytes at each call. type: as of quantize_model.
// on_progress: tensors written and in all; may be empty.
// Returns {"shape", "architecture", "type", "parameters", "bytes": of the file, "path"}.
// Throws Error kUsage (the type), kInvalid (what would be replaced is no GGUF file), what gguf::Writer throws.
Json write_shape_file(const ModelShape& shape, const std::filesystem::path& path, std::string_view type,
                      const std::function<void(int done, int total)>& on_progress);

// A folder of its own below the system's folder for temporary files, removed at the end with what it holds.
class TemporaryFolder {
 public:
  // Throws Error kPermission, kIo.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace oree::workbench
