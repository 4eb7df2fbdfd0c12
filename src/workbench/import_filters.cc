// The filters that the method's authors publish, as those of a model file.
// Source: kvpress 0.4, presses/qfilter_press.py: score = -(q_filters * keys).sum(-1), keys after RoPE.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "cache/filter_file.h"
#include "engine/calibrated_model.h"
#include "gguf/file.h"
#include "kernels/dispatch.h"
#include "model/model.h"
#include "oree/error.h"
#include "oree/workbench/calibrate.h"
#include "tensor/convert.h"
#include "workbench/convert/safetensors.h"
#include "workbench/filters_output.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text = "[";
  for (const std::uint64_t extent : shape) {
    text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  }
  return text + "]";
}

std::vector<float> read_filters(const workbench::SafetensorsFile& file, const model::HyperParameters& hyper) {
  const auto found = std::find_if(file.tensors().begin(), file.tensors().end(),
                                  [](const workbench::SafetensorsTensor& each) { return each.name == "q_filters"; });
  if (found == file.tensors().end()) {
    throw Error(ErrorCode::kCorrupt, "tensor \"q_filters\" is missing", file.path().string(),
                "name the model.safetensors of published filters");
  }
  const std::string where = file.path().string() + ", tensor q_filters";
  const std::vector<std::uint64_t> expected{static_cast<std::uint64_t>(hyper.n_layers),
                                            static_cast<std::uint64_t>(hyper.n_kv_heads),
                                            static_cast<std::uint64_t>(hyper.head_dim)};
  if (found->shape != expected) {
    throw Error(ErrorCode::kInvalid,
                "the filters have shape " + shape_text(found->shape) + " and the model's heads " + shape_text(expected),
                where, "import the filters that were published for this very model");
  }
  const auto type = found->type == "F32"    ? std::optional(tensor::ElementType::kF32)
                    : found->type == "F16"  ? std::optional(tensor::ElementType::kF16)
                    : found->type == "BF16" ? std::optional(tensor::ElementType::kBf16)
                                            : std::nullopt;
  if (!type) {
    throw Error(ErrorCode::kUnsupported, "filters of type " + found->type + " are not read", where,
                "supported: F32, F16, BF16");
  }
  std::vector<float> values(expected[0] * expected[1] * expected[2]);
  tensor::dequantize_row(*type, found->data, values);
  if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) {
    throw Error(ErrorCode::kInvalid, "the filters hold a number that is not finite", where, "fetch the file again");
  }
  return values;
}

// Hugging Face rotates value i with i + dimension / 2; files of the llama family hold such pairs side by side.
void interleave_pairs(float* filter, int dimension) {
  const std::vector<float> halves(filter, filter + dimension);
  const int n_pairs = dimension / 2;
  for (int i = 0; i < n_pairs; ++i) {
    filter[2 * i] = halves[static_cast<std::size_t>(i)];
    filter[2 * i + 1] = halves[static_cast<std::size_t>(i + n_pairs)];
  }
}

}  // namespace

Json import_filters(const fs::path& model_path, const fs::path& safetensors, const fs::path& output) {
  workbench::check_filters_output(model_path, output);
  const gguf::File file = gguf::File::open(model_path);
  const model::Model model(file, model::read_hyper_parameters(file), kernels::best_table());
  const model::HyperParameters& hyper = model.hyper_parameters();
  cache::FilterFile filters;
  filters.model = engine::calibrated_model(file, model);
  filters.filters = {.n_layers = hyper.n_layers,
                     .n_kv_heads = hyper.n_kv_heads,
                     .head_dim = hyper.head_dim,
                     .values = read_filters(workbench::SafetensorsFile::open(safetensors), hyper)};
  std::vector<float>& values = filters.filters.values;
  for (std::size_t first = 0; first < values.size(); first += static_cast<std::size_t>(hyper.head_dim)) {
    if (!filters.model.rope_halves) {
      interleave_pairs(values.data() + first, hyper.rope_dimension);
    }
  }
  std::transform(values.begin(), values.end(), values.begin(), [](float value) { return -value; });
  cache::write_filter_file(output, filters);
  return workbench::filters_document(filters, output);
}

}  // namespace oree
