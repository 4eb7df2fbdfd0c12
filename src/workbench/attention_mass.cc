#include "workbench/attention_mass.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/check.h"
#include "kernels/dispatch.h"

namespace oree::workbench {
namespace {

// Queries that share one reading of the keys.
constexpr int kQueryBlock = 32;

std::size_t size(std::int64_t a, std::int64_t b, std::int64_t c = 1) { return static_cast<std::size_t>(a * b * c); }

}  // namespace

AttentionMass::AttentionMass(const model::Model& model, const cache::KvCache& cache, const cache::QFilters& filters,
                             int n_threads)
    : hyper_(model.hyper_parameters()),
      kernels_(model.kernels()),
      cache_(cache),
      filters_(filters),
      context_(cache.layout().context),
      received_(size(hyper_.n_layers, hyper_.n_heads, context_)),
      filter_scores_(size(hyper_.n_layers, hyper_.n_kv_heads, context_)),
      key_norm_scores_(filter_scores_.size()),
      scratch_(static_cast<std::size_t>(n_threads)) {
  check(!cache.layout().transforms_keys(), "AttentionMass: the cache transforms its keys");
  check(filters.values.size() == size(hyper_.n_layers, hyper_.n_kv_heads, hyper_.head_dim),
        "AttentionMass: the filters are of another model");
  for (Scratch& scratch : scratch_) {
    scratch.queries.resize(size(kQueryBlock, hyper_.head_dim));
    scratch.scores.resize(size(kQueryBlock, context_));
    // max_segments() tells of the pages that the cache has by now; a segment holds one token at least.
    scratch.segments.resize(size(context_, 1) + 1);
  }
}

std::size_t AttentionMass::row(int layer, int head, int n_heads) const noexcept {
  return size(std::int64_t{layer} * n_heads + head, context_);
}

void AttentionMass::start() noexcept {
  n_tokens_ = 0;
  std::fill(received_.begin(), received_.end(), 0.0);
}

// Each query head's sums are one thread's, in the order of the queries, whatever the number of threads.
void AttentionMass::observe(const cache::QueryChunk& chunk, ThreadPool& threads) noexcept {
  n_tokens_ = chunk.first_position + chunk.n_tokens;
  threads.run([&](int thread, int n_threads) {
    for (int head = thread; head < hyper_.n_heads; head += n_threads) {
      add_queries(chunk, head, scratch_[static_cast<std::size_t>(thread)]);
    }
    for (int head = thread; head < hyper_.n_kv_heads; head += n_threads) {
      score_keys(chunk, head);
    }
  });
}

void AttentionMass::add_queries(const cache::QueryChunk& chunk, int head, Scratch& scratch) noexcept {
  const int dim = hyper_.head_dim;
  const int window = hyper_.windows[static_cast<std::size_t>(chunk.layer)];
  const tensor::KvView view =
      cache_.view(chunk.layer, head / (hyper_.n_heads / hyper_.n_kv_heads), scratch.segments.data());
  const kernels::Scores score = kernels::scores_for(kernels_, view.type_k);
  const tensor::ElementTypeInfo& stored = tensor::info(view.type_k);
  const std::int64_t key_bytes = std::int64_t{dim} / stored.block_size * stored.block_bytes;
  double* received = received_.data() + row(chunk.layer, head, hyper_.n_heads);
  for (int first = 0; first < chunk.n_tokens; first += kQueryBlock) {
    const int n_queries = std::min(kQueryBlock, chunk.n_tokens - first);
    const int position = chunk.first_position + first;
    for (int i = 0; i < n_queries; ++i) {
      const float* query = chunk.queries + (std::int64_t{first + i} * hyper_.n_heads + head) * dim;
      std::copy_n(query, dim, scratch.queries.data() + std::int64_t{i} * dim);
    }
    kernels_.scale(scratch.queries.data(), hyper_.attention_scale, std::int64_t{n_queries} * dim);
    // The keys that any of these queries sees.
    const int begin = window > 0 ? std::max(0, position - window + 1) : 0;
    const int end = position + n_queries;
    for (const tensor::KvSegment& segment : view.segments) {
      const int from = std::max(begin, segment.first_position);
      const int to = std::min(end, segment.first_position + segment.n_tokens);
      if (from < to) {
        score({.queries = scratch.queries.data(),
               .keys = segment.keys + (from - segment.first_position) * key_bytes,
               .n_queries = n_queries,
               .n_keys = to - from,
               .head_dim = dim,
               .scores = scratch.scores.data() + (from - begin),
               .score_stride = context_});
      }
    }
    for (int i = 0; i < n_queries; ++i) {
      const int seen_from = window > 0 ? std::max(0, position + i - window + 1) : 0;
      const int n_seen = position + i + 1 - seen_from;
      float* weights = scratch.scores.data() + std::int64_t{i} * context_ + (seen_from - begin);
      if (hyper_.attention_soft_cap > 0) {
        kernels_.soft_cap(weights, hyper_.attention_soft_cap, n_seen);
      }
      float maximum = 0;
      float sum = 0;
      kernels_.softmax_step(weights, n_seen, &maximum, &sum);
      const double factor = n_seen / double{sum};  // of weights that sum to 1, even attention gives each 1 / n_seen
      for (int key = 0; key < n_seen; ++key) {
        received[seen_from + key] += factor * double{weights[key]};
      }
    }
  }
}

void AttentionMass::score_keys(const cache::QueryChunk& chunk, int kv_head) noexcept {
  const int dim = hyper_.head_dim;
  const std::size_t place = row(chunk.layer, kv_head, hyper_.n_kv_heads);
  const float* filter = filters_.values.data() + size(std::int64_t{chunk.layer} * hyper_.n_kv_heads + kv_head, dim);
  for (int token = 0; token < chunk.n_tokens; ++token) {
    const float* key = chunk.keys + (std::int64_t{token} * hyper_.n_kv_heads + kv_head) * dim;
    double product = 0;
    double squares = 0;
    for (int i = 0; i < dim; ++i) {
      product += double{filter[i]} * key[i];
      squares += double{key[i]} * key[i];
    }
    filter_scores_[place + size(chunk.first_position + token, 1)] = product;
    key_norm_scores_[place + size(chunk.first_position + token, 1)] = -std::sqrt(squares);
  }
}

std::vector<double> AttentionMass::mass(int layer, int kv_head) const {
  const int group = hyper_.n_heads / hyper_.n_kv_heads;
  const int window = hyper_.windows[static_cast<std::size_t>(layer)];
  std::vector<double> result(static_cast<std::size_t>(n_tokens_));
  for (int member = 0; member < group; ++member) {
    const double* received = received_.data() + row(layer, kv_head * group + member, hyper_.n_heads);
    for (int key = 0; key < n_tokens_; ++key) {
      const int n_seeing = window > 0 ? std::min(window, n_tokens_ - key) : n_tokens_ - key;
      result[static_cast<std::size_t>(key)] += received[key] / (1.0 * n_seeing * group);
    }
  }
  return result;
}

std::span<const double> AttentionMass::filter_scores(int layer, int kv_head) const noexcept {
  return {filter_scores_.data() + row(layer, kv_head, hyper_.n_kv_heads), static_cast<std::size_t>(n_tokens_)};
}

std::span<const double> AttentionMass::key_norm_scores(int layer, int kv_head) const noexcept {
  return {key_norm_scores_.data() + row(layer, kv_head, hyper_.n_kv_heads), static_cast<std::size_t>(n_tokens_)};
}

}  // namespace oree::workbench
