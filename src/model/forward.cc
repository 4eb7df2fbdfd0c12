#include "model/forward.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kernels/widened_matmul.h"
#include "model/layer_attention.h"
#include "tensor/convert.h"

namespace oree::model {
namespace {

// Rows that threads take together: whole blocks of the activations that the rows produce, and of the kernels' tiles.
constexpr std::int64_t kRowGrain = 32;

class Pass {
 public:
  Pass(const Model::State& state, Model::Scratch::Buffers& buffers, cache::KvCache& cache, ThreadPool& threads,
       std::span<const std::int32_t> tokens, std::span<cache::QueryObserver* const> observers) noexcept
      : hyper_(state.hyper),
        weights_(state.weights),
        features_(*state.hyper.features),
        rope_(state.rope),
        local_rope_(state.local_rope),
        kernels_(*state.kernels),
        buffers_(buffers),
        cache_(cache),
        threads_(threads),
        tokens_(tokens),
        observers_(observers),
        keeps_plain_(std::any_of(observers.begin(), observers.end(),
                                 [](const cache::QueryObserver* observer) { return observer->wants_plain(); })),
        n_tokens_(static_cast<std::int64_t>(tokens.size())),
        embedding_(hyper_.embedding_length),
        query_cols_(std::int64_t{hyper_.n_heads} * hyper_.head_dim),
        kv_cols_(std::int64_t{hyper_.n_kv_heads} * hyper_.head_dim),
        hidden_(hyper_.feed_forward_length) {}

  void embed() noexcept {
    for_each_token([&](std::int64_t token) {
      const Matrix& matrix = weights_.embedding;
      const auto id = static_cast<std::size_t>(tokens_[static_cast<std::size_t>(token)]);
      tensor::dequantize_row(matrix.type, {matrix.data + id * matrix.row_bytes, matrix.row_bytes},
                             {buffers_.stream.data() + token * embedding_, static_cast<std::size_t>(embedding_)});
      if (features_.scaled_embedding) {
        kernels_.scale(buffers_.stream.data() + token * embedding_, std::sqrt(static_cast<float>(embedding_)),
                       embedding_);
      }
      fill_rope_row(token, rope_, buffers_.rope);
      if (!local_rope_.per_token.empty()) {
        fill_rope_row(token, local_rope_, buffers_.local_rope);
      }
    });
  }

  void run_layer(int index) noexcept {
    const LayerWeights& layer = weights_.layers[static_cast<std::size_t>(index)];
    normalize(layer.attention_norm, layer.query.quantized_activations || layer.key.quantized_activations ||
                                        layer.value.quantized_activations);
    project_queries_keys_values(layer);
    rotate_and_store(index, layer);
    show_and_transform_queries(index);
    attend(index);
    round_attended(layer.attention_output);
    add_projection(layer.attention_output, buffers_.attended.data(), buffers_.input, layer.attention_post_norm);
    normalize(layer.feed_forward_norm, layer.gate.quantized_activations || layer.up.quantized_activations);
    make_hidden(layer);
    add_projection(layer.down, buffers_.gate.data(), buffers_.hidden, layer.feed_forward_post_norm);
  }

  // Logits of the tokens [first, n_tokens).
  void make_logits(std::int64_t first, float* logits) noexcept {
    const Matrix& output = weights_.output;
    normalize(weights_.output_norm, output.quantized_activations, first);
    threads_.parallel_for(output.n_rows, kRowGrain, [&](int thread, std::int64_t begin, std::int64_t end) {
      multiply(thread, output, begin, end, buffers_.normed.data(), buffers_.input, logits, hyper_.vocabulary_size,
               first);
      for (std::int64_t token = 0; hyper_.logit_soft_cap > 0 && token < n_tokens_ - first; ++token) {
        kernels_.soft_cap(logits + token * hyper_.vocabulary_size + begin, hyper_.logit_soft_cap, end - begin);
      }
    });
  }

 private:
  // A single token is not worth waking threads for.
  template <class Body>
  void for_each_token(const Body& body, std::int64_t first = 0) noexcept {
    if (n_tokens_ - first == 1) {
      body(first);
      return;
    }
    threads_.parallel_for(n_tokens_ - first, 1, [&](int, std::int64_t begin, std::int64_t end) {
      for (std::int64_t token = first + begin; token < first + end; ++token) {
        body(token);
      }
    });
  }

