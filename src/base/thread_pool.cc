#include "base/thread_pool.h"

#include <algorithm>
#include <string>

#include "base/check.h"
#include "base/cpu.h"
#include "oree/error.h"

namespace oree {
namespace {

// A pause takes 10 to 60 ns on the processors we know, so this is 20 to 120 µs: longer than the gap between two
// operations of a forward pass, far shorter than a user's.
constexpr int kSpins = 2000;

// The pool whose job this thread is running, to catch a job that waits for itself.
thread_local const ThreadPool* t_running_pool = nullptr;

// Waits until the value is no longer `old`, and returns it.
std::uint32_t wait_for_change(const std::atomic<std::uint32_t>& value, std::uint32_t old, int n_spins) noexcept {
  for (int i = 0; i < n_spins; ++i) {
    const std::uint32_t now = value.load(std::memory_order_acquire);
    if (now != old) {
      return now;
    }
    cpu_relax();
  }
  value.wait(old, std::memory_order_acquire);
  return value.load(std::memory_order_acquire);
}

}  // namespace

ThreadPool::ThreadPool(int n_threads) : n_threads_(n_threads) {
  if (n_threads < 1 || n_threads > kMaxThreads) {
    throw Error(ErrorCode::kInvalid, "a thread pool cannot have " + std::to_string(n_threads) + " threads", "threads",
                "choose 1 to " + std::to_string(kMaxThreads));
  }
  // With more threads than processors, spinning would take the processor from the thread that is waited for.
  n_spins_ = n_threads <= available_processor_count() ? kSpins : 0;
  workers_.reserve(static_cast<std::size_t>(n_threads - 1));
  try {
    for (int thread = 1; thread < n_threads; ++thread) {
      workers_.emplace_back([this, thread] { work(thread); });
    }
  } catch (...) {
    stop();
    throw Error(ErrorCode::kLimit, "the system refused to start " + std::to_string(n_threads) + " threads", "threads",
                "choose fewer threads");
  }
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::stop() noexcept {
  stopping_.store(true, std::memory_order_relaxed);
  generation_.fetch_add(1, std::memory_order_release);
  generation_.notify_all();
  for (std::thread& worker : workers_) {
    worker.join();
  }
}

void ThreadPool::work(int thread) noexcept {
  std::uint32_t seen = 0;
  while (true) {
    seen = wait_for_change(generation_, seen, n_spins_);
    if (stopping_.load(std::memory_order_relaxed)) {
      return;
    }
    t_running_pool = this;
    (*job_)(thread, n_threads_);
    t_running_pool = nullptr;
    if (n_running_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      n_running_.notify_one();
    }
  }
}

void ThreadPool::run(Job job) noexcept {
  check(t_running_pool != this, "a job of a thread pool started another job on the same pool");
  const std::lock_guard<std::mutex> turn(turn_);
  const ThreadPool* outer_pool = t_running_pool;
  t_running_pool = this;
  if (!workers_.empty()) {
    job_ = &job;
    n_running_.store(static_cast<std::uint32_t>(workers_.size()), std::memory_order_relaxed);
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
  }
  job(0, n_threads_);
  std::uint32_t running = n_running_.load(std::memory_order_acquire);
  while (running != 0) {
    running = wait_for_change(n_running_, running, n_spins_);
  }
  t_running_pool = outer_pool;
}

void ThreadPool::parallel_for(std::int64_t n_items, std::int64_t grain,
                              FunctionRef<void(int, std::int64_t, std::int64_t)> body) noexcept {
  check(grain >= 1, "parallel_for needs a grain of at least 1");
  if (n_items <= 0) {
    return;
  }
  const std::int64_t n_chunks = (n_items - 1) / grain + 1;
  if (n_chunks == 1 || n_threads_ == 1) {
    body(0, 0, n_items);
    return;
  }
  run([&](int thread, int n_threads) {
    // The first `rest` threads take one chunk more; written so that no product can overflow.
    const std::int64_t share = n_chunks / n_threads;
    const std::int64_t rest = n_chunks % n_threads;
    const std::int64_t first = share * thread + std::min<std::int64_t>(thread, rest);
    const std::int64_t last = first + share + (thread < rest ? 1 : 0);
    if (first < last) {
      body(thread, first * grain, last == n_chunks ? n_items : last * grain);
    }
  });
}

}  // namespace oree
