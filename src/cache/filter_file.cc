#include "cache/filter_file.h"

#include <cmath>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "gguf/file.h"
#include "gguf/writer.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

constexpr std::string_view kArchitecture = "qfilters";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kF32 = 0;  // ggml's id

struct NamedValues {
  std::string_view name;
  std::vector<std::uint64_t> shape;  // the row length first
  const std::vector<float>* values;
};

struct Extents {
  explicit Extents(const CalibratedModel& model)
      : layers(static_cast<std::uint64_t>(model.n_layers)),
        heads(static_cast<std::uint64_t>(model.n_heads)),
        kv_heads(static_cast<std::uint64_t>(model.n_kv_heads)),
        dim(static_cast<std::uint64_t>(model.head_dim)) {}
  std::uint64_t layers;
  std::uint64_t heads;
  std::uint64_t kv_heads;
  std::uint64_t dim;
};

NamedValues filters_tensor(const Extents& n, const QFilters& filters) {
  return {"q_filters", {n.dim, n.kv_heads, n.layers}, &filters.values};
}

std::vector<NamedValues> statistics_tensors(const Extents& n, const QueryStatistics& statistics) {
  return {{"query_mean", {n.dim, n.heads, n.layers}, &statistics.query_mean},
          {"query_moment", {n.dim, n.dim, n.heads, n.layers}, &statistics.query_moment},
          {"key_mean", {n.dim, n.kv_heads, n.layers}, &statistics.key_mean},
          {"key_moment", {n.dim, n.dim, n.kv_heads, n.layers}, &statistics.key_moment},
          {"value_norm", {n.kv_heads, n.layers}, &statistics.value_norm},
          {"value_gram", {n.dim, n.dim, n.kv_heads, n.layers}, &statistics.value_gram}};
}

std::uint64_t n_elements(const std::vector<std::uint64_t>& shape) {
  std::uint64_t n = 1;
  for (const std::uint64_t extent : shape) {
    n *= extent;
  }
  return n;
}

const char* pairs_name(bool halves) { return halves ? "halves" : "neighbours"; }

// The one way to mend what is wrong with a filter file.
constexpr const char* kCalibrateAgain = "make the filters of this model again: oree calibrate -m MODEL -f TEXT";

std::vector<float> read_tensor(const gguf::File& file, const NamedValues& wanted) {
  const std::string name(wanted.name);
  const gguf::TensorInfo* tensor = file.find_tensor(name);
  const std::string where = file.path().string() + ", tensor " + name;
  if (tensor == nullptr) {
    throw Error(ErrorCode::kCorrupt, "tensor \"" + name + "\" is missing", file.path().string(), kCalibrateAgain);
  }
  const std::uint64_t n = n_elements(wanted.shape);
  if (tensor->type != kF32 || tensor->shape != wanted.shape || tensor->data.size() != n * sizeof(float)) {
    throw Error(ErrorCode::kCorrupt, "tensor \"" + name + "\" has another type or shape than the model's heads", where,
                kCalibrateAgain);
  }
  std::vector<float> values(n);
  std::memcpy(values.data(), tensor->data.data(), tensor->data.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      throw Error(ErrorCode::kCorrupt,
                  "tensor \"" + name + "\" holds a number that is not finite, element " + std::to_string(i), where,
                  kCalibrateAgain);
    }
  }
  return values;
}

void check_kind(const gguf::File& file) {
  const std::string_view architecture = file.get_string("general.architecture");
  if (architecture != kArchitecture) {
    throw Error(ErrorCode::kUnsupported,
                "this is not a filter file but a model of architecture \"" + std::string(architecture) + "\"",
                file.path().string(), "name a file that `oree calibrate` made");
  }
  const std::uint64_t version = file.get_unsigned("qfilters.version");
  if (version != kVersion) {
    throw Error(ErrorCode::kUnsupported, "filter files of version " + std::to_string(version) + " are not read",
                file.path().string(), "supported: version " + std::to_string(kVersion));
  }
}

void check_model(const gguf::File& file, const CalibratedModel& model) {
  const std::string name(file.get_string("qfilters.model"));
  const bool same = file.get_string("qfilters.fingerprint") == model.fingerprint;
  const bool same_layout = file.get_string("qfilters.rope_pairs") == pairs_name(model.rope_halves);
  if (!same || !same_layout) {
    throw Error(ErrorCode::kInvalid,
                "these filters belong to the model \"" + name + "\", not to \"" + model.name + "\"" +
                    (name == model.name || same ? ", whose weights or RoPE layout differ" : ""),
                file.path().string(), kCalibrateAgain);
  }
}

}  // namespace

