// Which tensor of a model gets which type.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gguf/file.h"
#include "tensor/element_type.h"

namespace oree::workbench {

struct Quantization {
  std::string_view name;  // "q4_k_m"
  tensor::ElementType base;
  bool is_mix;              // some tensors get Q6_K instead of base
  std::uint32_t file_type;  // general.file_type, as llama.cpp numbers it
};

// In either case. Throws Error kUsage with the names there are.
const Quantization& find_quantization(std::string_view name);

struct PlannedTensor {
  const gguf::TensorInfo* source;
  std::uint32_t type;         // ggml's id
  std::uint32_t wanted_type;  // another than `type` when the rows have a length that it cannot hold
  bool is_weight;             // otherwise it stays as it is
};

// In the order of the file. Throws Error kUnsupported on a weight in a type that is not read.
std::vector<PlannedTensor> plan_quantization(const gguf::File& file, const Quantization& quantization);

}  // namespace oree::workbench
