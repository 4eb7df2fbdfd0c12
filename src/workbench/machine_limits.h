// What a machine can do at most: the speed of reading memory and of multiplying.
#pragma once

#include <cstdint>
#include <functional>

#include "base/thread_pool.h"
#include "kernels/table.h"

namespace oree::workbench {

struct MachineLimits {
  double read_bytes_per_second = 0;
  int read_streams = 0;  // of the fastest pattern
  bool read_prefetches = false;
  bool read_huge_pages = false;
  std::uint64_t read_memory = 0;  // bytes that were read
  double int8_per_second = 0;     // operations; a multiplication and an addition count as one each
  double f32_per_second = 0;
};

// Bytes to measure reading over: 1 GiB, or half of what is free when that is less.
std::uint64_t default_read_memory();

// Throws Error kInvalid when the bytes are less than 64 KiB a thread, kLimit when they are more than is free now.
void check_read_memory(std::uint64_t bytes, int n_threads);

// With every thread of the pool at once. Reading: the fastest of one, four and eight streams a thread, with and without
// prefetches, from plain and from huge pages; memory: bytes, of which each thread gets a part of its own, as
// check_read_memory() allows. Takes two or three seconds for 1 GiB. on_step: called between its steps; what it throws
// is passed on. Throws Error kLimit when there is not so much memory.
MachineLimits measure_limits(const kernels::Table& table, ThreadPool& pool, std::uint64_t memory,
                             const std::function<void()>& on_step);

// The better of two measurements, limit by limit: what was reached once is possible.
MachineLimits best_of(const MachineLimits& one, const MachineLimits& other) noexcept;

}  // namespace oree::workbench
