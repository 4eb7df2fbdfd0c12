// What the processor can do, found once at start.
#pragma once

#include <span>
#include <string_view>

namespace oree {

// Instructions that both the processor and the operating system support.
struct CpuFeatures {
  bool avx2 = false;  // with FMA and F16C
  bool avx_vnni = false;
  bool avx512 = false;  // F, BW, VL, DQ
  bool avx512_vnni = false;
  bool avx512_bf16 = false;
  bool neon = false;
  bool neon_dotprod = false;
  bool neon_i8mm = false;
};

const CpuFeatures& cpu_features() noexcept;

// The names of the CPU targets this machine can run, best first; the last is always "scalar".
// All names: avx512_bf16, avx512_vnni, avx_vnni, avx2, neon_i8mm, neon_dotprod, neon, scalar.
std::span<const std::string_view> supported_cpu_targets() noexcept;

// Processors (hardware threads) this process may run on. At least 1.
int available_processor_count() noexcept;

// Cores among them: hardware threads of one core count once. At least 1. The best number of threads for kernels.
int physical_core_count() noexcept;

// One step of a spin loop.
inline void cpu_relax() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace oree
