// A fixed team of threads that runs one job at a time, for kernels.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "base/function_ref.h"

namespace oree {

// Workers spin for some tens of microseconds after a job, then sleep: an idle pool uses no processor time.
class ThreadPool {
 public:
  // n_threads counts the calling thread, so ThreadPool(1) starts none. Throws Error kInvalid outside 1..kMaxThreads.
  explicit ThreadPool(int n_threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  static constexpr int kMaxThreads = 1024;

  int n_threads() const noexcept { return n_threads_; }

  // Calls job(thread, n_threads) once on every thread, thread 0 being the caller, and returns when all have finished.
  // Writes made by the job are visible afterwards. Calls from several threads take turns; a job must not call run()
  // of its own pool and must not throw. No allocation.
  void run(FunctionRef<void(int thread, int n_threads)> job) noexcept;

  // Calls body(thread, begin, end) over 0..n_items, at most once a thread. The split depends on n_items, grain and
  // n_threads alone; all ranges but the last are multiples of grain items. grain: at least 1.
  void parallel_for(std::int64_t n_items, std::int64_t grain,
                    FunctionRef<void(int thread, std::int64_t begin, std::int64_t end)> body) noexcept;

 private:
  using Job = FunctionRef<void(int, int)>;

  void work(int thread) noexcept;
  void stop() noexcept;

  const int n_threads_;
  int n_spins_ = 0;
  std::mutex turn_;
  const Job* job_ = nullptr;                  // written before generation_ changes
  std::atomic<std::uint32_t> generation_{0};  // one more for each job, and once at the end
  std::atomic<std::uint32_t> n_running_{0};   // workers that have not finished the job
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> workers_;
};

}  // namespace oree
