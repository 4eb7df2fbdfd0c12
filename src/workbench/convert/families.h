// How Hugging Face's folders spell the architectures of model/architecture.h, as data.
// docs/recipes/add_an_architecture.md
#pragma once

#include <span>
#include <string_view>

#include "model/architecture.h"

namespace oree::workbench {

// Which layers see a window where config.json has a sliding_window and no layer_types.
enum class Windows {
  kNone,       // the key means nothing
  kAll,        // every layer
  kLastLayers  // those from max_window_layers on
};             // An architecture with a window_period has its own.

struct Family {
  std::string_view model_type;    // of config.json, or of its text_config
  std::string_view architecture;  // general.architecture
  std::string_view wrapper = {};  // model_type around a text_config that names none
  bool norms_plus_one = false;    // norms multiply by 1 + weight; GGUF files hold the sum
  bool biases = false;            // of queries, keys and values, whatever config.json's attention_bias says
  Windows windows = Windows::kNone;
  std::string_view defaults = "{}";  // JSON: what transformers takes for keys that are absent and matter
};

// The length of a tensor along one dimension.
enum class Extent { kOne, kVocabulary, kEmbedding, kQueryRows, kKvRows, kHeadDim, kFeedForward };

struct TensorName {
  std::string_view source;  // behind "model.", and "layers.N." where it is one of a layer
  std::string_view gguf;    // behind "blk.N." where it is one of a layer
  Extent rows;              // kOne: a vector
  Extent cols;
  bool bias = false;     // only where the model has biases
  bool rotated = false;  // rows of heads that RoPE turns: reordered where the architecture pairs neighbours
  bool model::Architecture::*only_with = nullptr;
  bool model::Architecture::*only_without = nullptr;
};

std::span<const Family> families() noexcept;
// nullptr when it is none of them.
const Family* find_family(std::string_view model_type) noexcept;

// Of the model as a whole, and of each layer. The output matrix is not among them: its name has no "model." in front.
std::span<const TensorName> model_tensors() noexcept;
std::span<const TensorName> layer_tensors() noexcept;

}  // namespace oree::workbench
