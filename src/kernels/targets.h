// How the CPU targets hand over their kernels: each function replaces the entries its folder does better.
// Compiled under the flags of every target, like table.h.
#pragma once

#include "kernels/table.h"

namespace oree::kernels {

namespace scalar {
void fill_matmul(Table& table) noexcept;
void fill_quantize(Table& table) noexcept;
void fill_rms_norm(Table& table) noexcept;
void fill_rope(Table& table) noexcept;
void fill_elementwise(Table& table) noexcept;
void fill_softmax(Table& table) noexcept;
void fill_row_products(Table& table) noexcept;
void fill_attention(Table& table) noexcept;
void fill_store(Table& table) noexcept;
void fill_hadamard(Table& table) noexcept;
void fill_peak(Table& table) noexcept;
}  // namespace scalar

#if defined(__x86_64__)
namespace avx2 {
void fill_matmul_float(Table& table) noexcept;
void fill_matmul_blocks(Table& table) noexcept;
void quantize_into_tile(const float* columns, std::int64_t n, std::int64_t first_block, std::int64_t n_blocks,
                        std::int64_t lane, TokenTileBlock* tile) noexcept;
void fill_quantize(Table& table) noexcept;
void fill_rms_norm(Table& table) noexcept;
void fill_rope(Table& table) noexcept;
void fill_elementwise(Table& table) noexcept;
void fill_softmax(Table& table) noexcept;
void fill_row_products(Table& table) noexcept;
void fill_attention(Table& table) noexcept;
void fill_store(Table& table) noexcept;
void fill_hadamard(Table& table) noexcept;
void fill_peak(Table& table) noexcept;
}  // namespace avx2

namespace avx_vnni {
void fill_matmul_blocks(Table& table) noexcept;
void fill_peak(Table& table) noexcept;
}  // namespace avx_vnni

namespace avx512_vnni {
void fill_matmul_float(Table& table) noexcept;
void fill_matmul_blocks(Table& table) noexcept;
void fill_rms_norm(Table& table) noexcept;
void fill_elementwise(Table& table) noexcept;
void fill_softmax(Table& table) noexcept;
void fill_row_products(Table& table) noexcept;
void fill_attention(Table& table) noexcept;
void fill_peak(Table& table) noexcept;
void fill_block_keys(Table& table) noexcept;
}  // namespace avx512_vnni
#elif defined(__aarch64__)
namespace neon {
void fill_matmul_float(Table& table) noexcept;
void fill_matmul_blocks(Table& table) noexcept;
void fill_quantize(Table& table) noexcept;
void fill_rms_norm(Table& table) noexcept;
void fill_rope(Table& table) noexcept;
void fill_elementwise(Table& table) noexcept;
void fill_softmax(Table& table) noexcept;
void fill_row_products(Table& table) noexcept;
void fill_attention(Table& table) noexcept;
void fill_store(Table& table) noexcept;
void fill_hadamard(Table& table) noexcept;
void fill_peak(Table& table) noexcept;
}  // namespace neon

namespace neon_dotprod {
void fill_matmul_blocks(Table& table) noexcept;
void fill_peak(Table& table) noexcept;
}  // namespace neon_dotprod

namespace neon_i8mm {
void fill_matmul_blocks(Table& table) noexcept;
void fill_peak(Table& table) noexcept;
}  // namespace neon_i8mm
#endif

}  // namespace oree::kernels
