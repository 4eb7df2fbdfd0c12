#include "workbench/convert/tensor_copy.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "oree/error.h"
#include "tensor/convert.h"

namespace oree::workbench {
namespace {

using tensor::ElementType;

constexpr std::uint64_t kSlabBytes = std::uint64_t{1} << 22;
constexpr float kFirstInfiniteF16 = 65520.0f;  // rounds to infinity, as all larger numbers do

// Where row `row` of a tensor comes from when the halves of each head's rows become neighbours.
std::uint64_t source_row(std::uint64_t row, std::uint64_t head_rows) noexcept {
  if (head_rows == 0) {
    return row;
  }
  const std::uint64_t in_head = row % head_rows;
  return row - in_head + in_head % 2 * (head_rows / 2) + in_head / 2;
}

void check_range(std::span<const float> values, ElementType type, const ConvertedTensor& planned) {
  if (type == ElementType::kF32 || type == ElementType::kBf16) {
    return;  // these hold whatever there is, infinities too
  }
  const float limit = type == ElementType::kF16 ? kFirstInfiniteF16 : std::numeric_limits<float>::infinity();
  for (const float value : values) {
    if (!(std::fabs(value) < limit)) {
      throw Error(ErrorCode::kInvalid,
                  "tensor \"" + planned.source.tensor->name + "\" holds the number " + std::to_string(value) +
                      ", which " + std::string(tensor::info(type).name) + " cannot",
                  planned.source.file->path().string(), "choose --type bf16 or f32, or keep the source's types");
    }
  }
}

// The rows of one tensor as they will lie in the file.
class RowReader {
 public:
  explicit RowReader(const ConvertedTensor& planned) : planned_(planned) {
    // A vector of heads is reordered value by value.
    const bool values_move = planned.shape.size() == 1 && planned.rotated_head_rows > 0;
    n_cols_ = values_move ? 1 : planned.shape[0];
    n_rows_ = values_move ? planned.shape[0] : planned.shape.size() == 1 ? 1 : planned.shape[1];
    source_bytes_ = *tensor::row_bytes(planned.source_type, n_cols_);
    target_bytes_ = *tensor::row_bytes(planned.type, n_cols_);
    values_.resize(n_cols_);
    const auto head_rows = static_cast<std::uint64_t>(std::max(planned.rotated_head_rows, 1));
    slab_rows_ =
        std::max(kSlabBytes / std::max(source_bytes_, target_bytes_) / head_rows, std::uint64_t{1}) * head_rows;
  }

  std::uint64_t n_rows() const noexcept { return n_rows_; }
  std::uint64_t slab_rows() const noexcept { return slab_rows_; }

  // A slab's rows come from the same range of the source's rows: it holds whole heads.
  std::span<const std::byte> source_range(std::uint64_t first, std::uint64_t n) const noexcept {
    return planned_.source.tensor->data.subspan(first * source_bytes_, n * source_bytes_);
  }

  // Valid until the next call.
  std::span<const std::byte> read(std::uint64_t first, std::uint64_t n) {
    const bool converted = planned_.type != planned_.source_type || planned_.plus_one;
    if (!converted && planned_.rotated_head_rows == 0) {
      return source_range(first, n);
    }
    slab_.resize(n * target_bytes_);
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto head_rows = static_cast<std::uint64_t>(planned_.rotated_head_rows);
      const std::span<const std::byte> source = source_range(source_row(first + i, head_rows), 1);
      const std::span<std::byte> target = std::span(slab_).subspan(i * target_bytes_, target_bytes_);
      if (converted) {
        convert(source, target);
      } else {
        std::memcpy(target.data(), source.data(), source.size());
      }
    }
    return slab_;
  }

 private:
  void convert(std::span<const std::byte> source, std::span<std::byte> target) {
    tensor::dequantize_row(planned_.source_type, source, values_);
    if (planned_.plus_one) {
      for (float& value : values_) {
        value += 1;
      }
    }
    check_range(values_, planned_.type, planned_);
    tensor::quantize_row(planned_.type, values_, target);
  }

  const ConvertedTensor& planned_;
  std::uint64_t n_rows_ = 0;
  std::uint64_t n_cols_ = 0;
  std::uint64_t source_bytes_ = 0;  // of a row
  std::uint64_t target_bytes_ = 0;
  std::uint64_t slab_rows_ = 0;
  std::vector<float> values_;
  std::vector<std::byte> slab_;
};

}  // namespace

void copy_tensor(const ConvertedTensor& planned, gguf::Writer& writer, FunctionRef<void(std::uint64_t)> on_bytes) {
  if (planned.source.tensor == nullptr) {
    const std::span<const std::byte> bytes = std::as_bytes(std::span(planned.values));
    writer.write(bytes);
    on_bytes(bytes.size());
    return;
  }
  RowReader rows(planned);
  for (std::uint64_t first = 0; first < rows.n_rows(); first += rows.slab_rows()) {
    const std::uint64_t n = std::min(rows.slab_rows(), rows.n_rows() - first);
    const std::span<const std::byte> slab = rows.read(first, n);
    writer.write(slab);
    on_bytes(slab.size());
    planned.source.file->release(rows.source_range(first, n));
  }
}

}  // namespace oree::workbench
