// The file that `oree calibrate` makes for a model: `STEM.qfilters.gguf`. docs/calibration.md
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cache/q_filters.h"
#include "cache/query_statistics.h"
#include "gguf/file.h"

namespace oree::cache {

// The model a filter file is made for, or looked up for.
struct CalibratedModel {
  std::string name;         // for people
  std::string fingerprint;  // the same for every quantisation of a model
  int n_layers = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  bool rope_halves = false;  // RopeGeometry::halves
};

struct FilterFile {
  CalibratedModel model;
  std::int64_t n_tokens = 0;  // that the filters are made from; 0: imported
  std::uint32_t seed = 0;     // of the sampled rows
  QFilters filters;
  std::optional<QueryStatistics> statistics;
};

// "models/small.gguf" -> "models/small.qfilters.gguf"
std::filesystem::path filter_file_beside(const std::filesystem::path& model);

// The file appears under its name when it is complete. Throws Error as gguf::Writer.
void write_filter_file(const std::filesystem::path& path, const FilterFile& file);

// Whether the file is a filter file with statistics; false for what cannot be read.
bool holds_statistics(const std::filesystem::path& path) noexcept;

// The filters of that model. Statistics are read when wanted and there.
// Throws Error: as gguf::File::open; kUnsupported (no filter file, another version); kCorrupt (a key or tensor that is
// missing, has another shape or holds a number that is not finite); kInvalid (filters of another model, with the names
// of both).
FilterFile read_filter_file(const std::filesystem::path& path, const CalibratedModel& model,
                            bool with_statistics = true);
// The same of a file that is open.
FilterFile read_filter_file(const gguf::File& file, const CalibratedModel& model, bool with_statistics = true);

}  // namespace oree::cache