std::filesystem::path filter_file_beside(const std::filesystem::path& model) {
  std::filesystem::path path = model;
  return path.replace_extension(".qfilters.gguf");
}

void write_filter_file(const std::filesystem::path& path, const FilterFile& file) {
  const Extents extents(file.model);
  std::vector<NamedValues> tensors{filters_tensor(extents, file.filters)};
  if (file.statistics) {
    const std::vector<NamedValues> more = statistics_tensors(extents, *file.statistics);
    tensors.insert(tensors.end(), more.begin(), more.end());
  }
  gguf::Writer writer(path);
  writer.set_string("general.architecture", kArchitecture);
  writer.set_string("general.name", file.model.name);
  writer.set_uint32("qfilters.version", kVersion);
  writer.set_string("qfilters.model", file.model.name);
  writer.set_string("qfilters.fingerprint", file.model.fingerprint);
  writer.set_string("qfilters.rope_pairs", pairs_name(file.model.rope_halves));
  writer.set_uint32("qfilters.head_count", static_cast<std::uint32_t>(file.model.n_heads));
  writer.set_uint32("qfilters.token_count", static_cast<std::uint32_t>(file.n_tokens));
  writer.set_uint32("qfilters.seed", file.seed);
  if (file.statistics) {
    writer.set_uint32("qfilters.statistics.token_count", static_cast<std::uint32_t>(file.statistics->n_tokens));
  }
  for (const NamedValues& tensor : tensors) {
    check(tensor.values->size() == n_elements(tensor.shape), "write_filter_file: a tensor has another size");
    writer.add_tensor(tensor.name, tensor.shape, kF32);
  }
  writer.begin_data();
  for (const NamedValues& tensor : tensors) {
    writer.write(std::as_bytes(std::span(*tensor.values)));
  }
  writer.finish();
}

bool holds_statistics(const std::filesystem::path& path) noexcept {
  try {
    const gguf::File file = gguf::File::open(path);
    check_kind(file);
    return file.find_unsigned("qfilters.statistics.token_count").has_value();
  } catch (const std::exception&) {
    return false;
  }
}

FilterFile read_filter_file(const std::filesystem::path& path, const CalibratedModel& model, bool with_statistics) {
  return read_filter_file(gguf::File::open(path), model, with_statistics);
}

FilterFile read_filter_file(const gguf::File& file, const CalibratedModel& model, bool with_statistics) {
  check_kind(file);
  check_model(file, model);
  FilterFile result;
  result.model = model;
  result.n_tokens = static_cast<std::int64_t>(file.get_unsigned("qfilters.token_count"));
  result.seed = static_cast<std::uint32_t>(file.get_unsigned("qfilters.seed"));
  const Extents extents(model);
  result.filters = {
      .n_layers = model.n_layers, .n_kv_heads = model.n_kv_heads, .head_dim = model.head_dim, .values = {}};
  result.filters.values = read_tensor(file, filters_tensor(extents, result.filters));
  const std::optional<std::uint64_t> counted = file.find_unsigned("qfilters.statistics.token_count");
  if (!with_statistics || !counted) {
    return result;
  }
  QueryStatistics statistics{.n_layers = model.n_layers,
                             .n_heads = model.n_heads,
                             .n_kv_heads = model.n_kv_heads,
                             .head_dim = model.head_dim,
                             .n_tokens = static_cast<std::int64_t>(*counted),
                             .query_mean = {},
                             .query_moment = {},
                             .key_mean = {},
                             .key_moment = {},
                             .value_norm = {},
                             .value_gram = {}};
  std::vector<std::vector<float>*> targets{&statistics.query_mean, &statistics.query_moment, &statistics.key_mean,
                                           &statistics.key_moment, &statistics.value_norm,   &statistics.value_gram};
  const std::vector<NamedValues> wanted = statistics_tensors(extents, statistics);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    *targets[i] = read_tensor(file, wanted[i]);
  }
  result.statistics = std::move(statistics);
  return result;
}

}  // namespace oree::cache
