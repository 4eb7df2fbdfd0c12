// Which tensor of a model gets which type.
#pragma once

#include <cstdint>
#include <span>
#include <string>
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

struct PlannedQuantization {
  const gguf::TensorInfo* source;
  std::uint32_t type;         // ggml's id
  std::uint32_t wanted_type;  // another than `type` when the rows have a length that it cannot hold
  bool is_weight;             // otherwise it stays as it is
};

// In the order of the file. Throws Error kUnsupported on a weight in a type that is not read.
std::vector<PlannedQuantization> plan_quantization(const gguf::File& file, const Quantization& quantization);

struct TensorShape {
  std::string name;
  std::vector<std::uint64_t> shape;  // the row length first
};

// The types of the tensors of a model that is yet to be made, in their order: F32 for what is no weight, by the same
// rules for the others.
std::vector<tensor::ElementType> plan_types(std::span<const TensorShape> tensors, const Quantization& quantization);

}  // namespace oree::workbench
