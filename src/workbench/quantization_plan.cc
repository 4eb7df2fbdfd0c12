#include "workbench/quantization_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "gguf/ggml_types.h"
#include "oree/error.h"

namespace oree::workbench {
namespace {

using tensor::ElementType;

// Numbers: llama.h, enum llama_ftype. A plain q4_k or q5_k is nearest to what llama.cpp calls small (S).
constexpr std::array<Quantization, 10> kQuantizations = {{
    {"f32", ElementType::kF32, false, 0},
    {"f16", ElementType::kF16, false, 1},
    {"bf16", ElementType::kBf16, false, 32},
    {"q8_0", ElementType::kQ8_0, false, 7},
    {"q4_0", ElementType::kQ4_0, false, 2},
    {"q4_k", ElementType::kQ4K, false, 14},
    {"q5_k", ElementType::kQ5K, false, 16},
    {"q6_k", ElementType::kQ6K, false, 18},
    {"q4_k_m", ElementType::kQ4K, true, 15},
    {"q5_k_m", ElementType::kQ5K, true, 17},
}};

constexpr std::string_view kOutput = "output.weight";
constexpr std::string_view kEmbedding = "token_embd.weight";

// Small, and the choice of experts hangs on it.
constexpr std::string_view kRouter = "ffn_gate_inp.weight";

bool is_weight(std::string_view name, std::span<const std::uint64_t> shape) noexcept {
  return shape.size() >= 2 && name.ends_with(".weight") && !name.ends_with("norm.weight") && !name.ends_with(kRouter);
}

// "blk.7.attn_v.weight" is layer 7 of kind "attn_v.weight".
struct LayerTensor {
  int layer;
  std::string_view kind;
};
std::optional<LayerTensor> layer_tensor(std::string_view name) noexcept {
  constexpr std::string_view kPrefix = "blk.";
  if (!name.starts_with(kPrefix)) {
    return std::nullopt;
  }
  name.remove_prefix(kPrefix.size());
  int layer = 0;
  const auto [end, failure] = std::from_chars(name.data(), name.data() + name.size(), layer);
  if (failure != std::errc() || end == name.data() + name.size() || *end != '.') {
    return std::nullopt;
  }
  return LayerTensor{layer, std::string_view(end + 1, static_cast<std::size_t>(name.data() + name.size() - end - 1))};
}

// Whether the layer of this rank among n is given more bits: the first and the last eighth, where errors do most harm,
// and every third between. Source: llama.cpp's Q4_K_M and Q5_K_M.
bool gets_more_bits(int rank, int n) noexcept {
  const int eighth = n / 8;
  return rank < eighth || rank >= 7 * n / 8 || (rank - eighth) % 3 == 2;
}

// The types of a mix, by tensor name.
class Mix {
 public:
  Mix(std::span<const std::string_view> names, ElementType base)
      : base_(base), is_tied_(std::find(names.begin(), names.end(), kOutput) == names.end()) {
    for (const std::string_view name : names) {
      if (const auto found = layer_tensor(name)) {
        layers_[found->kind].push_back(found->layer);
      }
    }
    for (auto& [kind, layers] : layers_) {
      std::sort(layers.begin(), layers.end());
    }
  }

  ElementType type_of(std::string_view name) const {
    if (name == (is_tied_ ? kEmbedding : kOutput)) {
      return ElementType::kQ6K;
    }
    const auto found = layer_tensor(name);
    if (!found) {
      return base_;
    }
    if (found->kind == "attn_qkv.weight") {  // holds attn_v for every layer
      return base_ == ElementType::kQ4K ? ElementType::kQ5K : ElementType::kQ6K;
    }
    if (found->kind != "attn_v.weight" && found->kind != "ffn_down.weight") {
      return base_;
    }
    const std::vector<int>& layers = layers_.at(found->kind);
    const auto rank = std::lower_bound(layers.begin(), layers.end(), found->layer) - layers.begin();
    return gets_more_bits(static_cast<int>(rank), static_cast<int>(layers.size())) ? ElementType::kQ6K : base_;
  }

 private:
  ElementType base_;
  bool is_tied_;
  std::map<std::string_view, std::vector<int>> layers_;  // by kind of tensor, ascending
};

// What can hold rows of this length.
ElementType fitting(ElementType wanted, std::uint64_t n_cols) noexcept {
  for (const ElementType type : {wanted, ElementType::kQ8_0}) {
    if (tensor::row_bytes(type, n_cols)) {
      return type;
    }
  }
  return ElementType::kF16;
}

std::string type_name(std::uint32_t id) {
  const gguf::GgmlType* type = gguf::find_ggml_type(id);
  return type == nullptr ? "number " + std::to_string(id) : std::string(type->name);
}

}  // namespace

const Quantization& find_quantization(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
  std::string names;
  for (const Quantization& quantization : kQuantizations) {
    if (quantization.name == lower) {
      return quantization;
    }
    names += (names.empty() ? "" : ", ") + std::string(quantization.name);
  }
  throw Error(ErrorCode::kUsage, "there is no type \"" + std::string(name) + "\"", "TYPE", "the types are " + names);
}

std::vector<PlannedQuantization> plan_quantization(const gguf::File& file, const Quantization& quantization) {
  std::vector<std::string_view> names;
  for (const gguf::TensorInfo& info : file.tensors()) {
    names.push_back(info.name);
  }
  const Mix mix(names, quantization.base);
  std::vector<PlannedQuantization> plan;
  for (const gguf::TensorInfo& info : file.tensors()) {
    const bool converts = is_weight(info.name, info.shape);
    if ((converts && !tensor::from_ggml_id(info.type)) || gguf::find_ggml_type(info.type) == nullptr) {
      std::string readable;
      for (std::size_t i = 0; i < tensor::kElementTypes; ++i) {
        readable += (i == 0 ? "" : ", ") + std::string(tensor::info(static_cast<ElementType>(i)).name);
      }
      throw Error(
          ErrorCode::kUnsupported,
          "the tensor \"" + std::string(info.name) + "\" has the type " + type_name(info.type) + ", which is not read",
          file.path().string(), "types that are read: " + readable);
    }
    if (!converts) {
      plan.push_back({&info, info.type, info.type, false});
      continue;
    }
    const ElementType wanted = quantization.is_mix ? mix.type_of(info.name) : quantization.base;
    plan.push_back({&info, tensor::info(fitting(wanted, info.shape[0])).ggml_id, tensor::info(wanted).ggml_id, true});
  }
  return plan;
}

std::vector<ElementType> plan_types(std::span<const TensorShape> tensors, const Quantization& quantization) {
  std::vector<std::string_view> names;
  for (const TensorShape& tensor : tensors) {
    names.push_back(tensor.name);
  }
  const Mix mix(names, quantization.base);
  std::vector<ElementType> types;
  for (const TensorShape& tensor : tensors) {
    const bool converts = is_weight(tensor.name, tensor.shape);
    const ElementType wanted = quantization.is_mix ? mix.type_of(tensor.name) : quantization.base;
    types.push_back(converts ? fitting(wanted, tensor.shape[0]) : ElementType::kF32);
  }
  return types;
}

}  // namespace oree::workbench
