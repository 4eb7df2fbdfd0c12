#include "cache/policies/leverage.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "cache/kv_layout.h"
#include "cache/policies/arithmetic.h"
#include "oree/error.h"

namespace oree::cache {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Of keys that do not vary at all.
constexpr double kLeastRidge = 1e-12;

std::string dimensions(int n_layers, int n_kv_heads, int head_dim) {
  return std::to_string(n_layers) + " layers of " + std::to_string(n_kv_heads) + " KV heads of " +
         std::to_string(head_dim);
}

}  // namespace

LeveragePolicy::LeveragePolicy(const kernels::Table& kernels, AttentionGeometry geometry,
                               const QueryStatistics& statistics)
    : kernels_(&kernels),
      geometry_(std::move(geometry)),
      rotation_(geometry_.rope),
      local_rotation_(geometry_.local_rope) {
  if (statistics.n_layers != geometry_.n_layers || statistics.n_kv_heads != geometry_.n_kv_heads ||
      statistics.head_dim != geometry_.head_dim) {
    throw Error(ErrorCode::kInvalid,
                "the statistics are of " + dimensions(statistics.n_layers, statistics.n_kv_heads, statistics.head_dim) +
                    ", the model has " + dimensions(geometry_.n_layers, geometry_.n_kv_heads, geometry_.head_dim),
                "filters", "make filters for this model with oree calibrate");
  }
  const auto dim = static_cast<Eigen::Index>(geometry_.head_dim);
  const auto n_heads = static_cast<std::size_t>(geometry_.n_layers) * static_cast<std::size_t>(geometry_.n_kv_heads);
  const auto head_dim = static_cast<std::size_t>(geometry_.head_dim);
  whitening_.resize(n_heads * head_dim * head_dim);
  whitened_mean_.resize(n_heads * head_dim);
  for (std::size_t head = 0; head < n_heads; ++head) {
    const Eigen::VectorXd mean =
        Eigen::Map<const Eigen::VectorXf>(statistics.key_mean.data() + head * head_dim, dim).cast<double>();
    Matrix covariance = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
                            statistics.key_moment.data() + head * head_dim * head_dim, dim, dim)
                            .cast<double>();
    covariance -= mean * mean.transpose();
    const double ridge = kRidge * covariance.trace() / static_cast<double>(dim) + kLeastRidge;
    covariance.diagonal().array() += ridge;
    const Eigen::LLT<Matrix> factors(covariance);
    if (factors.info() != Eigen::Success) {
      throw Error(ErrorCode::kCorrupt,
                  "the key moments of layer " + std::to_string(head / static_cast<std::size_t>(geometry_.n_kv_heads)) +
                      ", KV head " + std::to_string(head % static_cast<std::size_t>(geometry_.n_kv_heads)) +
                      " are those of no keys",
                  "filters", "make filters for this model with oree calibrate");
    }
    const Matrix whitening = factors.matrixL().solve(Matrix::Identity(dim, dim));
    Eigen::Map<Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
        whitening_.data() + head * head_dim * head_dim, dim, dim) = whitening.cast<float>();
    Eigen::Map<Eigen::VectorXf>(whitened_mean_.data() + head * head_dim, dim) = (whitening * mean).cast<float>();
  }
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
    std::copy_n(rows.keys + row * head_dim, head_dim, key.data());
    rotation.take_back(rows.positions[row], key.data());
    kernels_->scores_f32({.queries = key.data(),
                          .keys = whitening_.data() + head * head_dim * head_dim,
                          .n_queries = 1,
                          .n_keys = geometry_.head_dim,
                          .head_dim = geometry_.head_dim,
                          .scores = whitened.data(),
                          .score_stride = geometry_.head_dim});
    for (std::size_t i = 0; i < head_dim; ++i) {
      whitened[i] -= mean[i];
    }
    scores[row] = finite(squared_norm(whitened.data(), head_dim));
  }
}

}  // namespace oree::cache
