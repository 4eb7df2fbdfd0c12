#include "workbench/machine_limits.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/check.h"
#include "oree/error.h"

namespace oree::workbench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kDefaultMemory = std::uint64_t{1} << 30;
constexpr std::uint64_t kLeastOfThread = std::uint64_t{64} << 10;
constexpr std::uint64_t kHugePage = std::uint64_t{2} << 20;
constexpr std::int64_t kLine = 64;
constexpr std::int64_t kMaxStreams = 8;
constexpr std::int64_t kPrefetchBytes = 1024;  // some ten lines: a memory access at the speed of one stream
constexpr int kPasses = 3;                     // of each pattern; the fastest counts
constexpr double kPeakSeconds = 0.02;          // of one measurement of multiplying
constexpr int kPeakMeasurements = 5;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Memory of the system's own, every page of it written once by the thread that will read it.
class Memory {
 public:
  Memory(std::uint64_t bytes, bool huge_pages, ThreadPool& pool) : mapped_(bytes + kHugePage) {
    void* map = ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED) {
      throw Error(ErrorCode::kLimit,
                  "there is not enough memory to measure reading over " + std::to_string(bytes) + " bytes",
                  "--read-memory", "choose less, at least some times the processor's caches");
    }
    map_ = static_cast<std::byte*>(map);
    const auto address = reinterpret_cast<std::uintptr_t>(map_);
    begin_ = map_ + (kHugePage - address % kHugePage) % kHugePage;
    // A kernel without huge pages refuses the advice, and the two kinds of pages are then the same.
    static_cast<void>(::madvise(map_, mapped_, huge_pages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE));
    part_ = static_cast<std::int64_t>(bytes) / pool.n_threads() / (kLine * kMaxStreams) * (kLine * kMaxStreams);
    pool.run([&](int thread, int) { std::memset(part(thread), 1, static_cast<std::size_t>(part_)); });
  }
  ~Memory() { ::munmap(map_, mapped_); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  std::byte* part(int thread) const noexcept { return begin_ + thread * part_; }
  std::int64_t part_bytes() const noexcept { return part_; }

 private:
  std::uint64_t mapped_;
  std::byte* map_ = nullptr;
  std::byte* begin_ = nullptr;
  std::int64_t part_ = 0;
};

void measure_reading(const kernels::Table& table, ThreadPool& pool, const Memory& memory, bool huge_pages,
                     const std::function<void()>& on_step, MachineLimits& limits) {
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(pool.n_threads()));
  for (const int streams : {1, 4, 8}) {
    for (const bool prefetches : {false, true}) {
      for (int pass = 0; pass < kPasses; ++pass) {
        on_step();
        const Clock::time_point start = Clock::now();
        pool.run([&](int thread, int) {
          sums[static_cast<std::size_t>(thread)] =
              table.read_streams(memory.part(thread), memory.part_bytes(), streams, prefetches ? kPrefetchBytes : 0);
        });
        const double seconds = seconds_since(start);
        // An even number of equal words cancel out.
        check(std::all_of(sums.begin(), sums.end(), [](std::uint64_t sum) { return sum == 0; }), "memory was misread");
        const double speed = static_cast<double>(memory.part_bytes()) * pool.n_threads() / seconds;
        if (speed > limits.read_bytes_per_second) {
          limits.read_bytes_per_second = speed;
          limits.read_streams = streams;
          limits.read_prefetches = prefetches;
          limits.read_huge_pages = huge_pages;
        }
      }
    }
  }
}

double measure_peak(kernels::Peak peak, ThreadPool& pool, const std::function<void()>& on_step) {
  std::vector<double> results(static_cast<std::size_t>(pool.n_threads()));
  std::vector<std::int64_t> operations(results.size());
  std::int64_t n_rounds = 64;
  double best = 0;
  for (int measurement = 0; measurement < kPeakMeasurements;) {
    on_step();
    const Clock::time_point start = Clock::now();
    pool.run([&](int thread, int) {
      const auto index = static_cast<std::size_t>(thread);
      operations[index] = peak(n_rounds, &results[index]);
    });
    const double seconds = seconds_since(start);
    if (seconds < kPeakSeconds) {  // too short to tell, and the clock of the processor is still rising
      n_rounds *= 2;
      continue;
    }
    ++measurement;
    double total = 0;
    for (const std::int64_t each : operations) {
      total += static_cast<double>(each);
    }
    best = std::max(best, total / seconds);
  }
  return best;
}

// Bytes; nullopt when the system does not say.
std::optional<std::uint64_t> free_memory() {
  std::ifstream file("/proc/meminfo");
  std::string key;
  std::uint64_t kibibytes = 0;
  while (file >> key >> kibibytes) {
    if (key == "MemAvailable:") {
      return kibibytes * 1024;
    }
    file.ignore(64, '\n');
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t default_read_memory() {
  const std::optional<std::uint64_t> free = free_memory();
  return free ? std::min(kDefaultMemory, *free / 2) : kDefaultMemory;
}

void check_read_memory(std::uint64_t bytes, int n_threads) {
  const std::uint64_t least = kLeastOfThread * static_cast<std::uint64_t>(n_threads);
  if (bytes < least) {
    throw Error(ErrorCode::kInvalid,
                "reading cannot be measured over " + std::to_string(bytes) + " bytes with " +
                    std::to_string(n_threads) + (n_threads == 1 ? " thread" : " threads"),
                "--read-memory",
                "choose at least " + std::to_string(least) + " bytes, better some times the processor's caches");
  }
  // Where the system does not say: at least what can be counted.
  const std::uint64_t most =
      std::min<std::uint64_t>(free_memory().value_or(UINT64_MAX), std::numeric_limits<std::int64_t>::max() / 2);
  if (bytes > most) {
    throw Error(
        ErrorCode::kLimit,
        "reading cannot be measured over " + std::to_string(bytes) + " bytes: " + std::to_string(most) + " are free",
        "--read-memory", "choose less, at least some times the processor's caches");
  }
}

MachineLimits measure_limits(const kernels::Table& table, ThreadPool& pool, std::uint64_t memory,
                             const std::function<void()>& on_step) {
  MachineLimits limits;
  limits.read_memory = memory;
  for (const bool huge_pages : {false, true}) {
    const Memory pages(memory, huge_pages, pool);
    measure_reading(table, pool, pages, huge_pages, on_step, limits);
  }
  limits.int8_per_second = measure_peak(table.int8_peak, pool, on_step);
  limits.f32_per_second = measure_peak(table.f32_peak, pool, on_step);
  return limits;
}

MachineLimits best_of(const MachineLimits& one, const MachineLimits& other) noexcept {
  MachineLimits best = one.read_bytes_per_second >= other.read_bytes_per_second ? one : other;
  best.int8_per_second = std::max(one.int8_per_second, other.int8_per_second);
  best.f32_per_second = std::max(one.f32_per_second, other.f32_per_second);
  return best;
}

}  // namespace oree::workbench
