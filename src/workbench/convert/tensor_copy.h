// The bytes of one tensor, from a checkpoint into a GGUF file.
#pragma once

#include <cstdint>

#include "base/function_ref.h"
#include "gguf/writer.h"
#include "workbench/convert/tensor_plan.h"

namespace oree::workbench {

// Writes the tensor in slabs of rows: a few MiB are in memory, or the rows of one head, and what has been read of the
// source is released. on_bytes: called with the bytes written since the last call.
// Throws Error kInvalid on a number that the target type cannot hold; as gguf::Writer.
void copy_tensor(const ConvertedTensor& planned, gguf::Writer& writer, FunctionRef<void(std::uint64_t)> on_bytes);

}  // namespace oree::workbench
