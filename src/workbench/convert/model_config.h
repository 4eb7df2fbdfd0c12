// What config.json says about a model, checked and in the terms of GGUF's metadata.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gguf/writer.h"
#include "model/architecture.h"
#include "workbench/convert/families.h"
#include "workbench/convert/rope_config.h"

namespace oree::workbench {

struct ModelConfig {
  const Family* family = nullptr;
  const model::Architecture* features = nullptr;
  int n_layers = 0;
  int embedding_length = 0;
  int feed_forward_length = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  int vocabulary_size = 0;
  int context_length = 0;  // tokens
  double norm_epsilon = 0;
  bool biases = false;              // of queries, keys and values
  std::optional<bool> tied;         // whether the output matrix is the embedding; nullopt: the weights tell
  double attention_soft_cap = 0;    // 0: none
  double logit_soft_cap = 0;        // 0: none
  int window = 0;                   // tokens; 0: no layer has one
  std::vector<bool> window_layers;  // [n_layers]; empty: as a reader takes them to be without being told
  RopeConfig rope;
};

// Reads config.json of the folder, either of transformers 4 or 5; of a model with an image encoder the text_config.
// Throws Error: kNotFound; kCorrupt (key); kUnsupported (model type, with those supported; a feature, by its key);
// kLimit.
ModelConfig read_model_config(const std::filesystem::path& folder);

// Sets the keys general.architecture and {architecture}.*, as llama.cpp spells them.
void write_model_config(const ModelConfig& config, gguf::Writer& writer);

}  // namespace oree::workbench
