#include "workbench/convert/tensor_plan.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "oree/error.h"

namespace oree::workbench {
namespace {

using tensor::ElementType;

// Where the text model lies in folders of text models, and of those with an image encoder.
constexpr std::array<std::string_view, 3> kModelPrefixes = {"model.language_model.", "language_model.model.", "model."};
constexpr std::array<std::string_view, 3> kOutputNames = {"lm_head.weight", "language_model.lm_head.weight",
                                                          "model.lm_head.weight"};
constexpr std::string_view kOutput = "lm_head.weight";

// Image encoders and what carries their output into the text model.
constexpr std::array<std::string_view, 6> kSkippedPrefixes = {
    "vision_tower.",          "model.vision_tower.",          "vision_model.",
    "multi_modal_projector.", "model.multi_modal_projector.", "vision_encoder.",
};
// Old checkpoints hold what follows from config.json.
constexpr std::string_view kSkippedSuffix = ".rotary_emb.inv_freq";

bool is_skipped(std::string_view name) {
  return name.ends_with(kSkippedSuffix) ||
         std::any_of(kSkippedPrefixes.begin(), kSkippedPrefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// The name without what leads to the text model; empty: not one of its tensors.
std::string_view name_in_model(std::string_view name) {
  if (std::find(kOutputNames.begin(), kOutputNames.end(), name) != kOutputNames.end()) {
    return kOutput;
  }
  for (const std::string_view prefix : kModelPrefixes) {
    if (name.starts_with(prefix)) {
      return name.substr(prefix.size());
    }
  }
  return {};
}

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text = "[";
  for (const std::uint64_t extent : shape) {
    text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  }
  return text + "]";
}

std::uint64_t length(Extent extent, const ModelConfig& config) {
  const auto product = [](int a, int b) { return static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b); };
  switch (extent) {
    case Extent::kOne:
      return 1;
    case Extent::kVocabulary:
      return static_cast<std::uint64_t>(config.vocabulary_size);
    case Extent::kEmbedding:
      return static_cast<std::uint64_t>(config.embedding_length);
    case Extent::kQueryRows:
      return product(config.n_heads, config.head_dim);
    case Extent::kKvRows:
      return product(config.n_kv_heads, config.head_dim);
    case Extent::kHeadDim:
      return static_cast<std::uint64_t>(config.head_dim);
    case Extent::kFeedForward:
      return static_cast<std::uint64_t>(config.feed_forward_length);
  }
  return 0;
}

ElementType element_type(const SourceTensor& source) {
  const std::string& type = source.tensor->type;
  if (type == "BF16") {
    return ElementType::kBf16;
  }
  if (type == "F16") {
    return ElementType::kF16;
  }
  if (type == "F32") {
    return ElementType::kF32;
  }
  throw Error(ErrorCode::kUnsupported,
              "tensor \"" + source.tensor->name + "\" has the element type " + type + ", which is not supported",
              source.file->path().string(), "use the edition of the model in BF16, F16 or F32");
}

class Planner {
 public:
  Planner(const Checkpoint& checkpoint, const ModelConfig& config, std::optional<ElementType> type)
      : config_(config), type_(type) {
    for (const SourceTensor& source : checkpoint.tensors()) {
      const std::string_view name = source.tensor->name;
      const std::string_view known = name_in_model(name);
      if (is_skipped(name)) {
        plan_.skipped.emplace_back(name);
      } else if (known.empty()) {
        refuse(source);
      } else if (!sources_.emplace(known, source).second) {
        throw Error(ErrorCode::kCorrupt, "tensor \"" + std::string(name) + "\" stands for one that is there already",
                    source.file->path().string(), "remove the file that does not belong to the model");
      }
    }
  }

  TensorPlan plan() {
    for (const TensorName& name : model_tensors()) {
      add(name, "", "");
    }
    add_output();
    if (!config_.rope.factors.empty()) {
      ConvertedTensor factors;
      factors.name = "rope_freqs.weight";
      factors.shape = {config_.rope.factors.size()};
      factors.type = ElementType::kF32;
      factors.values = config_.rope.factors;
      plan_.tensors.push_back(std::move(factors));
    }
    for (int layer = 0; layer < config_.n_layers; ++layer) {
      const std::string number = std::to_string(layer);
      for (const TensorName& name : layer_tensors()) {
        add(name, "layers." + number + ".", "blk." + number + ".");
      }
    }
    if (!sources_.empty()) {
      refuse(sources_.begin()->second);
    }
    return std::move(plan_);
  }

 private:
  [[noreturn]] void refuse(const SourceTensor& source) const {
    throw Error(ErrorCode::kUnsupported,
                "tensor \"" + source.tensor->name + "\" has no place in the architecture " +
                    std::string(config_.family->architecture) + " as config.json describes it",
                source.file->path().string(), "use a model without other biases, norms, experts, layers or adapters");
  }

