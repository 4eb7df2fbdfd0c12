#include "workbench/calibration.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>

#include "base/check.h"
#include "kernels/dispatch.h"
#include "oree/error.h"
#include "tensor/half.h"
#include "workbench/calibration_sums.h"

namespace oree::workbench {
namespace {

// Tokens of a forward pass: few enough that the sums stay in cache, many enough to keep the matrices busy.
constexpr int kChunk = 512;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Direction {
  Eigen::VectorXd vector;  // of length 1, or 0 when all queries are zero
  FilterQuality quality;
};

// The first right singular vector of a head's queries is the first eigenvector of their second moments. Its sign is
// that of most sampled queries.
Direction first_direction(const CalibrationSums& sums, int layer, int head, int dim) {
  const std::span<const double> moments = sums.rotated_outer_sum(layer, head);
  const Eigen::Map<const Eigen::MatrixXd> matrix(moments.data(), dim, dim);
  const double total = matrix.trace();
  if (total <= 0) {
    return {Eigen::VectorXd::Zero(dim), {}};
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
  const auto& values = solver.eigenvalues();  // ascending
  Direction result{solver.eigenvectors().col(dim - 1), {}};
  result.quality.variance = values[dim - 1] / total;
  // Rounding may leave a second value that is none.
  result.quality.gap = values[dim - 1] / std::max(values[std::max(dim - 2, 0)], values[dim - 1] * 1e-12);

  const std::span<const std::uint16_t> rows = sums.sample(layer, head);
  const std::size_t n_rows = rows.size() / static_cast<std::size_t>(dim);
  std::size_t n_positive = 0;
  double sum = 0;
  for (std::size_t row = 0; row < n_rows; ++row) {
    double projection = 0;
    for (int i = 0; i < dim; ++i) {
      projection += result.vector[i] * tensor::bf16_to_f32(rows[row * static_cast<std::size_t>(dim) + i]);
    }
    n_positive += projection > 0 ? 1 : 0;
    sum += projection;
  }
  if (2 * n_positive < n_rows || (2 * n_positive == n_rows && sum < 0)) {
    result.vector = -result.vector;
    n_positive = n_rows - n_positive;
  }
  result.quality.positive = static_cast<double>(n_positive) / static_cast<double>(n_rows);
  return result;
}

// The mean over a group's directions, as long as they agree.
void make_filters(const CalibrationSums& sums, const cache::AttentionGeometry& geometry, ThreadPool& threads,
                  Calibration& result) {
  const int dim = geometry.head_dim;
  const int group = geometry.group();
  const int n_filters = geometry.n_layers * geometry.n_kv_heads;
  cache::QFilters& filters = result.file.filters;
  filters = {.n_layers = geometry.n_layers, .n_kv_heads = geometry.n_kv_heads, .head_dim = dim, .values = {}};
  filters.values.resize(static_cast<std::size_t>(n_filters) * static_cast<std::size_t>(dim));
  result.qualities.resize(static_cast<std::size_t>(n_filters));
  threads.run([&](int thread, int n_threads) {
    for (int index = thread; index < n_filters; index += n_threads) {
      Eigen::VectorXd mean = Eigen::VectorXd::Zero(dim);
      FilterQuality& quality = result.qualities[static_cast<std::size_t>(index)];
      for (int member = 0; member < group; ++member) {
        const int head = index % geometry.n_kv_heads * group + member;
        const Direction direction = first_direction(sums, index / geometry.n_kv_heads, head, dim);
        mean += direction.vector / group;
        quality.variance += direction.quality.variance / group;
        quality.gap += direction.quality.gap / group;
        quality.positive += direction.quality.positive / group;
      }
      for (int i = 0; i < dim; ++i) {
        filters.values[static_cast<std::size_t>(index) * static_cast<std::size_t>(dim) + static_cast<std::size_t>(i)] =
            static_cast<float>(mean[i]);
      }
    }
  });
}

std::vector<float> means(const std::vector<double>& sums, std::int64_t n) {
  std::vector<float> result(sums.size());
  std::transform(sums.begin(), sums.end(), result.begin(),
                 [n](double sum) { return static_cast<float>(sum / static_cast<double>(n)); });
  return result;
}

cache::QueryStatistics make_statistics(const CalibrationSums& sums, const model::Model& model, ThreadPool& threads) {
  const model::HyperParameters& hyper = model.hyper_parameters();
  const std::int64_t n = std::max<std::int64_t>(sums.n_counted(), 1);
  cache::QueryStatistics statistics{.n_layers = hyper.n_layers,
                                    .n_heads = hyper.n_heads,
                                    .n_kv_heads = hyper.n_kv_heads,
                                    .head_dim = hyper.head_dim,
                                    .n_tokens = sums.n_counted(),
                                    .query_mean = means(sums.plain_queries().sums, n),
                                    .query_moment = means(sums.plain_queries().outer_sums, n),
                                    .key_mean = means(sums.plain_keys().sums, n),
                                    .key_moment = means(sums.plain_keys().outer_sums, n),
                                    .value_norm = means(sums.value_norms(), n),
                                    .value_gram = {}};
  for (int layer = 0; layer < hyper.n_layers; ++layer) {
    const std::vector<float> grams = model.value_grams(layer, threads);
    statistics.value_gram.insert(statistics.value_gram.end(), grams.begin(), grams.end());
  }
  return statistics;
}

void check_finite(const CalibrationSums& sums, const cache::AttentionGeometry& geometry, const std::string& name) {
  for (int layer = 0; layer < geometry.n_layers; ++layer) {
    for (int head = 0; head < geometry.n_heads; ++head) {
      const std::span<const double> values = sums.rotated_outer_sum(layer, head);
      if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); })) {
        throw Error(ErrorCode::kInvalid, "the model computes queries that are not finite",
                    name + ", layer " + std::to_string(layer) + ", head " + std::to_string(head),
                    "check the model: oree complete should write sensible text with it");
      }
    }
  }
}

}  // namespace

