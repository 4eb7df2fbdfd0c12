#include "kernels/dispatch.h"

#include <algorithm>

#include "base/cpu.h"
#include "kernels/targets.h"
#include "oree/error.h"

namespace oree::kernels {
namespace {

Table scalar_table() noexcept {
  Table table{};
  table.name = "scalar";
  scalar::fill_matmul(table);
  scalar::fill_quantize(table);
  scalar::fill_rms_norm(table);
  scalar::fill_rope(table);
  scalar::fill_elementwise(table);
  scalar::fill_softmax(table);
  scalar::fill_row_products(table);
  scalar::fill_attention(table);
  scalar::fill_store(table);
  scalar::fill_hadamard(table);
  scalar::fill_peak(table);
  return table;
}

#if defined(__x86_64__)
Table avx2_table() noexcept {
  Table table = scalar_table();
  table.name = "avx2";
  avx2::fill_matmul_float(table);
  avx2::fill_matmul_blocks(table);
  avx2::fill_quantize(table);
  avx2::fill_rms_norm(table);
  avx2::fill_rope(table);
  avx2::fill_elementwise(table);
  avx2::fill_softmax(table);
  avx2::fill_row_products(table);
  avx2::fill_attention(table);
  avx2::fill_store(table);
  avx2::fill_hadamard(table);
  avx2::fill_peak(table);
  return table;
}

Table avx_vnni_table() noexcept {
  Table table = avx2_table();
  table.name = "avx_vnni";
  avx_vnni::fill_matmul_blocks(table);
  avx_vnni::fill_peak(table);
  return table;
}

Table avx512_vnni_table() noexcept {
  Table table = avx2_table();
  table.name = "avx512_vnni";
  avx512_vnni::fill_matmul_float(table);
  avx512_vnni::fill_matmul_blocks(table);
  avx512_vnni::fill_rms_norm(table);
  avx512_vnni::fill_elementwise(table);
  avx512_vnni::fill_softmax(table);
  avx512_vnni::fill_row_products(table);
  avx512_vnni::fill_attention(table);
  avx512_vnni::fill_peak(table);
  avx512_vnni::fill_block_keys(table);
  return table;
}
#elif defined(__aarch64__)
Table neon_table() noexcept {
  Table table = scalar_table();
  table.name = "neon";
  neon::fill_matmul_float(table);
  neon::fill_matmul_blocks(table);
  neon::fill_quantize(table);
  neon::fill_rms_norm(table);
  neon::fill_rope(table);
  neon::fill_elementwise(table);
  neon::fill_softmax(table);
  neon::fill_row_products(table);
  neon::fill_attention(table);
  neon::fill_store(table);
  neon::fill_hadamard(table);
  neon::fill_peak(table);
  return table;
}

Table neon_dotprod_table() noexcept {
  Table table = neon_table();
  table.name = "neon_dotprod";
  neon_dotprod::fill_matmul_blocks(table);
  neon_dotprod::fill_peak(table);
  return table;
}

Table neon_i8mm_table() noexcept {
  Table table = neon_dotprod_table();
  table.name = "neon_i8mm";
  neon_i8mm::fill_matmul_blocks(table);
  neon_i8mm::fill_peak(table);
  return table;
}
#endif

// The tables this CPU runs, fastest first.
const std::vector<Table>& tables() noexcept {
  static const std::vector<Table> all = [] {
    std::vector<Table> list;
#if defined(__x86_64__)
    if (cpu_features().avx512_vnni) {
      list.push_back(avx512_vnni_table());
    }
    if (cpu_features().avx_vnni) {
      list.push_back(avx_vnni_table());
    }
    if (cpu_features().avx2) {
      list.push_back(avx2_table());
    }
#elif defined(__aarch64__)
    if (cpu_features().neon_i8mm) {
      list.push_back(neon_i8mm_table());
    }
    if (cpu_features().neon_dotprod) {
      list.push_back(neon_dotprod_table());
    }
    if (cpu_features().neon) {
      list.push_back(neon_table());
    }
#endif
    list.push_back(scalar_table());
    return list;
  }();
  return all;
}

}  // namespace

const Table& best_table() noexcept { return tables().front(); }

const Table& find_table(std::string_view name) {
  std::string names;
  for (const Table& table : tables()) {
    if (name == table.name) {
      return table;
    }
    names += names.empty() ? "" : ", ";
    names += table.name;
  }
  throw Error(ErrorCode::kUnsupported, "this CPU has no kernels named \"" + std::string(name) + "\"", "--cpu",
              "choose one of: " + names);
}

std::vector<std::string> table_names() {
  std::vector<std::string> names;
  for (const Table& table : tables()) {
    names.emplace_back(table.name);
  }
  return names;
}

Matmul matmul_for(const Table& table, tensor::ElementType type) noexcept {
  switch (type) {
    case tensor::ElementType::kF32:
      return table.matmul_f32;
    case tensor::ElementType::kF16:
      return table.matmul_f16;
    case tensor::ElementType::kBf16:
      return table.matmul_bf16;
    case tensor::ElementType::kQ8_0:
      return table.matmul_q8_0;
    case tensor::ElementType::kQ4_0:
      return table.matmul_q4_0;
    case tensor::ElementType::kIq4Nl:
      return table.matmul_iq4_nl;
    case tensor::ElementType::kQ4K:
      return table.matmul_q4_k;
    case tensor::ElementType::kQ5K:
      return table.matmul_q5_k;
    case tensor::ElementType::kQ6K:
      return table.matmul_q6_k;
    default:
      return nullptr;
  }
}

Scores scores_for(const Table& table, tensor::ElementType type) noexcept {
  switch (type) {
    case tensor::ElementType::kF32:
      return table.scores_f32;
    case tensor::ElementType::kF16:
      return table.scores_f16;
    case tensor::ElementType::kBf16:
      return table.scores_bf16;
    case tensor::ElementType::kQ8_0:
      return table.scores_q8_0;
    case tensor::ElementType::kQ4_0:
      return table.scores_q4_0;
    default:
      return nullptr;
  }
}

const KeyKernels* key_kernels_for(const Table& table, tensor::ElementType type) noexcept {
  switch (type) {
    case tensor::ElementType::kF32:
      return &table.keys_f32;
    case tensor::ElementType::kF16:
      return &table.keys_f16;
    case tensor::ElementType::kBf16:
      return &table.keys_bf16;
    case tensor::ElementType::kQ8_0:
      return &table.keys_q8_0;
    case tensor::ElementType::kQ4_0:
      return &table.keys_q4_0;
    default:
      return nullptr;
  }
}

const ValueKernels* value_kernels_for(const Table& table, tensor::ElementType type) noexcept {
  switch (type) {
    case tensor::ElementType::kF32:
      return &table.values_f32;
    case tensor::ElementType::kF16:
      return &table.values_f16;
    case tensor::ElementType::kBf16:
      return &table.values_bf16;
    case tensor::ElementType::kQ8_0:
      return &table.values_q8_0;
    case tensor::ElementType::kQ4_0:
      return &table.values_q4_0;
    default:
      return nullptr;
  }
}

StoreRow store_for(const Table& table, tensor::ElementType type) noexcept {
  switch (type) {
    case tensor::ElementType::kF32:
      return table.store_f32;
    case tensor::ElementType::kF16:
      return table.store_f16;
    case tensor::ElementType::kBf16:
      return table.store_bf16;
    case tensor::ElementType::kQ8_0:
      return table.store_q8_0;
    case tensor::ElementType::kQ4_0:
      return table.store_q4_0;
    default:
      return nullptr;
  }
}

bool reads_quantized_activations(const Table& table, tensor::ElementType type) noexcept {
  return tensor::info(type).block_size > 1 && matmul_for(table, type) != nullptr;
}

bool takes_tiles(const Table& table, std::int64_t n_tokens) noexcept {
  return table.quantize_into_tile != nullptr && n_tokens >= table.fewest_tiled_tokens;
}

std::size_t matmul_scratch_bytes(std::int64_t n_cols) noexcept {
  // What a panel of 32 rows takes: a byte a weight and two factors a block. Few tokens need less.
  const auto panel = static_cast<std::size_t>(n_cols / kQuantBlock) * 32 * (kQuantBlock + 2 * sizeof(float));
  return std::max(panel, std::min(kMatmulScratchBytes, panel * kMostPanels));
}

}  // namespace oree::kernels
