#include "base/thread_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <thread>
#include <vector>

#include "oree/error.h"

namespace oree {
namespace {

TEST(ThreadPool, EveryThreadRunsTheJobOnce) {
  for (const int n_threads : {1, 2, 3, 8}) {
    ThreadPool pool(n_threads);
    std::vector<int> calls(static_cast<std::size_t>(n_threads));
    pool.run([&](int thread, int n) {
      EXPECT_EQ(n, n_threads);
      ++calls[static_cast<std::size_t>(thread)];
    });
    EXPECT_EQ(calls, std::vector<int>(static_cast<std::size_t>(n_threads), 1));
  }
}

TEST(ThreadPool, TheCallerIsThread0) {
  ThreadPool pool(3);
  std::vector<std::thread::id> ids(3);
  pool.run([&](int thread, int) { ids[static_cast<std::size_t>(thread)] = std::this_thread::get_id(); });
  EXPECT_EQ(ids[0], std::this_thread::get_id());
  EXPECT_NE(ids[1], ids[0]);
  EXPECT_NE(ids[2], ids[1]);
}

// Plain, unsynchronised memory passes from job to job: ThreadSanitizer sees a missing happens-before.
TEST(ThreadPool, ManyShortJobsSeeEachOthersWrites) {
  constexpr int kThreads = 4;
  constexpr int kJobs = 5000;
  ThreadPool pool(kThreads);
  std::vector<std::int64_t> values(kThreads, 1);
  std::vector<std::int64_t> next(kThreads);
  for (int job = 0; job < kJobs; ++job) {
    pool.run([&](int thread, int n) {
      next[static_cast<std::size_t>(thread)] = values[static_cast<std::size_t>((thread + 1) % n)] + 1;
    });
    values.swap(next);
    if (job % 500 == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // lets the workers fall asleep
    }
  }
  EXPECT_EQ(values, std::vector<std::int64_t>(kThreads, kJobs + 1));
}

TEST(ThreadPool, CallersOnSeveralThreadsTakeTurns) {
  constexpr int kCallers = 4;
  constexpr int kJobs = 300;
  ThreadPool pool(3);
  std::int64_t total = 0;  // only the pool's turns protect it
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&] {
      for (int job = 0; job < kJobs; ++job) {
        pool.run([&](int thread, int) {
          if (thread == 1) {
            ++total;
          }
        });
      }
    });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(total, kCallers * kJobs);
}

TEST(ThreadPool, StartsAndStopsQuickly) {
  for (int i = 0; i < 100; ++i) {
    ThreadPool pool(4);
    if (i % 2 == 0) {
      pool.run([](int, int) {});
    }
  }
}

TEST(ThreadPool, AnIdlePoolUsesNoProcessorTime) {
  ThreadPool pool(4);
  pool.run([](int, int) {});
  std::this_thread::sleep_for(std::chrono::milliseconds(20));  // longer than any spin
  const auto used_us = [] {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
  };
  const auto before = used_us();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_LT(used_us() - before, 40000);  // one spinning worker would use 200,000
}

TEST(ThreadPool, RefusesImpossibleSizes) {
  EXPECT_THROW(ThreadPool(0), Error);
  EXPECT_THROW(ThreadPool(-1), Error);
  EXPECT_THROW(ThreadPool(ThreadPool::kMaxThreads + 1), Error);
}

TEST(ThreadPoolDeathTest, AJobThatWaitsForItsOwnPoolIsAMistake) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        ThreadPool pool(2);
        // On one thread: two that end the process at once garble the message.
        pool.run([&](int thread, int) {
          if (thread == 0) {
            pool.run([](int, int) {});
          }
        });
      },
      "started another job on the same pool");
}

TEST(ParallelFor, CoversEveryItemOnceInRangesOfTheGrain) {
  for (const int n_threads : {1, 2, 3, 7}) {
    ThreadPool pool(n_threads);
    for (const std::int64_t n_items : {0, 1, 5, 64, 65, 1000}) {
      for (const std::int64_t grain : {1, 8, 64, 5000}) {
        std::vector<int> visits(static_cast<std::size_t>(n_items));
        std::atomic<int> n_ranges{0};
        pool.parallel_for(n_items, grain, [&](int thread, std::int64_t begin, std::int64_t end) {
          ++n_ranges;
          EXPECT_GE(thread, 0);
          EXPECT_LT(thread, n_threads);
          EXPECT_LT(begin, end);
          EXPECT_EQ(begin % grain, 0);
          EXPECT_TRUE(end % grain == 0 || end == n_items);
          for (std::int64_t i = begin; i < end; ++i) {
            ++visits[static_cast<std::size_t>(i)];
          }
        });
        EXPECT_EQ(visits, std::vector<int>(static_cast<std::size_t>(n_items), 1));
        EXPECT_LE(n_ranges, n_threads);
      }
    }
  }
}

TEST(ParallelFor, SplitsAlikeEveryTimeAndEvenly) {
  ThreadPool pool(4);
  for (int i = 0; i < 50; ++i) {
    std::vector<std::int64_t> ends(11, -1);
    pool.parallel_for(10, 1,
                      [&](int, std::int64_t begin, std::int64_t end) { ends[static_cast<std::size_t>(begin)] = end; });
    EXPECT_EQ(ends, (std::vector<std::int64_t>{3, -1, -1, 6, -1, -1, 8, -1, 10, -1, -1}));
  }
}

TEST(ParallelFor, HugeCountsDoNotOverflow) {
  ThreadPool pool(3);
  std::atomic<std::int64_t> covered{0};
  pool.parallel_for(INT64_MAX, 1, [&](int, std::int64_t begin, std::int64_t end) { covered += end - begin; });
  EXPECT_EQ(covered, INT64_MAX);
}

}  // namespace
}  // namespace oree