  // The angles of the token's position, as the kernel of the architecture's pairs wants them.
  void fill_rope_row(std::int64_t token, const RopeFrequencies& frequencies, RopeTable& table) noexcept {
    const bool halves = features_.rope_pairs == RopePairs::kHalves;
    const auto n = static_cast<std::size_t>(halves ? hyper_.rope_dimension / 2 : hyper_.rope_dimension);
    const auto row = static_cast<std::size_t>(token * hyper_.rope_dimension);
    for (std::size_t i = 0; i < n; ++i) {
      const double angle = static_cast<double>(cache_.n_tokens() + token) * frequencies.per_token[halves ? i : i / 2];
      table.cosines[row + i] = static_cast<float>(std::cos(angle)) * frequencies.amplitude;
      table.sines[row + i] = static_cast<float>(std::sin(angle)) * frequencies.amplitude;
    }
  }

  // Rows [begin, end) of matrix times the activations [n_tokens, n_cols] of the tokens from first on.
  void multiply(int thread, const Matrix& matrix, std::int64_t begin, std::int64_t end, const float* activations,
                QuantizedBuffer& quantized, float* output, std::int64_t output_stride,
                std::int64_t first = 0) noexcept {
    const kernels::MatmulTask task{
        .weights = matrix.data,
        .n_cols = matrix.n_cols,
        .row_begin = begin,
        .row_end = end,
        .activations = activations + first * matrix.n_cols,
        .quantized = quantized.rows(),
        .tiles = kernels::takes_tiles(kernels_, n_tokens_ - first) ? quantized.tiles.data() : nullptr,
        .n_tokens = n_tokens_ - first,
        .output = output,
        .output_stride = output_stride,
        .scratch = buffers_.threads[static_cast<std::size_t>(thread)].matmul.data()};
    if (matrix.matmul != nullptr) {
      matrix.matmul(task);
    } else {
      kernels::multiply_widened(kernels_, matrix.type, task,
                                buffers_.threads[static_cast<std::size_t>(thread)].widened.data());
    }
  }

  // Rounds the columns [begin, end) of the row of n_cols activations of a token, counted from the first that is
  // multiplied. n_tokens: those that are.
  void round_row(const float* row, std::int64_t token, std::int64_t n_tokens, std::int64_t n_cols, std::int64_t begin,
                 std::int64_t end, QuantizedBuffer& quantized) noexcept {
    if (kernels::takes_tiles(kernels_, n_tokens)) {
      const std::int64_t n_blocks = n_cols / kernels::kQuantBlock;
      kernels_.quantize_into_tile(row + begin, end - begin, begin / kernels::kQuantBlock, n_blocks,
                                  token % kernels::kTokenTile,
                                  quantized.tiles.data() + token / kernels::kTokenTile * n_blocks);
      return;
    }
    const kernels::QuantizedRows rows = quantized.rows();
    const std::int64_t block = token * (n_cols / kernels::kQuantBlock) + begin / kernels::kQuantBlock;
    kernels_.quantize_row(row + begin, end - begin, rows.values + token * n_cols + begin, rows.scales + block,
                          rows.negative_sums + block);
  }

  void normalize(const std::vector<float>& weight, bool round, std::int64_t first = 0) noexcept {
    for_each_token(
        [&](std::int64_t token) {
          float* row = buffers_.normed.data() + token * embedding_;
          kernels_.rms_norm(buffers_.stream.data() + token * embedding_, weight.data(), embedding_, hyper_.norm_epsilon,
                            row);
          if (round) {
            round_row(row, token - first, n_tokens_ - first, embedding_, 0, embedding_, buffers_.input);
          }
        },
        first);
  }

