#include "cache/query_recorder.h"

#include <algorithm>
#include <utility>

namespace oree::cache {

QueryRecorder::QueryRecorder(const RecordingRule& rule, const std::vector<bool>& layers)
    : rule_(rule), layers_(layers.size()) {
  const auto heads = static_cast<std::size_t>(rule.n_heads);
  const auto head_dim = static_cast<std::size_t>(rule.head_dim);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (!layers[i]) {
      continue;
    }
    layers_[i].last.resize(static_cast<std::size_t>(rule.last_queries) * heads * head_dim);
    if (rule.query_moments) {
      layers_[i].sums.resize(heads * head_dim);
      layers_[i].outer_sums.resize(heads * head_dim * head_dim);
    }
  }
}

void QueryRecorder::reset() noexcept {
  for (Layer& layer : layers_) {
    std::fill(layer.sums.begin(), layer.sums.end(), 0.0);
    std::fill(layer.outer_sums.begin(), layer.outer_sums.end(), 0.0);
    layer.n_counted = 0;
    layer.next_position = 0;
  }
}

void QueryRecorder::observe(const QueryChunk& chunk, ThreadPool& threads) noexcept {
  Layer& layer = layers_[static_cast<std::size_t>(chunk.layer)];
  const auto head_dim = static_cast<std::size_t>(rule_.head_dim);
  const std::size_t row = static_cast<std::size_t>(rule_.n_heads) * head_dim;
  layer.next_position = chunk.first_position + chunk.n_tokens;
  if (!layer.last.empty()) {
    for (int token = std::max(0, chunk.n_tokens - rule_.last_queries); token < chunk.n_tokens; ++token) {
      const auto slot = static_cast<std::size_t>((chunk.first_position + token) % rule_.last_queries);
      std::copy_n(chunk.queries + static_cast<std::size_t>(token) * row, row, layer.last.data() + slot * row);
    }
  }
  if (!layer.sums.empty()) {
    const int first = std::clamp(RecordedQueries::kUncounted - chunk.first_position, 0, chunk.n_tokens);
    layer.n_counted += chunk.n_tokens - first;
    threads.parallel_for(rule_.n_heads, 1, [&](int, std::int64_t begin, std::int64_t end) {
      for (auto head = static_cast<std::size_t>(begin); head < static_cast<std::size_t>(end); ++head) {
        double* sums = layer.sums.data() + head * head_dim;
        double* outer = layer.outer_sums.data() + head * head_dim * head_dim;
        for (int token = first; token < chunk.n_tokens; ++token) {
          const float* query = chunk.plain_queries + static_cast<std::size_t>(token) * row + head * head_dim;
          for (std::size_t i = 0; i < head_dim; ++i) {
            const double value = query[i];
            sums[i] += value;
            for (std::size_t j = 0; j < head_dim; ++j) {
              outer[i * head_dim + j] += value * query[j];
            }
          }
        }
      }
    });
  }
}

RecordedQueries QueryRecorder::recorded(int index, LastQueries& storage) const {
  const Layer& layer = layers_[static_cast<std::size_t>(index)];
  RecordedQueries result;
  result.next_position = layer.next_position;
  if (!layer.last.empty()) {
    const std::size_t row = static_cast<std::size_t>(rule_.n_heads) * static_cast<std::size_t>(rule_.head_dim);
    const int n_last = std::min(layer.next_position, rule_.last_queries);
    storage.rows.resize(static_cast<std::size_t>(n_last) * row);
    storage.positions.clear();
    for (int i = 0; i < n_last; ++i) {
      const int position = layer.next_position - n_last + i;
      const auto slot = static_cast<std::size_t>(position % rule_.last_queries);
      std::copy_n(layer.last.data() + slot * row, row, storage.rows.data() + static_cast<std::size_t>(i) * row);
      storage.positions.push_back(position);
    }
    result.last = storage.rows.data();
    result.last_positions = storage.positions;
  }
  if (!layer.sums.empty()) {
    result.n_counted = layer.n_counted;
    result.sums = layer.sums.data();
    result.outer_sums = layer.outer_sums.data();
  }
  return result;
}

void QueryRecorder::write(const ByteSink& sink) const {
  for (const Layer& layer : layers_) {
    put(sink, layer.last);
    put(sink, layer.sums);
    put(sink, layer.outer_sums);
    put(sink, layer.n_counted);
    put(sink, layer.next_position);
  }
}

bool QueryRecorder::read(ByteSource& source) {
  for (Layer& layer : layers_) {
    Layer stored;
    stored.last = source.get_vector<float>();
    stored.sums = source.get_vector<double>();
    stored.outer_sums = source.get_vector<double>();
    stored.n_counted = source.get<std::int64_t>();
    stored.next_position = source.get<std::int32_t>();
    if (!source.ok() || stored.last.size() != layer.last.size() || stored.sums.size() != layer.sums.size() ||
        stored.outer_sums.size() != layer.outer_sums.size() || stored.n_counted < 0 || stored.next_position < 0) {
      return false;
    }
    layer = std::move(stored);
  }
  return true;
}

}  // namespace oree::cache
