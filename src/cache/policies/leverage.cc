#include "cache/policies/leverage.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "cache/head_dimensions.h"
#include "cache/kv_layout.h"
#include "cache/policies/arithmetic.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixOfFloats = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Of keys that do not vary at all.
constexpr double kLeastRidge = 1e-12;
constexpr float kLeastLeverage = 1e-30f;
// Where the spread of projections is taken.
constexpr int kSpreadPositions = 64;
constexpr int kSpreadStep = 63;  // tokens

}  // namespace

LeveragePolicy::LeveragePolicy(const kernels::Table& kernels, AttentionGeometry geometry, const QFilters& filters,
                               const QueryStatistics& statistics)
    : kernels_(&kernels),
      geometry_(std::move(geometry)),
      rotation_(geometry_.rope),
      local_rotation_(geometry_.local_rope) {
  const std::string of_model = head_dimensions(geometry_.n_layers, geometry_.n_kv_heads, geometry_.head_dim);
  for (const std::string& given : {head_dimensions(statistics.n_layers, statistics.n_kv_heads, statistics.head_dim),
                                   head_dimensions(filters.n_layers, filters.n_kv_heads, filters.head_dim)}) {
    if (given != of_model) {
      throw Error(ErrorCode::kInvalid, "the filters and statistics are of " + given + ", the model has " + of_model,
                  "filters", "make filters for this model with oree calibrate");
    }
  }
  const auto n_heads = static_cast<std::size_t>(geometry_.n_layers) * static_cast<std::size_t>(geometry_.n_kv_heads);
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  for (std::size_t row = 0; row < head_dim; row += kBlock) {
    head_floats_ += std::min(kBlock, head_dim - row) * std::min(row + kBlock, head_dim);
  }
  whitening_.resize(n_heads * head_floats_);
  whitened_mean_.resize(n_heads * head_dim);
  filters_.resize(n_heads * head_dim);
  for (std::size_t head = 0; head < n_heads; ++head) {
    add_head(head, filters, statistics);
  }
}

void LeveragePolicy::add_head(std::size_t head, const QFilters& filters, const QueryStatistics& statistics) {
  const auto dim = static_cast<Eigen::Index>(geometry_.head_dim);
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  const auto n_kv_heads = static_cast<std::size_t>(geometry_.n_kv_heads);
  const Eigen::VectorXd mean =
      Eigen::Map<const Eigen::VectorXf>(statistics.key_mean.data() + head * head_dim, dim).cast<double>();
  const Matrix moment =
      Eigen::Map<const MatrixOfFloats>(statistics.key_moment.data() + head * head_dim * head_dim, dim, dim)
          .cast<double>();
  Matrix covariance = moment - mean * mean.transpose();
  covariance.diagonal().array() += kRidge * covariance.trace() / static_cast<double>(dim) + kLeastRidge;
  const Eigen::LLT<Matrix> factors(covariance);
  if (factors.info() != Eigen::Success) {
    throw Error(ErrorCode::kCorrupt,
                "the key moments of layer " + std::to_string(head / n_kv_heads) + ", KV head " +
                    std::to_string(head % n_kv_heads) + " are those of no keys",
                "filters", "make filters for this model with oree calibrate");
  }
  const Matrix whitening = factors.matrixL().solve(Matrix::Identity(dim, dim));
  float* block = whitening_.data() + head * head_floats_;
  for (std::size_t row = 0; row < head_dim; row += kBlock) {
    const auto n_rows = static_cast<Eigen::Index>(std::min(kBlock, head_dim - row));
    const auto n_columns = static_cast<Eigen::Index>(std::min(row + kBlock, head_dim));
    Eigen::Map<MatrixOfFloats>(block, n_rows, n_columns) =
        whitening.block(static_cast<Eigen::Index>(row), 0, n_rows, n_columns).cast<float>();
    block += n_rows * n_columns;
  }
  Eigen::Map<Eigen::VectorXf>(whitened_mean_.data() + head * head_dim, dim) = (whitening * mean).cast<float>();

  // RoPE turns the key; as far as the projection goes, turning the filter back is the same.
  const bool is_local = geometry_.local_layers[head / n_kv_heads];
  const double amplitude = (is_local ? geometry_.local_rope : geometry_.rope).amplitude;
  const Eigen::Map<const Eigen::VectorXf> filter(filters.values.data() + head * head_dim, dim);
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kSpreadPositions; ++i) {
    Eigen::VectorXf turned = filter;
    (is_local ? local_rotation_ : rotation_).take_back(i * kSpreadStep, turned.data());
    const Eigen::VectorXd direction = turned.cast<double>() * (amplitude * amplitude);
    sum += direction.dot(mean);
    squares += direction.dot(moment * direction);
  }
  const double average = sum / kSpreadPositions;
  const double spread = std::sqrt(std::max(squares / kSpreadPositions - average * average, 0.0));
  const double weight = spread > 0 ? kFilterWeight / spread : 0;
  Eigen::Map<Eigen::VectorXf>(filters_.data() + head * head_dim, dim) = (filter.cast<double>() * weight).cast<float>();
}

void LeveragePolicy::score(const HeadRows& rows, std::span<float> scores, std::span<float>) const noexcept {
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  const std::size_t head = static_cast<std::size_t>(rows.layer) * static_cast<std::size_t>(geometry_.n_kv_heads) +
                           static_cast<std::size_t>(rows.kv_head);
  const bool is_local = geometry_.local_layers[static_cast<std::size_t>(rows.layer)];
  const PositionRotation& rotation = is_local ? local_rotation_ : rotation_;
  const float* mean = whitened_mean_.data() + head * head_dim;
  std::array<float, kMaxHeadDim> key;
  std::array<float, kMaxHeadDim> whitened;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const float* rotated = rows.keys + row * head_dim;
    std::copy_n(rotated, head_dim, key.data());
    rotation.take_back(rows.positions[row], key.data());
    const float* block = whitening_.data() + head * head_floats_;
    for (std::size_t first = 0; first < head_dim; first += kBlock) {
      const std::size_t n_rows = std::min(kBlock, head_dim - first);
      const std::size_t n_columns = std::min(first + kBlock, head_dim);
      kernels_->scores_f32({.queries = key.data(),
                            .keys = block,
                            .n_queries = 1,
                            .n_keys = static_cast<std::int64_t>(n_rows),
                            .head_dim = static_cast<std::int64_t>(n_columns),
                            .scores = whitened.data() + first,
                            .score_stride = static_cast<std::int64_t>(n_rows)});
      block += n_rows * n_columns;
    }
    for (std::size_t i = 0; i < head_dim; ++i) {
      whitened[i] -= mean[i];
    }
    const float leverage = std::max(finite(squared_norm(whitened.data(), head_dim)), kLeastLeverage);
    scores[row] = finite(std::log(leverage) + dot(filters_.data() + head * head_dim, rotated, head_dim));
  }
}

}  // namespace oree::cache
