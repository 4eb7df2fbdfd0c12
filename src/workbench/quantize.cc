#include "oree/workbench/quantize.h"

#include <algorithm>
#include <map>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "base/cpu.h"
#include "base/thread_pool.h"
#include "gguf/file.h"
#include "gguf/ggml_types.h"
#include "gguf/writer.h"
#include "oree/engine.h"
#include "oree/error.h"
#include "workbench/compare_models.h"
#include "workbench/model_output.h"
#include "workbench/quantization_plan.h"
#include "workbench/tensor_writer.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

using workbench::PlannedQuantization;

// GGML_QNT_VERSION of ggml.h: the layout of the block types.
constexpr std::uint32_t kQuantizationVersion = 2;

std::string type_name(std::uint32_t id) { return std::string(gguf::find_ggml_type(id)->name); }

void check_paths(const fs::path& input, const fs::path& output, const gguf::File& file) {
  std::error_code failure;
  if (fs::equivalent(input, output, failure)) {
    throw Error(ErrorCode::kInvalid, "the quantised model would replace the model it is made from", output.string(),
                "give the output another name");
  }
  if (file.find_unsigned("split.count").value_or(1) > 1) {
    throw Error(ErrorCode::kUnsupported, "the model is one part of several", input.string(),
                "join the parts into one file first");
  }
}

// The first tokens of the text; none when no report is wanted. Taken before any work, so that a bad text costs none.
std::vector<TokenId> report_tokens(const fs::path& input, const QuantizeOptions& options) {
  if (options.report_text.empty()) {
    return {};
  }
  std::vector<TokenId> tokens = tokenize(input, options.report_text, {});
  const auto wanted = static_cast<std::size_t>(std::max(options.report_tokens, 0));
  const std::size_t context = inspect_model(input)["context"].get<std::size_t>();
  tokens.resize(std::min({tokens.size(), wanted, context}));
  if (tokens.size() < 2) {
    throw Error(ErrorCode::kInvalid, "the text of the report has fewer than two tokens", "",
                "give a longer text or more --tokens");
  }
  return tokens;
}

// Counts bytes and says how many mebibytes are done.
class ByteProgress {
 public:
  ByteProgress(const QuantizeOptions& options, std::uint64_t total_bytes)
      : options_(options), total_(mebibytes(total_bytes)) {}
  void add(std::uint64_t bytes) {
    done_bytes_ += bytes;
    if (options_.on_progress) {
      options_.on_progress("quantizing", std::min(mebibytes(done_bytes_), total_), total_);
    }
  }

 private:
  static int mebibytes(std::uint64_t bytes) { return static_cast<int>((bytes + (1 << 20) - 1) >> 20); }

  const QuantizeOptions& options_;
  std::uint64_t done_bytes_ = 0;
  int total_;
};

bool is_quantized(std::uint32_t type) noexcept { return gguf::find_ggml_type(type)->block_size > 1; }

Json warnings_of(const std::vector<PlannedQuantization>& plan) {
  std::map<std::string, int> requantized;
  for (const PlannedQuantization& tensor : plan) {
    if (tensor.source->type != tensor.type && is_quantized(tensor.source->type)) {
      ++requantized[type_name(tensor.source->type)];
    }
  }
  Json warnings = Json::array();
  for (const auto& [type, count] : requantized) {
    warnings.push_back(std::to_string(count) + " tensors were in " + type +
                       " already: what that lost stays lost; quantise from the original weights where you can");
  }
  return warnings;
}

workbench::TensorErrors write_one(const gguf::File& file, const PlannedQuantization& tensor, ThreadPool& pool,
                                  gguf::Writer& writer, ByteProgress& progress) {
  const auto on_done = [&](std::span<const std::byte> part) {
    file.release(part);
    progress.add(part.size());
  };
  const auto from = tensor::from_ggml_id(tensor.source->type);
  const auto to = tensor::from_ggml_id(tensor.type);
  if (!from || !to) {  // integers and the like, which are no weights
    writer.write(tensor.source->data);
    on_done(tensor.source->data);
    return {};
  }
  return workbench::write_tensor(*tensor.source, *from, *to, pool, writer, on_done);
}

// Writes the file and returns the document without its report.
Json write_model(const gguf::File& file, const fs::path& output, const workbench::Quantization& quantization,
                 const QuantizeOptions& options) {
  const std::vector<PlannedQuantization> plan = workbench::plan_quantization(file, quantization);
  gguf::Writer writer(output);
  writer.copy_metadata(file);
  writer.set_uint32("general.quantization_version", kQuantizationVersion);
  writer.set_uint32("general.file_type", quantization.file_type);
  std::uint64_t before_bytes = 0;
  for (const PlannedQuantization& tensor : plan) {
    writer.add_tensor(tensor.source->name, tensor.source->shape, tensor.type);
    before_bytes += tensor.source->data.size();
  }
  const std::uint64_t after_bytes = writer.tensor_bytes();
  writer.begin_data();

  ThreadPool pool(options.n_threads == 0 ? physical_core_count() : options.n_threads);
  ByteProgress progress(options, before_bytes);
  Json tensors = Json::array();
  Json fallbacks = Json::array();
  std::map<std::string, std::uint64_t> bytes_by_type;
  for (const PlannedQuantization& tensor : plan) {
    const workbench::TensorErrors errors = write_one(file, tensor, pool, writer, progress);
    std::uint64_t n_bytes = gguf::find_ggml_type(tensor.type)->block_bytes;
    for (const std::uint64_t size : tensor.source->shape) {
      n_bytes *= size;
    }
    n_bytes /= gguf::find_ggml_type(tensor.type)->block_size;
    bytes_by_type[type_name(tensor.type)] += n_bytes;
    tensors.push_back({{"name", tensor.source->name},
                       {"shape", tensor.source->shape},
                       {"source_type", type_name(tensor.source->type)},
                       {"type", type_name(tensor.type)},
                       {"bytes", n_bytes},
                       {"rms_error", errors.rms_error},
                       {"relative_error", errors.relative_error}});
    if (tensor.wanted_type != tensor.type) {
      fallbacks.push_back(
          {{"name", tensor.source->name}, {"wanted", type_name(tensor.wanted_type)}, {"type", type_name(tensor.type)}});
    }
  }
  writer.finish();
  return {{"type", quantization.name},
          {"tensors", std::move(tensors)},
          {"types", bytes_by_type},
          {"bytes", {{"before", before_bytes}, {"after", after_bytes}}},
          {"fallbacks", std::move(fallbacks)},
          {"warnings", warnings_of(plan)},
          {"report", nullptr}};
}

}  // namespace

Json quantize_model(const fs::path& input, const fs::path& output, const QuantizeOptions& options) {
  const workbench::Quantization& quantization = workbench::find_quantization(options.type);
  const gguf::File file = gguf::File::open(input);
  check_paths(input, output, file);
  workbench::check_replaceable(output);
  const std::vector<TokenId> tokens = report_tokens(input, options);
  Json result = write_model(file, output, quantization, options);
  if (!tokens.empty()) {
    result["report"] = workbench::compare_models(input, output, tokens, options.n_threads, [&](int done, int total) {
      if (options.on_progress) {
        options.on_progress("comparing", done, total);
      }
    });
  }
  return result;
}

}  // namespace oree