  void project_queries_keys_values(const LayerWeights& layer) noexcept {
    struct Part {
      const Matrix* matrix;
      const std::vector<float>* bias;
      float* output;
    };
    const std::array<Part, 3> parts{{{&layer.query, &layer.query_bias, buffers_.queries.data()},
                                     {&layer.key, &layer.key_bias, buffers_.keys.data()},
                                     {&layer.value, &layer.value_bias, buffers_.values.data()}}};
    threads_.parallel_for(query_cols_ + 2 * kv_cols_, kRowGrain, [&](int thread, std::int64_t begin, std::int64_t end) {
      std::int64_t offset = 0;
      for (const Part& part : parts) {
        const std::int64_t n_rows = part.matrix->n_rows;
        const std::int64_t from = std::max(begin - offset, std::int64_t{0});
        const std::int64_t to = std::min(end - offset, n_rows);
        if (from < to) {
          multiply(thread, *part.matrix, from, to, buffers_.normed.data(), buffers_.input, part.output, n_rows);
          for (std::int64_t token = 0; !part.bias->empty() && token < n_tokens_; ++token) {
            kernels_.add(part.output + token * n_rows + from, part.bias->data() + from, to - from);
          }
        }
        offset += n_rows;
      }
    });
  }

  // RMSNorm of each head by itself.
  void normalize_heads(float* heads, int n_heads, const std::vector<float>& weight) noexcept {
    for (int head = 0; !weight.empty() && head < n_heads; ++head) {
      float* row = heads + head * hyper_.head_dim;
      kernels_.rms_norm(row, weight.data(), hyper_.head_dim, hyper_.norm_epsilon, row);
    }
  }

  // Attention over a context longer than the original one would flatten; the queries make up for it (Llama 4).
  void heat_queries(float* queries, std::int64_t token) noexcept {
    if (hyper_.query_temperature > 0) {
      const std::int64_t spans = (cache_.n_tokens() + token) / hyper_.rope_scaling.original_context;
      const float factor = 1.0f + hyper_.query_temperature * std::log(1.0f + static_cast<float>(spans));
      kernels_.scale(queries, factor, query_cols_);
    }
  }

  void rotate_and_store(int index, const LayerWeights& layer) noexcept {
    const bool local = !local_rope_.per_token.empty() && hyper_.local_layers[static_cast<std::size_t>(index)];
    const RopeTable& table = local ? buffers_.local_rope : buffers_.rope;
    const auto rotate = features_.rope_pairs == RopePairs::kHalves ? kernels_.rope_halves : kernels_.rope;
    for_each_token([&](std::int64_t token) {
      const float* cosines = table.cosines.data() + token * hyper_.rope_dimension;
      const float* sines = table.sines.data() + token * hyper_.rope_dimension;
      float* queries = buffers_.queries.data() + token * query_cols_;
      float* keys = buffers_.keys.data() + token * kv_cols_;
      const float* values = buffers_.values.data() + token * kv_cols_;
      normalize_heads(queries, hyper_.n_heads, layer.query_norm);
      normalize_heads(keys, hyper_.n_kv_heads, layer.key_norm);
      if (keeps_plain_) {
        std::copy_n(queries, query_cols_, buffers_.plain_queries.data() + token * query_cols_);
        std::copy_n(keys, kv_cols_, buffers_.plain_keys.data() + token * kv_cols_);
      }
      rotate(queries, hyper_.n_heads, hyper_.head_dim, hyper_.rope_dimension, cosines, sines);
      rotate(keys, hyper_.n_kv_heads, hyper_.head_dim, hyper_.rope_dimension, cosines, sines);
      heat_queries(queries, token);
      cache_.store(index, static_cast<int>(token), keys, values);
    });
  }

  void show_and_transform_queries(int layer) noexcept {
    for (cache::QueryObserver* observer : observers_) {
      observer->observe({.layer = layer,
                         .first_position = cache_.n_tokens(),
                         .n_tokens = static_cast<int>(n_tokens_),
                         .plain_queries = keeps_plain_ ? buffers_.plain_queries.data() : nullptr,
                         .queries = buffers_.queries.data(),
                         .plain_keys = keeps_plain_ ? buffers_.plain_keys.data() : nullptr,
                         .keys = buffers_.keys.data(),
                         .values = buffers_.values.data()},
                        threads_);
    }
    if (cache_.layout().transforms_keys()) {
      for_each_token([&](std::int64_t token) {
        for (int head = 0; head < hyper_.n_heads; ++head) {
          kernels_.hadamard(buffers_.queries.data() + token * query_cols_ + head * hyper_.head_dim, hyper_.head_dim);
        }
      });
    }
  }