Calibration calibrate(const model::Model& model, const cache::CalibratedModel& identity,
                      std::span<const std::vector<std::int32_t>> sequences, const CalibrationRun& run,
                      ThreadPool& threads) {
  const Clock::time_point start = Clock::now();
  std::size_t longest = 0;
  std::size_t n_tokens = 0;
  for (const std::vector<std::int32_t>& sequence : sequences) {
    check(!sequence.empty(), "calibrate: a sequence is empty");
    longest = std::max(longest, sequence.size());
    n_tokens += sequence.size();
  }
  check(n_tokens > 0, "calibrate: there is no sequence");
  const int chunk = static_cast<int>(std::min<std::size_t>(longest, kChunk));
  const cache::AttentionGeometry geometry = model.attention_geometry();
  CalibrationSums sums(geometry, kernels::best_table(), run.n_rows, static_cast<std::int64_t>(n_tokens), run.seed,
                       run.statistics, chunk, threads.n_threads());
  cache::KvCache cache =
      model.new_cache(static_cast<int>(longest), chunk, tensor::ElementType::kF16, tensor::ElementType::kF16);
  model::Model::Scratch scratch(model, chunk);
  std::size_t n_done = 0;
  for (const std::vector<std::int32_t>& sequence : sequences) {
    cache.truncate(0);
    for (std::size_t first = 0; first < sequence.size(); first += static_cast<std::size_t>(chunk)) {
      const std::size_t n = std::min(static_cast<std::size_t>(chunk), sequence.size() - first);
      model.forward(std::span(sequence).subspan(first, n), cache, scratch, threads, {}, false, &sums);
      n_done += n;
      if (run.on_tokens) {
        run.on_tokens(static_cast<int>(n_done), static_cast<int>(n_tokens));
      }
    }
  }
  check_finite(sums, geometry, identity.name);

  Calibration result;
  const Clock::time_point solving = Clock::now();
  result.file.model = identity;
  result.file.n_tokens = static_cast<std::int64_t>(n_tokens);
  result.file.seed = run.seed;
  make_filters(sums, geometry, threads, result);
  if (run.statistics) {
    result.file.statistics = make_statistics(sums, model, threads);
  }
  result.accumulation_seconds = sums.seconds() + seconds_since(solving);
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace oree::workbench
