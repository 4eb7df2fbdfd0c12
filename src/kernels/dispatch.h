// Chooses the table of the CPU target at hand, and the function for an element type.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/table.h"
#include "tensor/element_type.h"

namespace oree::kernels {

// The fastest table this CPU runs.
const Table& best_table() noexcept;

// Throws Error kUnsupported, naming the tables this CPU runs.
const Table& find_table(std::string_view name);

// The names of the tables this CPU runs, fastest first; the last is "scalar".
std::vector<std::string> table_names();

// nullptr when the table has no kernel for the type.
Matmul matmul_for(const Table& table, tensor::ElementType type) noexcept;
Scores scores_for(const Table& table, tensor::ElementType type) noexcept;
const KeyKernels* key_kernels_for(const Table& table, tensor::ElementType type) noexcept;
const ValueKernels* value_kernels_for(const Table& table, tensor::ElementType type) noexcept;
StoreRow store_for(const Table& table, tensor::ElementType type) noexcept;

// Whether matmul reads the quantised activations of a task rather than the float ones.
bool reads_quantized_activations(const Table& table, tensor::ElementType type) noexcept;

// Whether a product for so many tokens is to get its quantised activations in tiles rather than rows.
bool takes_tiles(const Table& table, std::int64_t n_tokens) noexcept;

// Bytes of MatmulTask::scratch.
std::size_t matmul_scratch_bytes(std::int64_t n_cols) noexcept;

}  // namespace oree::kernels
