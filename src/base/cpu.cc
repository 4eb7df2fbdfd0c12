#include "base/cpu.h"

#include <sched.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>
#include <utility>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace oree {
namespace {

#if defined(__x86_64__)
std::uint64_t enabled_state_components() noexcept {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (std::uint64_t{high} << 32) | low;
}

CpuFeatures detect() noexcept {
  CpuFeatures features;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t d = 0;
  const auto bit = [](std::uint32_t word, int index) { return ((word >> index) & 1u) != 0; };
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || !bit(c, 27)) {  // without OSXSAVE xgetbv is not there
    return features;
  }
  const bool fma = bit(c, 12);
  const bool avx = bit(c, 28);
  const bool f16c = bit(c, 29);
  constexpr std::uint64_t kYmm = 0x6;   // SSE and AVX state
  constexpr std::uint64_t kZmm = 0xe6;  // and opmask, upper halves, registers 16 to 31
  const std::uint64_t enabled = enabled_state_components();
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) {
    return features;
  }
  const std::uint32_t n_subleaves = a;
  features.avx2 = avx && fma && f16c && bit(b, 5) && (enabled & kYmm) == kYmm;
  features.avx512 = features.avx2 && bit(b, 16) && bit(b, 17) && bit(b, 30) && bit(b, 31) && (enabled & kZmm) == kZmm;
  features.avx512_vnni = features.avx512 && bit(c, 11);
  if (n_subleaves >= 1 && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0) {
    features.avx_vnni = features.avx2 && bit(a, 4);
    features.avx512_bf16 = features.avx512_vnni && bit(a, 5);
  }
  return features;
}
#elif defined(__aarch64__)
CpuFeatures detect() noexcept {
  CpuFeatures features;
  const unsigned long first = getauxval(AT_HWCAP);
  const unsigned long second = getauxval(AT_HWCAP2);
  features.neon = (first & HWCAP_ASIMD) != 0;
  features.neon_dotprod = features.neon && (first & HWCAP_ASIMDDP) != 0;
#if defined(HWCAP2_I8MM)
  features.neon_i8mm = features.neon_dotprod && (second & HWCAP2_I8MM) != 0;
#else
  static_cast<void>(second);
#endif
  return features;
}
#else
CpuFeatures detect() noexcept { return {}; }
#endif

struct TargetList {
  std::array<std::string_view, 8> names{};
  std::size_t count = 0;

  TargetList() noexcept {
    const CpuFeatures& features = cpu_features();
    const auto add = [this](bool supported, std::string_view name) {
      if (supported) {
        names[count++] = name;
      }
    };
    add(features.avx512_bf16, "avx512_bf16");
    add(features.avx512_vnni, "avx512_vnni");
    add(features.avx_vnni, "avx_vnni");
    add(features.avx2, "avx2");
    add(features.neon_i8mm, "neon_i8mm");
    add(features.neon_dotprod, "neon_dotprod");
    add(features.neon, "neon");
    add(true, "scalar");
  }
};

// The processors of the affinity mask; false when the system does not say.
bool read_affinity(cpu_set_t& processors) noexcept {
  CPU_ZERO(&processors);
  return sched_getaffinity(0, sizeof processors, &processors) == 0 && CPU_COUNT(&processors) > 0;
}

int read_topology(int processor, const char* name) {
  std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(processor) + "/topology/" + name);
  int value = -1;
  return (file >> value) ? value : -1;
}

}  // namespace

const CpuFeatures& cpu_features() noexcept {
  static const CpuFeatures features = detect();
  return features;
}

std::span<const std::string_view> supported_cpu_targets() noexcept {
  static const TargetList targets;
  return {targets.names.data(), targets.count};
}

int available_processor_count() noexcept {
  cpu_set_t processors;
  return read_affinity(processors) ? CPU_COUNT(&processors) : 1;
}

int physical_core_count() noexcept {
  cpu_set_t processors;
  if (!read_affinity(processors)) {
    return 1;
  }
  try {
    std::set<std::pair<int, int>> cores;
    for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
      if (CPU_ISSET(processor, &processors)) {
        const int core = read_topology(processor, "core_id");
        if (core < 0) {
          return CPU_COUNT(&processors);
        }
        cores.emplace(read_topology(processor, "physical_package_id"), core);
      }
    }
    return static_cast<int>(cores.size());
  } catch (...) {
    return CPU_COUNT(&processors);
  }
}

}  // namespace oree
