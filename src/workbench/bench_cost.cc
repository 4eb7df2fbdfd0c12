#include "workbench/bench_cost.h"

#include <algorithm>

#include "engine/loaded_model.h"
#include "gguf/file.h"

namespace oree::workbench {
namespace {

constexpr std::string_view kEmbedding = "token_embd.weight";
constexpr std::string_view kOutput = "output.weight";

double row_bytes(KvType type, int head_dim) {
  return static_cast<double>(tensor::row_bytes(engine::element_type(type), static_cast<std::uint64_t>(head_dim))
                                 .value_or(0));  // an engine refuses what is no whole number of blocks
}

}  // namespace

std::vector<double> held_keys(const Session& session) {
  std::vector<double> result;
  for (const std::vector<std::vector<int>>& layer : session.kept()) {
    std::size_t total = 0;
    for (const std::vector<int>& head : layer) {
      total += head.size();
    }
    result.push_back(static_cast<double>(total) / static_cast<double>(layer.size()));
  }
  return result;
}

BenchCosts::BenchCosts(const std::filesystem::path& model, const EngineOptions& options)
    : chunk_(engine::check_chunk(options.chunk)) {
  const gguf::File file = gguf::File::open(model);
  hyper_ = model::read_hyper_parameters(file, options.sliding_window);
  hyper_.features = nullptr;  // of the file, which is closed again
  kv_row_bytes_ = row_bytes(options.kv_type_k, hyper_.head_dim) + row_bytes(options.kv_type_v, hyper_.head_dim);
  const bool is_tied = file.find_tensor(kOutput) == nullptr;
  for (const gguf::TensorInfo& tensor : file.tensors()) {
    double n_weights = tensor.shape.size() > 1 ? 1 : 0;  // vectors are not multiplied with, only read
    for (const std::uint64_t extent : tensor.shape) {
      n_weights *= static_cast<double>(extent);
    }
    if (tensor.name == kEmbedding) {
      embedding_row_bytes_ = tensor.data.size() / static_cast<std::uint64_t>(hyper_.vocabulary_size);
    }
    if (tensor.name == (is_tied ? kEmbedding : kOutput)) {
      output_bytes_ = tensor.data.size();
      output_weights_ = n_weights;
    } else if (tensor.name != kEmbedding) {
      layer_bytes_ += tensor.data.size();
      layer_weights_ += n_weights;
    }
  }
}

TokenCost BenchCosts::prefill(int n_tokens, const std::vector<double>& before, const std::vector<double>& after) const {
  return cost(n_tokens, chunk_, 1, before, after);
}

TokenCost BenchCosts::decode(int n_tokens, const std::vector<double>& before, const std::vector<double>& after) const {
  return cost(n_tokens, 1, n_tokens, before, after);
}

TokenCost BenchCosts::cost(int n_tokens, int step, int n_logits, const std::vector<double>& before,
                           const std::vector<double>& after) const {
  const double n = n_tokens;
  double n_steps = 0;
  double rows_read = 0;  // of all steps, a row a layer
  double scores = 0;     // of all tokens, a score a layer and head
  for (int done = 0; done < n_tokens; done += step) {
    const double count = std::min(step, n_tokens - done);
    for (std::size_t layer = 0; layer < hyper_.windows.size(); ++layer) {
      const double held = before[layer] + (after[layer] - before[layer]) * done / n;
      const double window = hyper_.windows[layer] > 0 ? hyper_.windows[layer] : held + count;
      rows_read += std::min(held + count, window + count - 1);
      scores += count * std::min(held + (count + 1) / 2, window);
    }
    ++n_steps;
  }
  const double n_output_reads = n_logits == n_tokens ? n_steps : 1;
  return {.weight_bytes =
              (n_steps * static_cast<double>(layer_bytes_) + n_output_reads * static_cast<double>(output_bytes_)) / n +
              static_cast<double>(embedding_row_bytes_),
          .kv_bytes = rows_read * hyper_.n_kv_heads * kv_row_bytes_ / n,
          .matmul_operations = 2 * (layer_weights_ + output_weights_ * n_logits / n),
          .attention_operations = 4.0 * scores * hyper_.n_heads * hyper_.head_dim / n};
}

}  // namespace oree::workbench
