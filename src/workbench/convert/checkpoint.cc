#include "workbench/convert/checkpoint.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <system_error>

#include "oree/error.h"
#include "workbench/convert/json_document.h"

namespace oree::workbench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWhole = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";
constexpr std::uint64_t kMaxIndexBytes = std::uint64_t{64} << 20;
constexpr const char* kWanted =
    "wanted: config.json, a tokenizer, and model.safetensors or model.safetensors.index.json with its shards";

using WeightMap = std::map<std::string, std::string>;  // tensor to shard

WeightMap read_index(const fs::path& path) {
  const Json index = read_json_object(path, kMaxIndexBytes);
  const auto weight_map = index.find("weight_map");
  if (weight_map == index.end() || !weight_map->is_object() || weight_map->empty()) {
    throw Error(ErrorCode::kCorrupt, "the index has no weight_map", path.string(), "download the file again");
  }
  WeightMap result;
  for (const auto& [tensor, shard] : weight_map->items()) {
    if (!shard.is_string()) {
      throw Error(ErrorCode::kCorrupt, "the shard of a tensor is no file name", path.string() + ", tensor " + tensor,
                  "download the file again");
    }
    result[tensor] = shard.get<std::string>();
  }
  return result;
}

// A shard lies in the folder itself: an index must not reach other files.
void check_shard_name(const std::string& shard, const fs::path& index) {
  if (shard.find('/') != std::string::npos || shard.find('\0') != std::string::npos ||
      !shard.ends_with(".safetensors") || shard.front() == '.') {
    throw Error(ErrorCode::kCorrupt, "the index names a shard \"" + shard + "\" that is no safetensors file beside it",
                index.string(), "download the index again");
  }
}

void check_index(const WeightMap& weight_map, const std::vector<SourceTensor>& tensors, const fs::path& index) {
  std::set<std::string_view> found;
  for (const SourceTensor& each : tensors) {
    const auto listed = weight_map.find(each.tensor->name);
    if (listed == weight_map.end() || listed->second != each.file->path().filename()) {
      throw Error(ErrorCode::kCorrupt, "tensor \"" + each.tensor->name + "\" lies in a shard where the index has none",
                  each.file->path().string(), "download " + index.string() + " and its shards again");
    }
    found.insert(each.tensor->name);
  }
  for (const auto& [tensor, shard] : weight_map) {
    if (!found.contains(tensor)) {
      throw Error(ErrorCode::kCorrupt, "tensor \"" + tensor + "\" is missing in its shard",
                  (index.parent_path() / shard).string(), "download the shard again");
    }
  }
}

std::vector<std::string> file_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
    names.push_back(entry->path().filename().string());
  }
  if (failure) {
    throw Error(failure == std::errc::permission_denied ? ErrorCode::kPermission : ErrorCode::kNotFound,
                "cannot list the folder: " + failure.message(), folder.string(), "name a model's folder");
  }
  std::sort(names.begin(), names.end());
  return names;
}

[[noreturn]] void throw_no_weights(const fs::path& folder, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name.starts_with("consolidated")) {
      throw Error(ErrorCode::kUnsupported, "the weights are in Mistral's own format", (folder / name).string(),
                  kWanted);
    }
    if (name.ends_with(".bin") || name.ends_with(".pt") || name.ends_with(".pth")) {
      throw Error(ErrorCode::kUnsupported, "PyTorch's pickled weights are not read", (folder / name).string(),
                  "save the model as safetensors first (transformers: save_pretrained), or download that edition");
    }
    if (name.starts_with("adapter_model")) {
      throw Error(ErrorCode::kUnsupported, "the folder holds an adapter, no model", (folder / name).string(),
                  "merge it into its model first");
    }
  }
  throw Error(ErrorCode::kNotFound, "the folder holds no weights", folder.string(), kWanted);
}

}  // namespace

void Checkpoint::add(const fs::path& path) {
  if (files_.size() == kMaxShards) {
    throw Error(ErrorCode::kLimit, "the weights have more than kMaxShards, " + std::to_string(kMaxShards) + " files",
                path.parent_path().string());
  }
  files_.push_back(SafetensorsFile::open(path));
}

Checkpoint Checkpoint::open(const fs::path& folder) {
  const std::vector<std::string> names = file_names(folder);
  const auto has = [&](std::string_view name) { return std::binary_search(names.begin(), names.end(), name); };
  Checkpoint result;
  WeightMap weight_map;
  if (has(kWhole)) {
    result.add(folder / kWhole);
  } else if (has(kIndex)) {
    weight_map = read_index(folder / kIndex);
    std::set<std::string> shards;
    for (const auto& [tensor, shard] : weight_map) {
      check_shard_name(shard, folder / kIndex);
      shards.insert(shard);
    }
    for (const std::string& shard : shards) {
      result.add(folder / shard);
    }
  } else {
    for (const std::string& name : names) {
      if (name.ends_with(".safetensors") && !name.starts_with("consolidated") && !name.starts_with("adapter_model")) {
        result.add(folder / name);
      }
    }
  }
  if (result.files_.empty()) {
    throw_no_weights(folder, names);
  }
  std::set<std::string_view> known;
  for (const SafetensorsFile& file : result.files_) {
    for (const SafetensorsTensor& tensor : file.tensors()) {
      if (!known.insert(tensor.name).second) {
        throw Error(ErrorCode::kCorrupt, "tensor \"" + tensor.name + "\" lies in two files", file.path().string(),
                    "remove the file that does not belong to the model");
      }
      result.tensors_.push_back({&tensor, &file});
    }
  }
  if (!weight_map.empty()) {
    check_index(weight_map, result.tensors_, folder / kIndex);
  }
  return result;
}

}  // namespace oree::workbench