  void attend(int layer) noexcept {
    attend_layer({.kernels = kernels_,
                  .hyper = hyper_,
                  .cache = cache_,
                  .layer = layer,
                  .n_tokens = n_tokens_,
                  .queries = buffers_.queries.data(),
                  .output = buffers_.attended.data()},
                 buffers_.threads, buffers_.partials, threads_);
  }

  void round_attended(const Matrix& output) noexcept {
    if (output.quantized_activations) {
      for_each_token([&](std::int64_t token) {
        round_row(buffers_.attended.data() + token * query_cols_, token, n_tokens_, query_cols_, 0, query_cols_,
                  buffers_.input);
      });
    }
  }

  // stream += matrix * activations, that product normed first where the model norms it.
  void add_projection(const Matrix& matrix, const float* activations, QuantizedBuffer& quantized,
                      const std::vector<float>& post_norm) noexcept {
    threads_.parallel_for(embedding_, kRowGrain, [&](int thread, std::int64_t begin, std::int64_t end) {
      multiply(thread, matrix, begin, end, activations, quantized, buffers_.projected.data(), embedding_);
      for (std::int64_t token = 0; post_norm.empty() && token < n_tokens_; ++token) {
        const std::int64_t offset = token * embedding_ + begin;
        kernels_.add(buffers_.stream.data() + offset, buffers_.projected.data() + offset, end - begin);
      }
    });
    if (!post_norm.empty()) {
      for_each_token([&](std::int64_t token) {
        float* row = buffers_.projected.data() + token * embedding_;
        kernels_.rms_norm(row, post_norm.data(), embedding_, hyper_.norm_epsilon, row);
        kernels_.add(buffers_.stream.data() + token * embedding_, row, embedding_);
      });
    }
  }

  // gate = activation(gate weights * normed) * (up weights * normed); rounded by the thread that made it.
  void make_hidden(const LayerWeights& layer) noexcept {
    const auto activate = features_.activation == Activation::kGelu ? kernels_.gelu_multiply : kernels_.silu_multiply;
    threads_.parallel_for(hidden_, kRowGrain, [&](int thread, std::int64_t begin, std::int64_t end) {
      multiply(thread, layer.gate, begin, end, buffers_.normed.data(), buffers_.input, buffers_.gate.data(), hidden_);
      multiply(thread, layer.up, begin, end, buffers_.normed.data(), buffers_.input, buffers_.up.data(), hidden_);
      for (std::int64_t token = 0; token < n_tokens_; ++token) {
        float* row = buffers_.gate.data() + token * hidden_;
        activate(row + begin, buffers_.up.data() + token * hidden_ + begin, end - begin, row + begin);
        if (layer.down.quantized_activations) {
          round_row(row, token, n_tokens_, hidden_, begin, end, buffers_.hidden);
        }
      }
    });
  }

  const HyperParameters& hyper_;
  const Weights& weights_;
  const Architecture& features_;
  const RopeFrequencies& rope_;
  const RopeFrequencies& local_rope_;
  const kernels::Table& kernels_;
  Model::Scratch::Buffers& buffers_;
  cache::KvCache& cache_;
  ThreadPool& threads_;
  std::span<const std::int32_t> tokens_;
  std::span<cache::QueryObserver* const> observers_;
  bool keeps_plain_;
  std::int64_t n_tokens_;
  std::int64_t embedding_;
  std::int64_t query_cols_;
  std::int64_t kv_cols_;
  std::int64_t hidden_;
};

}  // namespace

void run_forward(const Model::State& state, Model::Scratch::Buffers& buffers, cache::KvCache& cache,
                 ThreadPool& threads, std::span<const std::int32_t> tokens, std::span<float> logits, bool all_logits,
                 std::span<cache::QueryObserver* const> observers) noexcept {
  Pass pass(state, buffers, cache, threads, tokens, observers);
  pass.embed();
  for (int layer = 0; layer < state.hyper.n_layers; ++layer) {
    pass.run_layer(layer);
  }
  if (!logits.empty()) {
    const auto last = static_cast<std::int64_t>(tokens.size()) - 1;
    pass.make_logits(all_logits ? 0 : last, logits.data());
  }
}

}  // namespace oree::model
