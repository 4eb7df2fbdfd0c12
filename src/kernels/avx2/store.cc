#include "kernels/avx2/load.h"
#include "kernels/targets.h"

namespace oree::kernels::avx2 {
namespace {

void store_f16(const float* row, std::int64_t n, void* stored) noexcept {
  auto* halves = static_cast<std::byte*>(stored);
  for (std::int64_t i = 0; i < n; i += 8) {
    const std::int64_t rest = n - i < 8 ? n - i : 8;
    const __m128i eight = _mm256_cvtps_ph(load_floats(row + i, rest), _MM_FROUND_TO_NEAREST_INT);
    __builtin_memcpy(halves + i * 2, &eight, static_cast<std::size_t>(rest) * 2);
  }
}

}  // namespace

void fill_store(Table& table) noexcept { table.store_f16 = store_f16; }

}  // namespace oree::kernels::avx2
