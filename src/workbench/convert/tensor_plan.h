// Which tensors a converted file has, and what each is made from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tensor/element_type.h"
#include "workbench/convert/checkpoint.h"
#include "workbench/convert/model_config.h"

namespace oree::workbench {

struct ConvertedTensor {
  std::string name;                  // in the GGUF file
  std::vector<std::uint64_t> shape;  // the row length first
  tensor::ElementType type{};
  SourceTensor source;  // has no tensor when `values` is the content
  tensor::ElementType source_type{};
  int rotated_head_rows = 0;  // rows (of a vector: values) of a head whose halves become neighbours; 0: kept in order
  bool plus_one = false;
  std::vector<float> values;
};

struct TensorPlan {
  std::vector<ConvertedTensor> tensors;
  std::vector<std::string> skipped;  // names in the checkpoint, of what is no part of the text model
};

// type: of matrices whose rows are whole blocks of it; nullopt: the source's. Other matrices become f16, vectors f32.
// Throws Error: kCorrupt (a tensor that is missing, has another shape, or contradicts tie_word_embeddings);
// kUnsupported (a tensor that has no place in this architecture, or an element type).
TensorPlan plan_tensors(const Checkpoint& checkpoint, const ModelConfig& config,
                        std::optional<tensor::ElementType> type);

}  // namespace oree::workbench
