// Choices that follow from a seed alone, on every platform: the distributions of the standard library do not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace oree::workbench {

class Choices {
 public:
  // what: tells apart the choices that are made under one seed.
  Choices(std::uint64_t seed, std::initializer_list<std::uint32_t> what) {
    std::vector<std::uint32_t> words = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    words.insert(words.end(), what);
    std::seed_seq sequence(words.begin(), words.end());
    random_.seed(sequence);
  }

  // The bias is below 1e-14 for counts below 100,000.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

  template <class Value>
  void shuffle(std::span<Value> values) {
    for (std::size_t left = values.size(); left > 1; --left) {
      std::swap(values[left - 1], values[below(left)]);
    }
  }

  // Sorted.
  std::vector<double> depths(std::size_t count) {
    std::vector<double> percents;
    for (std::size_t index = 0; index < count; ++index) {
      percents.push_back(static_cast<double>(below(101)));
    }
    std::sort(percents.begin(), percents.end());
    return percents;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace oree::workbench
