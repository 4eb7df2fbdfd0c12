// One tensor from a model file into another, in another type, a slab of rows at a time.
#pragma once

#include <cstdint>
#include <functional>

#include "base/thread_pool.h"
#include "gguf/file.h"
#include "gguf/writer.h"
#include "tensor/element_type.h"

namespace oree::workbench {

struct TensorErrors {
  double rms_error = 0;
  double relative_error = 0;  // rms_error by the RMS of the values; 0 when all are 0
};

// Writes every row of `source`, which is of type `from`, to `writer` as `to`; rows whose type stays are copied. The
// bytes do not depend on the number of threads. on_bytes: bytes of the source done since the last call.
// Throws Error kInvalid on a NaN or infinity and on a value too large for the type, with tensor and element; what
// Writer::write throws.
TensorErrors write_tensor(const gguf::TensorInfo& source, tensor::ElementType from, tensor::ElementType to,
                          ThreadPool& pool, gguf::Writer& writer, const std::function<void(std::uint64_t)>& on_bytes);

}  // namespace oree::workbench