  bool belongs(const TensorName& name) const {
    return (!name.bias || config_.biases) && (name.only_with == nullptr || config_.features->*name.only_with) &&
           (name.only_without == nullptr || !(config_.features->*name.only_without));
  }

  void add(const TensorName& name, const std::string& source_prefix, const std::string& gguf_prefix) {
    if (!belongs(name)) {
      return;
    }
    const std::string wanted = source_prefix + std::string(name.source);
    const auto found = sources_.find(wanted);
    if (found == sources_.end()) {
      throw Error(ErrorCode::kCorrupt, "tensor \"" + wanted + "\" is missing", "the model's weights",
                  "download the folder again, every shard of it");
    }
    add_planned(name, found->second, gguf_prefix);
    sources_.erase(found);
  }

  void add_planned(const TensorName& name, const SourceTensor& source, const std::string& gguf_prefix) {
    const std::uint64_t rows = length(name.rows, config_);
    const std::uint64_t cols = length(name.cols, config_);
    const std::vector<std::uint64_t> wanted = name.rows == Extent::kOne ? std::vector{cols} : std::vector{rows, cols};
    if (source.tensor->shape != wanted) {
      throw Error(ErrorCode::kCorrupt,
                  "tensor \"" + source.tensor->name + "\" has the shape " + shape_text(source.tensor->shape) +
                      " where config.json says " + shape_text(wanted),
                  source.file->path().string(), "config.json and the weights belong to different models");
    }
    ConvertedTensor planned;
    planned.name = gguf_prefix + std::string(name.gguf);
    planned.shape = {wanted.rbegin(), wanted.rend()};
    planned.source = source;
    planned.source_type = element_type(source);
    planned.type = name.rows == Extent::kOne ? ElementType::kF32 : matrix_type(planned.source_type, cols);
    planned.plus_one = config_.family->norms_plus_one && name.gguf.ends_with("norm.weight");
    const bool neighbours = config_.features->rope_pairs == model::RopePairs::kNeighbours;
    planned.rotated_head_rows = name.rotated && neighbours ? config_.head_dim : 0;
    plan_.tensors.push_back(std::move(planned));
  }

  ElementType matrix_type(ElementType source, std::uint64_t cols) const {
    const ElementType wanted = type_.value_or(source);
    return tensor::row_bytes(wanted, cols) ? wanted : ElementType::kF16;
  }

  // The output matrix may be left out, or be there a second time, where it is the embedding.
  void add_output() {
    const auto found = sources_.find(kOutput);
    if (found == sources_.end()) {
      if (config_.tied == false) {
        throw Error(ErrorCode::kCorrupt, "tensor \"lm_head.weight\" is missing, and tie_word_embeddings is false",
                    "the model's weights", "download the folder again, every shard of it");
      }
      return;
    }
    const SourceTensor output = found->second;
    sources_.erase(found);
    if (config_.tied == true) {
      const SourceTensor& embedding = plan_.tensors.front().source;
      if (!same_bytes(output, embedding)) {
        throw Error(
            ErrorCode::kCorrupt,
            "tensor \"" + output.tensor->name + "\" differs from the embedding, and tie_word_embeddings is true",
            output.file->path().string(), "set tie_word_embeddings in config.json to what the model was made with");
      }
      plan_.skipped.push_back(output.tensor->name);
      return;
    }
    add_planned({kOutput, "output.weight", Extent::kVocabulary, Extent::kEmbedding}, output, "");
  }

  // Piece by piece, so that neither stays in memory.
  static bool same_bytes(const SourceTensor& a, const SourceTensor& b) {
    constexpr std::size_t kPieceBytes = std::size_t{1} << 22;
    const std::span<const std::byte> bytes_a = a.tensor->data;
    const std::span<const std::byte> bytes_b = b.tensor->data;
    bool same = a.tensor->type == b.tensor->type && a.tensor->shape == b.tensor->shape;
    for (std::size_t at = 0; same && at < bytes_a.size(); at += kPieceBytes) {
      const std::size_t n = std::min(kPieceBytes, bytes_a.size() - at);
      same = std::ranges::equal(bytes_a.subspan(at, n), bytes_b.subspan(at, n));
      a.file->release(bytes_a.subspan(at, n));
      b.file->release(bytes_b.subspan(at, n));
    }
    return same;
  }

  const ModelConfig& config_;
  std::optional<ElementType> type_;
  std::map<std::string, SourceTensor, std::less<>> sources_;  // by name_in_model; those not planned yet
  TensorPlan plan_;
};

}  // namespace

TensorPlan plan_tensors(const Checkpoint& checkpoint, const ModelConfig& config, std::optional<ElementType> type) {
  return Planner(checkpoint, config, type).plan();
}

}  // namespace oree::workbench
