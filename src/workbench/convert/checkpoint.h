// The weights of a Hugging Face folder, whatever files they are spread over.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "workbench/convert/safetensors.h"

namespace oree::workbench {

inline constexpr std::size_t kMaxShards = 4096;

// A tensor and the file it lies in.
struct SourceTensor {
  const SafetensorsTensor* tensor = nullptr;
  const SafetensorsFile* file = nullptr;
};

class Checkpoint {
 public:
  // Maps model.safetensors, else the shards of model.safetensors.index.json, else every *.safetensors of the folder.
  // Throws Error: kNotFound (no weights, a shard); kUnsupported (weights of another format, with the files wanted);
  // kCorrupt (an index that contradicts its shards); kLimit; as SafetensorsFile::open.
  static Checkpoint open(const std::filesystem::path& folder);

  // File by file, in the order of their headers. No name stands twice. Valid as long as this object.
  const std::vector<SourceTensor>& tensors() const noexcept { return tensors_; }

 private:
  Checkpoint() = default;
  void add(const std::filesystem::path& path);

  std::vector<SafetensorsFile> files_;
  std::vector<SourceTensor> tensors_;
};

}  // namespace oree::workbench
