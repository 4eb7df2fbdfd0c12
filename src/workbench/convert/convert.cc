#include "oree/workbench/convert.h"

#include <map>
#include <optional>
#include <system_error>

#include "gguf/ggml_types.h"
#include "gguf/writer.h"
#include "kernels/dispatch.h"
#include "model/model.h"
#include "oree/error.h"
#include "tensor/convert.h"
#include "text/tokenizer.h"
#include "workbench/convert/tensor_copy.h"
#include "workbench/convert/tensor_plan.h"
#include "workbench/convert/tokenizer_import.h"
#include "workbench/model_output.h"
#include "workbench/quantization_plan.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

using tensor::ElementType;

std::optional<ElementType> type_of_name(const std::string& name) {
  if (name.empty()) {
    return std::nullopt;
  }
  const std::optional<ElementType> type = tensor::from_name(name);
  if (!type || !tensor::can_quantize(*type)) {
    std::string names;
    for (std::size_t i = 0; i < tensor::kElementTypes; ++i) {
      const auto each = static_cast<ElementType>(i);
      if (tensor::can_quantize(each)) {
        names += (names.empty() ? "" : ", ") + std::string(tensor::info(each).name);
      }
    }
    throw Error(ErrorCode::kUsage, "weights cannot be converted to the type \"" + name + "\"", "--type",
                "choose one of " + names);
  }
  return type;
}

// The last part of the folder's path, which may be "." or end with a slash.
std::string folder_name(const fs::path& folder) {
  const fs::path whole = fs::weakly_canonical(folder);
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

void write_header(const fs::path& folder, const workbench::ModelConfig& config, const workbench::TensorPlan& plan,
                  gguf::Writer& writer) {
  constexpr std::uint32_t kQuantizationVersion = 2;  // of ggml's blocks
  write_model_config(config, writer);
  writer.set_string("general.type", "model");
  writer.set_string("general.name", folder_name(folder));
  const std::string_view type = tensor::info(plan.tensors.front().type).name;
  writer.set_uint32("general.file_type", workbench::find_quantization(type).file_type);
  writer.set_uint32("general.quantization_version", kQuantizationVersion);
  workbench::import_tokenizer(folder, static_cast<std::uint64_t>(config.vocabulary_size), writer);
  for (const workbench::ConvertedTensor& tensor : plan.tensors) {
    writer.add_tensor(tensor.name, tensor.shape, tensor::info(tensor.type).ggml_id);
  }
}

// Opens the file as the engine would: every key, shape and token is checked. Returns convert_model()'s document, but
// for what was skipped.
Json read_back(const fs::path& path) {
  const gguf::File file = gguf::File::open(path);
  const model::Model model(file, model::read_hyper_parameters(file), kernels::best_table());
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  const model::HyperParameters& parameters = model.hyper_parameters();
  if (tokenizer.vocabulary_size() != parameters.vocabulary_size) {
    throw Error(ErrorCode::kCorrupt,
                "the tokenizer has " + std::to_string(tokenizer.vocabulary_size()) + " tokens and the model " +
                    std::to_string(parameters.vocabulary_size),
                path.string(), "the folder mixes two models; download it again");
  }
  std::map<std::string, std::uint64_t> bytes_by_type;
  for (const gguf::TensorInfo& tensor : file.tensors()) {
    bytes_by_type[std::string(gguf::find_ggml_type(tensor.type)->name)] += tensor.data.size();
  }
  return {{"architecture", parameters.architecture},
          {"parameters", parameters.n_parameters},
          {"tensors", file.tensors().size()},
          {"types", bytes_by_type},
          {"skipped", Json::array()},
          {"tokenizer", {{"kind", tokenizer.kind()}, {"size", tokenizer.vocabulary_size()}}},
          {"template", file.has("tokenizer.chat_template")},
          {"bytes", file.size_bytes()}};
}

// The same, with errors that name the file as the user does and not as it is called until it is complete.
Json verified(const fs::path& temporary, const fs::path& output) {
  try {
    return read_back(temporary);
  } catch (const Error& error) {
    std::string where = error.where();
    const std::size_t at = where.find(temporary.string());
    if (at != std::string::npos) {
      where.replace(at, temporary.string().size(), output.string());
    }
    throw Error(error.code(), error.what(), where, error.hint());
  }
}

}  // namespace

Json convert_model(const fs::path& folder, const fs::path& output, const ConvertOptions& options) {
  const std::optional<ElementType> type = type_of_name(options.type);
  std::error_code failure;
  if (!fs::is_directory(folder, failure)) {
    throw Error(ErrorCode::kNotFound, "there is no such folder", folder.string(),
                "name the folder that config.json lies in");
  }
  workbench::check_replaceable(output);
  const workbench::ModelConfig config = workbench::read_model_config(folder);
  const workbench::Checkpoint checkpoint = workbench::Checkpoint::open(folder);
  const workbench::TensorPlan plan = workbench::plan_tensors(checkpoint, config, type);
  gguf::Writer writer(output);
  write_header(folder, config, plan, writer);
  writer.begin_data();
  const std::uint64_t total_bytes = writer.tensor_bytes();
  std::uint64_t done_bytes = 0;
  const auto on_bytes = [&](std::uint64_t n_bytes) {
    done_bytes += n_bytes;
    if (options.on_progress) {
      options.on_progress(done_bytes, total_bytes);
    }
  };
  for (const workbench::ConvertedTensor& tensor : plan.tensors) {
    workbench::copy_tensor(tensor, writer, on_bytes);
  }
  Json result;
  writer.finish([&](const fs::path& temporary) { result = verified(temporary, output); });
  result["skipped"] = plan.skipped;
  return result;
}

}  // namespace oree
