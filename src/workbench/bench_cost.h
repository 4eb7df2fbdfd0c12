// What a token costs at least: the bytes that must be read and the operations that must be done for it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "model/model.h"
#include "oree/engine.h"
#include "tensor/element_type.h"

namespace oree::workbench {

// Of the mean token of some. A multiplication and an addition count as one operation each.
struct TokenCost {
  double weight_bytes = 0;
  double kv_bytes = 0;
  double matmul_operations = 0;
  double attention_operations = 0;

  double bytes() const noexcept { return weight_bytes + kv_bytes; }
  double operations() const noexcept { return matmul_operations + attention_operations; }
};

// Keys that a head of each layer holds in the mean: [n_layers].
std::vector<double> held_keys(const Session& session);

class BenchCosts {
 public:
  // Reads the file's header. Throws Error as Engine's constructor.
  BenchCosts(const std::filesystem::path& model, const EngineOptions& options);

  // Of n_tokens that are read in chunks; only the last one's logits are wanted. Every weight, and every key and value
  // that the chunk sees, is read once a chunk. before and after: what is held at both ends, [n_layers]; between them it
  // is taken to grow evenly.
  TokenCost prefill(int n_tokens, const std::vector<double>& before, const std::vector<double>& after) const;
  // Of n_tokens that come one by one, the logits of each wanted.
  TokenCost decode(int n_tokens, const std::vector<double>& before, const std::vector<double>& after) const;

  // Of all matrices that a token is multiplied with.
  std::uint64_t weight_bytes() const noexcept { return layer_bytes_ + output_bytes_; }

 private:
  TokenCost cost(int n_tokens, int step, int n_logits, const std::vector<double>& before,
                 const std::vector<double>& after) const;

  model::HyperParameters hyper_;
  int chunk_;
  double kv_row_bytes_ = 0;  // of a key and a value of one head
  std::uint64_t layer_bytes_ = 0;
  std::uint64_t output_bytes_ = 0;
  std::uint64_t embedding_row_bytes_ = 0;
  double layer_weights_ = 0;
  double output_weights_ = 0;
};

}  // namespace oree::workbench
