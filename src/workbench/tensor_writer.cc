#include "workbench/tensor_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/check.h"
#include "oree/error.h"
#include "tensor/convert.h"
#include "tensor/quantize.h"

namespace oree::workbench {
namespace {

using tensor::ElementType;

constexpr std::uint64_t kSlabBytes = std::uint64_t{8} << 20;  // of the file that is written

enum class Flaw { kNone, kNotFinite, kTooLarge };

struct RowResult {
  double squared_error = 0;
  double squared_value = 0;
  Flaw flaw = Flaw::kNone;
  std::size_t element = 0;  // of the row; the first with the flaw
};

struct RowScratch {
  std::vector<float> values;
  std::vector<float> stored_values;
};

// The first element beyond the limit in magnitude, or n; NaN is beyond any.
std::size_t first_beyond(std::span<const float> values, float limit) noexcept {
  const auto found =
      std::find_if(values.begin(), values.end(), [limit](float value) { return !(std::fabs(value) <= limit); });
  return static_cast<std::size_t>(found - values.begin());
}

RowResult convert_row(ElementType from, std::span<const std::byte> source, ElementType to, std::span<std::byte> stored,
                      RowScratch& scratch) noexcept {
  RowResult result;
  tensor::dequantize_row(from, source, scratch.values);
  const float limit = from == to ? std::numeric_limits<float>::max() : tensor::largest_weight(to);
  result.element = first_beyond(scratch.values, limit);
  if (result.element < scratch.values.size()) {
    result.flaw = std::isfinite(scratch.values[result.element]) ? Flaw::kTooLarge : Flaw::kNotFinite;
    return result;
  }
  for (const float value : scratch.values) {
    result.squared_value += static_cast<double>(value) * value;
  }
  if (from == to) {
    std::memcpy(stored.data(), source.data(), stored.size());
    return result;
  }
  tensor::quantize_weights(to, scratch.values, stored);
  tensor::dequantize_row(to, stored, scratch.stored_values);
  for (std::size_t i = 0; i < scratch.values.size(); ++i) {
    const double error = static_cast<double>(scratch.stored_values[i]) - scratch.values[i];
    result.squared_error += error * error;
  }
  return result;
}

[[noreturn]] void throw_flaw(const gguf::TensorInfo& source, ElementType to, Flaw flaw, std::uint64_t element) {
  const std::string where = "tensor \"" + std::string(source.name) + "\", element " + std::to_string(element);
  if (flaw == Flaw::kNotFinite) {
    throw Error(ErrorCode::kInvalid, "a weight is not a finite number", where, "convert the model again");
  }
  throw Error(ErrorCode::kInvalid, "a weight is too large for " + std::string(tensor::info(to).name), where,
              "bf16 and f32 hold every weight");
}

}  // namespace

TensorErrors write_tensor(const gguf::TensorInfo& source, ElementType from, ElementType to, ThreadPool& pool,
                          gguf::Writer& writer, const std::function<void(std::uint64_t)>& on_bytes) {
  const std::uint64_t n_cols = source.shape.empty() ? 1 : source.shape[0];
  if (n_cols == 0 || source.data.empty()) {
    return {};
  }
  const auto source_row_bytes = tensor::row_bytes(from, n_cols);
  const auto row_bytes = tensor::row_bytes(to, n_cols);
  check(source_row_bytes && row_bytes, "a tensor's rows are no whole number of blocks");
  const std::uint64_t n_rows = source.data.size() / *source_row_bytes;
  const std::uint64_t slab_rows = std::clamp(kSlabBytes / *row_bytes, std::uint64_t{1}, n_rows);

  std::vector<std::byte> slab(slab_rows * *row_bytes);
  std::vector<RowResult> results(slab_rows);
  std::vector<RowScratch> scratch(static_cast<std::size_t>(pool.n_threads()));
  for (RowScratch& each : scratch) {
    each.values.resize(n_cols);
    each.stored_values.resize(n_cols);
  }
  double squared_error = 0;
  double squared_value = 0;
  for (std::uint64_t first = 0; first < n_rows; first += slab_rows) {
    const std::uint64_t count = std::min(slab_rows, n_rows - first);
    pool.parallel_for(static_cast<std::int64_t>(count), 1, [&](int thread, std::int64_t begin, std::int64_t end) {
      for (auto row = static_cast<std::uint64_t>(begin); row < static_cast<std::uint64_t>(end); ++row) {
        results[row] = convert_row(from, source.data.subspan((first + row) * *source_row_bytes, *source_row_bytes), to,
                                   std::span(slab).subspan(row * *row_bytes, *row_bytes),
                                   scratch[static_cast<std::size_t>(thread)]);
      }
    });
    // In the order of the rows, so that the sums have the same bits whatever the number of threads.
    for (std::uint64_t row = 0; row < count; ++row) {
      if (results[row].flaw != Flaw::kNone) {
        throw_flaw(source, to, results[row].flaw, (first + row) * n_cols + results[row].element);
      }
      squared_error += results[row].squared_error;
      squared_value += results[row].squared_value;
    }
    writer.write(std::span<const std::byte>(slab).first(count * *row_bytes));
    on_bytes(count * *source_row_bytes);
  }
  const double n_values = static_cast<double>(n_rows) * static_cast<double>(n_cols);
  return {std::sqrt(squared_error / n_values), squared_value > 0 ? std::sqrt(squared_error / squared_value) : 0.0};
}

}  // namespace oree::workbench
