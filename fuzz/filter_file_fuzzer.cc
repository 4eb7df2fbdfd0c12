// Any bytes as a filter file: an Error, or filters of the model's shape whose every number is finite. The first byte
// says which model asks: its heads are those of the seeds, or others; its name and layout are the file's.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "cache/filter_file.h"
#include "gguf/file.h"
#include "oree/error.h"

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check_values(const std::vector<float>& values, int n) {
  require(values.size() == static_cast<std::size_t>(n));
  require(std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }));
}

void read(const oree::gguf::File& file, std::uint8_t choice) {
  const oree::cache::CalibratedModel model{
      .name = "asking",
      .fingerprint = std::string(file.find_string("qfilters.fingerprint").value_or("")),
      .n_layers = 2 + (choice & 1),
      .n_heads = 4,
      .n_kv_heads = (choice & 2) != 0 ? 4 : 2,
      .head_dim = 3,
      .rope_halves = file.find_string("qfilters.rope_pairs").value_or("") == "halves"};
  const oree::cache::FilterFile read = oree::cache::read_filter_file(file, model, (choice & 4) == 0);
  const int n_kv_vectors = model.n_layers * model.n_kv_heads;
  const int n_vectors = model.n_layers * model.n_heads;
  const int dim = model.head_dim;
  check_values(read.filters.values, n_kv_vectors * dim);
  require((choice & 4) == 0 || !read.statistics);
  if (read.statistics) {
    check_values(read.statistics->query_mean, n_vectors * dim);
    check_values(read.statistics->query_moment, n_vectors * dim * dim);
    check_values(read.statistics->key_mean, n_kv_vectors * dim);
    check_values(read.statistics->key_moment, n_kv_vectors * dim * dim);
    check_values(read.statistics->value_norm, n_kv_vectors);
    check_values(read.statistics->value_gram, n_kv_vectors * dim * dim);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  // A copy, so that what follows the first byte lies at an aligned address, as a mapped file does.
  const std::vector<std::uint8_t> rest(data + 1, data + size);
  try {
    read(oree::gguf::File::from_bytes(std::as_bytes(std::span(rest))), data[0]);
  } catch (const oree::Error& error) {
    require(error.code() != oree::ErrorCode::kInternal);
  }
  return 0;
}
