// The document of `oree inspect`.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <system_error>

#include "cache/filter_file.h"
#include "gguf/file.h"
#include "gguf/ggml_types.h"
#include "model/model.h"
#include "oree/engine.h"
#include "oree/error.h"
#include "tensor/element_type.h"
#include "text/conversation_format.h"
#include "text/tokenizer.h"

namespace oree {
namespace {

namespace fs = std::filesystem;

std::string type_name(std::uint32_t id) {
  const gguf::GgmlType* type = gguf::find_ggml_type(id);
  return type == nullptr ? "type " + std::to_string(id) : std::string(type->name);
}

Json bytes_by_type(const gguf::File& file) {
  std::map<std::string, std::uint64_t> bytes;
  for (const gguf::TensorInfo& tensor : file.tensors()) {
    bytes[type_name(tensor.type)] += tensor.data.size();
  }
  return bytes;
}

Json layers(const model::HyperParameters& parameters) {
  Json result = Json::array();
  for (const int window : parameters.windows) {
    result.push_back({{"kind", window > 0 ? "window" : "global"}, {"window", window > 0 ? Json(window) : Json()}});
  }
  return result;
}

// What one token more costs in n_layers layers, before any policy bounds them.
Json kv_bytes_per_token(const model::HyperParameters& parameters, std::int64_t n_layers) {
  const auto n_values = static_cast<std::uint64_t>(parameters.head_dim);
  const std::uint64_t n_rows =
      2 * static_cast<std::uint64_t>(n_layers) * static_cast<std::uint64_t>(parameters.n_kv_heads);
  Json result = Json::object();
  for (const auto type : {tensor::ElementType::kF32, tensor::ElementType::kF16, tensor::ElementType::kBf16}) {
    if (const std::optional<std::uint64_t> bytes = tensor::row_bytes(type, n_values)) {
      result[std::string(tensor::info(type).name)] = n_rows * *bytes;
    }
  }
  return result;
}

Json rope(const model::HyperParameters& parameters) {
  Json result = {{"base", parameters.rope_base}, {"dimensions", parameters.rope_dimension}};
  switch (parameters.rope_scaling.type) {
    case model::RopeScalingType::kNone:
      result["scaling"] = nullptr;
      break;
    case model::RopeScalingType::kLinear:
      result["scaling"] = {{"type", "linear"}, {"factor", parameters.rope_scaling.factor}};
      break;
    case model::RopeScalingType::kYarn:
      result["scaling"] = {{"type", "yarn"},
                           {"factor", parameters.rope_scaling.factor},
                           {"original_context", parameters.rope_scaling.original_context}};
      break;
  }
  result["local_base"] = parameters.local_rope_base > 0 ? Json(parameters.local_rope_base) : Json();
  return result;
}

// How conversations are written, or why they cannot be.
Json chat(const gguf::File& file, const text::Tokenizer& tokenizer) {
  try {
    const auto format = text::make_conversation_format(file, tokenizer, {});
    return {{"format", format->name()},
            {"instructions", format->takes_instructions()},
            {"tools", format->takes_tools()},
            {"calls", true},
            {"tool_format", format->tool_format().name},
            {"error", nullptr}};
  } catch (const Error& error) {
    return {{"format", nullptr}, {"instructions", false},  {"tools", false},
            {"calls", false},    {"tool_format", nullptr}, {"error", std::string(error.what())}};
  }
}

Json existing_filters(const fs::path& model_path) {
  const fs::path filters = cache::filter_file_beside(model_path);
  std::error_code failure;
  return fs::exists(filters, failure) ? Json(filters.string()) : Json();
}

}  // namespace

Json inspect_model(const fs::path& model_path) {
  const gguf::File file = gguf::File::open(model_path);
  const model::HyperParameters parameters = model::read_hyper_parameters(file);
  const text::Tokenizer tokenizer = text::Tokenizer::from_gguf(file);
  return {{"architecture", parameters.architecture},
          {"parameters", parameters.n_parameters},
          {"context", parameters.context_length},
          {"layers", layers(parameters)},
          {"heads", parameters.n_heads},
          {"kv_heads", parameters.n_kv_heads},
          {"head_dim", parameters.head_dim},
          {"types", bytes_by_type(file)},
          {"tokenizer", {{"kind", tokenizer.kind()}, {"size", tokenizer.vocabulary_size()}}},
          {"template", file.has("tokenizer.chat_template")},
          {"filters", existing_filters(model_path)},
          {"kv_bytes_per_token", kv_bytes_per_token(parameters, parameters.n_layers)},
          {"kv_bytes_per_token_beyond_windows",
           kv_bytes_per_token(parameters, std::count(parameters.windows.begin(), parameters.windows.end(), 0))},
          {"name", std::string(file.find_string("general.name").value_or(""))},
          {"embedding", parameters.embedding_length},
          {"feed_forward", parameters.feed_forward_length},
          {"rope", rope(parameters)},
          {"chat", chat(file, tokenizer)}};
}

std::string model_chat_template(const fs::path& model_path) {
  const gguf::File file = gguf::File::open(model_path);
  const auto source = file.find_string("tokenizer.chat_template");
  if (!source) {
    throw Error(ErrorCode::kNotFound, "the model has no chat template", model_path.string(),
                "`oree chat` takes one with --chat-template FILE");
  }
  return std::string(*source);
}

}  // namespace oree
